package tui

import "hadash/tui/keys"

import tea "github.com/charmbracelet/bubbletea"

// pickRow chooses a line of the menu; clicked again what the line says is done, after the question that the key asks.
func (p *nodePage) pickRow(m *Model, row int, again bool) tea.Cmd {
	items := m.menu(&m.frame)
	if again && row == p.find(items) {
		return m.do(keys.Pick)
	}
	p.pick(items, row)
	return nil
}
