package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// moveKey is the keys that move the focus, or something inside the pane that has it; false for any other.
func (m *Model) moveKey(msg tea.KeyMsg) bool {
	k := &m.keys
	if by, ok := m.moveBy(msg, max(m.paneHeight()-1, 1)); ok {
		m.move(by)
		return true
	}
	switch {
	case key.Matches(msg, k.Next):
		m.setFocus((m.focus + 1) % paneCount)
	case key.Matches(msg, k.Prev):
		m.setFocus((m.focus + paneCount - 1) % paneCount)
	case key.Matches(msg, k.Left):
		m.logs.Shift(-20, m.layout.logs.Inner().W)
	case key.Matches(msg, k.Right):
		m.logs.Shift(+20, m.layout.logs.Inner().W)
	default:
		return m.paneKey(msg)
	}
	return true
}

// paneKey is the keys that pick a pane.
func (m *Model) paneKey(msg tea.KeyMsg) bool {
	for i, b := range m.keys.Panes {
		if key.Matches(msg, b) {
			m.setFocus(pane(i))
			return true
		}
	}
	return false
}

// moveBy is how far a key moves up or down; false when it is none of those.
func (m *Model) moveBy(msg tea.KeyMsg, page int) (by int, ok bool) {
	k := &m.keys
	switch {
	case key.Matches(msg, k.Up):
		return -1, true
	case key.Matches(msg, k.Down):
		return +1, true
	case key.Matches(msg, k.PageUp):
		return -page, true
	case key.Matches(msg, k.PageDown):
		return +page, true
	case key.Matches(msg, k.Top):
		return -far, true
	case key.Matches(msg, k.Bottom):
		return +far, true
	}
	return 0, false
}

// far is further than anything can be scrolled.
const far = 1 << 30

func (m *Model) setFocus(p pane) {
	m.focus = p
	if p != paneNodes {
		m.second = p
	}
	if p == paneTimeline || p == paneCost {
		m.upper = p
	}
}

func (m *Model) move(by int) {
	switch m.focus {
	case paneNodes:
		m.nodes.move(by)
		m.cost.follow()
		m.nodes.reveal(m.layout.nodes.Inner().H)
	case paneTimeline:
		m.timeline.move(by, &m.frame, m.layout.timeline.Inner().H)
		if m.logs.IsAround() {
			m.lookAround()
		}
	case paneCost:
		m.cost.move(by, &m.frame, m.nodes.at)
	case paneLogs:
		m.logs.Scroll(by)
	}
}

func (m *Model) paneHeight() int {
	switch m.focus {
	case paneTimeline:
		return m.layout.timeline.Inner().H
	case paneLogs:
		return m.layout.logs.Inner().H
	}
	return m.layout.nodes.Inner().H
}
