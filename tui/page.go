package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// page is what covers the panels between the header and the keys.
type page uint8

const (
	pageNone page = iota
	pageNode
	pageTruth
	pageStats       // every column of HAProxy's statistics
	pageCharts      // the last minutes as curves
	pageNginx       // its upstreams
	pageReplication // the databases' own words
	pageLoad        // what the clients feel
	pageCount
)

// view is what a page shows, and what keys mean while it is open.
type view interface {
	render(m *Model, r paint.Rect)                // all of r, its border too
	key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) // false: the key means here what it means everywhere
	help(k *keys.Map) []keys.Line                 // the key line
	subject(m *Model) (id ui.NodeID, ok bool)     // the node that keys act on
}

func (m *Model) leavePage() { m.page = pageNone }

// openPage opens a page, or closes it when it is open.
func (m *Model) openPage(p page) {
	if m.page == p {
		m.leavePage()
		return
	}
	if id, ok := m.subject(); ok && p == pageTruth {
		if n := id.Node(&m.frame); n != nil {
			m.truth.Choose(m.in(m.layout.page), n.Name)
		}
	}
	if c := m.in(m.layout.page); p == pageStats && c.Chosen.Backend != "" {
		m.stats.Choose(c, c.Chosen)
	}
	m.page = p
	m.arrange()
}

// pageOf is the page that an action opens.
var pageOf = map[keys.Action]page{
	keys.TruthPage: pageTruth, keys.StatsPage: pageStats, keys.ChartsPage: pageCharts, keys.NginxPage: pageNginx,
	keys.ReplicationPage: pageReplication, keys.LoadPage: pageLoad,
}

// opens is the page that a key opens; pageNone when it opens none.
func (m *Model) opens(msg tea.KeyMsg) page {
	return pageOf[m.c.Keys.Which(msg, keys.Pages...)]
}

// openNode opens the page of the chosen node.
func (m *Model) openNode() {
	id, ok := m.subject()
	if !ok {
		m.say(badly, "%s", m.unchosen())
		return
	}
	m.openNodeOf(id)
}

// openNodeOf opens the page of a node.
func (m *Model) openNodeOf(id ui.NodeID) {
	switch {
	case id.Node(&m.frame) == nil:
		m.say(badly, "%s is no container of this project: it can only be watched", id)
	default:
		m.page, m.node = pageNode, newNodePage(id)
		m.node.settle(m)
	}
}

// subject is the node that keys act on: the one that a command names, that of the page, the chosen one there, or that of the overview.
func (m *Model) subject() (ui.NodeID, bool) {
	if m.aim != nil {
		return *m.aim, true
	}
	if v := m.views[m.page]; v != nil {
		return v.subject(m)
	}
	return m.nodes.chosen()
}

// unchosen says why there is no node that keys could act on.
func (m *Model) unchosen() string {
	if why := m.stats.Unserved(); why != "" && m.page == pageStats {
		return why
	}
	return "nothing is chosen: no node is known yet"
}

// pageKey is the keys that mean something else while a page is open.
func (m *Model) pageKey(msg tea.KeyMsg) (tea.Cmd, bool) {
	v := m.views[m.page]
	if v == nil {
		return nil, false
	}
	if _, ok := v.(paneView); ok {
		return v.key(m, msg)
	}
	if m.c.Keys.Is(msg, keys.Close) {
		m.leavePage()
		return nil, true
	}
	return v.key(m, msg)
}

func (m *Model) renderPage() {
	m.renderHeader(m.layout.header)
	m.views[m.page].render(m, m.layout.page)
	m.c.Screen.CloseBox(m.c.Theme, m.layout.page, true)
	m.renderFooter()
}

// pageRows is how far page up and page down go on a page.
func (m *Model) pageRows() int { return max(m.layout.page.H-4, 1) }
