package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/ui"
)

// moveKey is the keys that move the focus, or something inside the pane that has it; false for any other.
func (m *Model) moveKey(msg tea.KeyMsg) bool {
	if a := m.c.Keys.Which(msg, ui.Moves...); a != keys.None {
		m.move(a)
		return true
	}
	switch {
	case m.c.Keys.Is(msg, keys.Next):
		m.setFocus((m.focus + 1) % paneCount)
	case m.c.Keys.Is(msg, keys.Prev):
		m.setFocus((m.focus + paneCount - 1) % paneCount)
	case m.c.Keys.Is(msg, keys.Left):
		m.logs.Shift(-20, m.layout.logs.Inner().W)
	case m.c.Keys.Is(msg, keys.Right):
		m.logs.Shift(+20, m.layout.logs.Inner().W)
	default:
		return m.paneKey(msg)
	}
	return true
}

// paneKey is the keys that pick a pane.
func (m *Model) paneKey(msg tea.KeyMsg) bool {
	i := slices.Index(keys.Panes, m.c.Keys.Which(msg, keys.Panes...))
	if i >= 0 {
		m.setFocus(pane(i))
	}
	return i >= 0
}

// moveBy is how far a key moves up or down; false when it is none of those.
func (m *Model) moveBy(msg tea.KeyMsg, page int) (by int, ok bool) {
	a := m.c.Keys.Which(msg, ui.Moves...)
	return ui.Step(a, page), a != keys.None
}

func (m *Model) setFocus(p pane) {
	m.focus = p
	if p != paneNodes {
		m.second = p
	}
	if p == paneTimeline || p == paneCost {
		m.upper = p
	}
}

func (m *Model) move(a keys.Action) {
	by := ui.Step(a, max(m.paneHeight()-1, 1))
	switch m.focus {
	case paneNodes:
		m.nodes.move(by)
		m.cost.Follow()
		m.nodes.reveal(m.layout.nodes.Inner().H)
	case paneLogs:
		m.logs.Scroll(by)
	}
}

func (m *Model) paneHeight() int {
	switch m.focus {
	case paneLogs:
		return m.layout.logs.Inner().H
	}
	return m.layout.nodes.Inner().H
}
