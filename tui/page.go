package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// page is what covers the panels between the header and the keys.
type page uint8

const (
	pageNone page = iota
	pageNode
	pageTruth
)

func (m *Model) leavePage() { m.page = pageNone }

func (m *Model) openTruth() {
	if m.page == pageTruth {
		m.leavePage()
		return
	}
	m.page = pageTruth
}

// openNode opens the page of the chosen node, or of the node whose cost is being looked at.
func (m *Model) openNode() {
	id, ok := m.subject()
	if s := m.cost.shown(&m.frame, m.nodes.at); m.page == pageNone && m.focus == paneCost && s != nil {
		id, ok = rowID{name: s.Target}, true
	}
	switch {
	case !ok:
		m.say(badly, "nothing is chosen: no node is known yet")
	case nodeOf(&m.frame, id) == nil:
		m.say(badly, "%s is no container of this project: it can only be watched", id)
	default:
		m.page, m.node = pageNode, newNodePage(id)
		m.node.settle(m)
	}
}

// subject is the node that keys act on: that of the page, the chosen one there, or that of the overview.
func (m *Model) subject() (rowID, bool) {
	switch m.page {
	case pageNode:
		return m.node.id, true
	case pageTruth:
		return m.truth.chosen()
	}
	return m.nodes.chosen()
}

// pageKey is the keys that mean something else while a page is open.
func (m *Model) pageKey(msg tea.KeyMsg) (tea.Cmd, bool) {
	k := &m.keys
	switch {
	case m.page == pageNone:
		return nil, false
	case key.Matches(msg, k.Close):
		m.leavePage()
		return nil, true
	case m.page == pageNode && key.Matches(msg, k.Pick):
		return m.pick(), true
	case m.page == pageNode && key.Matches(msg, k.Larger):
		m.node.change(m, +1)
		return nil, true
	case m.page == pageNode && key.Matches(msg, k.Smaller):
		m.node.change(m, -1)
		return nil, true
	}
	by, ok := m.moveBy(msg, max(m.layout.page.h-4, 1))
	switch {
	case !ok:
	case m.page == pageNode:
		m.node.move(m, by)
	default:
		m.truth.move(by)
	}
	return nil, ok
}

func (m *Model) renderPage() {
	m.renderHeader(m.layout.header)
	if m.page == pageNode {
		m.renderNodePage(m.layout.page)
	} else {
		m.renderTruthPage(m.layout.page)
	}
	m.screen.closeBox(m.th, m.layout.page, true)
	m.renderFooter()
}
