package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/ui"
)

// wheeled scrolls what is under the pointer, wherever the focus is.
func (m *Model) wheeled(by, x, y int) tea.Cmd {
	switch {
	case m.asked.Quitting(), m.layout.tooSmall:
	case m.helping:
		m.manual.top = max(min(m.manual.top+by, m.helpLength()-(m.h-2)), 0)
	case m.typing != nil && m.typing.list != nil:
		m.typing.list.Move(by)
	case m.ask != nil: // what is asked about stays as it is
	case m.page != pageNone:
		return m.wheelPage(by, y)
	default:
		if p, ok := m.paneAt(x, y); ok && m.any {
			m.wheelPane(p, by)
		}
	}
	return nil
}

// wheelPage scrolls the page; one that does not say how moves as by keys.
func (m *Model) wheelPage(by, y int) tea.Cmd {
	p, c := m.views[m.page], m.in(m.layout.page)
	if s, ok := p.(ui.Scrollable); ok {
		return m.perform(s.Wheel(c, by, y))
	}
	a := keys.Down
	if by < 0 {
		a = keys.Up
	}
	var cmds []tea.Cmd
	for range max(by, -by) {
		if slices.Contains(p.Takes(), a) {
			cmds = append(cmds, m.perform(p.Do(c, a)))
		}
	}
	return tea.Batch(cmds...)
}

func (m *Model) wheelPane(p pane, by int) {
	if s, ok := m.panes[p].(ui.Scrollable); ok {
		m.perform(s.Wheel(m.in(m.area(p)), by, 0))
	}
}
