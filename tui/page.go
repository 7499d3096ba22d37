package tui

import (
	"hadash/tui/keys"
	"hadash/tui/pages"
	"hadash/tui/ui"
)

// page is a view that covers the panels between the header and the keys.
type page uint8

const (
	pageNone page = iota
	pageNode
	pageTruth
	pageStats       // every column of HAProxy's statistics
	pageCharts      // the last minutes as curves
	pageNginx       // nginx and its upstreams
	pageReplication // the databases' own reports
	pageLoad        // what the clients feel
	pageHosts       // the machines, and what the swarm says of them
	pageCount
)

func (m *Model) leavePage() { m.page = pageNone }

// openPage opens a page, or closes it when it is open.
func (m *Model) openPage(p page) {
	if m.page == p {
		m.leavePage()
		return
	}
	if id, ok := m.subject(); ok && p == pageTruth {
		m.truth.Choose(m.in(m.layout.page), id)
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
	keys.ReplicationPage: pageReplication, keys.LoadPage: pageLoad, keys.HostsPage: pageHosts,
}

// viewsOf lists what draws each page.
func viewsOf(m *Model) [pageCount]ui.Pane {
	return [pageCount]ui.Pane{
		pageNode: m.node, pageTruth: &m.truth, pageStats: m.stats, pageCharts: m.charts, pageNginx: pages.NewNginx(&m.board),
		pageReplication: pages.NewReplication(), pageLoad: pages.NewLoad(&m.board), pageHosts: pages.NewHosts(),
	}
}

// openNode opens the page of a node.
func (m *Model) openNode(id ui.NodeID) {
	switch {
	case id.Node(&m.frame) == nil:
		m.say(badly, "%s", stranger(&m.c, id.String()))
	default:
		m.page = pageNode
		m.node.Open(m.in(m.layout.page), id)
		m.concern()
	}
}

// subject is the node that keys act on: that of the page, the chosen one of the page, or that of the overview.
func (m *Model) subject() (ui.NodeID, bool) {
	if m.page != pageNone {
		return m.views[m.page].Node(m.in(m.layout.page))
	}
	return m.nodes.Chosen()
}

// unchosen says why there is no node for keys to act on.
func (m *Model) unchosen() string {
	if why := m.stats.NoServer(); why != "" && m.page == pageStats {
		return why
	}
	return "no node is known yet"
}

func (m *Model) renderPage() {
	m.header().Draw(m.layout.header)
	m.views[m.page].Draw(m.in(m.layout.page), m.layout.page)
	m.renderFooter()
}
