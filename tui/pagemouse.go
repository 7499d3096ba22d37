package tui

import "hadash/tui/keys"

import tea "github.com/charmbracelet/bubbletea"

func (s *statsPage) wheel(_ *Model, by, _ int) {
	if s.chooser.Open {
		s.chooser.Wheel(by)
		return
	}
	s.table.Wheel(by)
}

// pickRow chooses a row, or a column in the list of columns; clicked again the row is opened, the column shown or hidden.
func (s *statsPage) pickRow(m *Model, row int, again bool) tea.Cmd {
	switch {
	case s.chooser.Open && again && row == s.chooser.At():
		return m.do(keys.Toggle)
	case s.chooser.Open:
		s.chooser.Pick(row)
	case again && s.table.Nth() == row:
		return m.do(keys.Open)
	default:
		s.table.Pick(row)
	}
	return nil
}

// pickRow chooses a line of the menu; clicked again what the line says is done, after the question that the key asks.
func (p *nodePage) pickRow(m *Model, row int, again bool) tea.Cmd {
	items := m.menu(&m.frame)
	if again && row == p.find(items) {
		return m.do(keys.Pick)
	}
	p.pick(items, row)
	return nil
}
