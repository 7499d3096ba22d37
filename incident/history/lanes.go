package history

import (
	"sync"

	"hadash/incident/servers"
	"hadash/record"
)

// Names lists the lanes of a Tick: first HAProxy's servers in the order of its rows, then the nodes.
type Names struct {
	servers []servers.Name
	nodes   []string
	at      map[string]int

	once sync.Once
	bare *Names // only the nodes: see onlyNodes
}

// Are reports whether the servers and nodes are still those of the names.
func (n *Names) Are(h *record.HAProxy, nodes []record.Node) bool {
	rows := rowsOf(h)
	if n == nil || len(n.servers) != len(rows) || len(n.nodes) != len(nodes) {
		return false
	}
	for i := range rows {
		if n.servers[i].Server != rows[i].Svname || n.servers[i].Proxy != rows[i].Pxname {
			return false
		}
	}
	for i := range nodes {
		if n.nodes[i] != nodes[i].Name {
			return false
		}
	}
	return true
}

func rowsOf(h *record.HAProxy) []record.Server {
	if h == nil {
		return nil
	}
	return h.Servers
}

// NamesOf returns the names of the servers of a page and of the nodes.
func NamesOf(h *record.HAProxy, nodes []record.Node) *Names {
	rows := rowsOf(h)
	n := &Names{at: make(map[string]int, len(rows)+len(nodes))}
	for i := range rows {
		n.servers = append(n.servers, servers.Name{Proxy: rows[i].Pxname, Server: rows[i].Svname})
		n.at[rows[i].Name()] = i
	}
	for i := range nodes {
		n.nodes = append(n.nodes, nodes[i].Name)
		n.at[nodes[i].Name] = len(rows) + i
	}
	return n
}

// Node returns the name of the i-th node.
func (n *Names) Node(i int) string { return n.nodes[i] }

// AddServers adds a lane for each server of a page, before those of nodes; was is the page at the end of the previous
// second. Without a page their values are unknown.
func (t *Tick) AddServers(was, is *record.HAProxy, told bool) {
	before := servers.RowsOf(was)
	var blank []record.Blank
	if told {
		_, blank = is.Blanks()
	}
	for i := range rowsOf(is) {
		s := &is.Servers[i]
		if !told {
			t.lanes = append(t.lanes, lane{unknown, unknown, unknown, unknown, record.Unknown})
			continue
		}
		l := lane{small(float64(s.Scur)), small(float64(s.Rate)), unknown, unknown, s.Status.State}
		if blank[i].Has("scur") {
			l.sessions = unknown
		}
		if blank[i].Has("rate") {
			l.rate = unknown
		}
		answers := !blank[i].Has("hrsp_5xx")
		if was == is {
			l.lost = 0
			if answers {
				l.errors = 0
			}
		} else if was != nil {
			if old := before.Same(i, s); old != nil {
				l.lost = small(LostSince(LostBy(old), LostBy(s)))
				if answers {
					l.errors = small(LostSince(old.Hrsp5xx, s.Hrsp5xx))
				}
			}
		}
		t.lanes = append(t.lanes, l)
	}
}

// LostBy returns the failures at a server: those its clients saw, its answers of 5xx too, and those that were retried.
func LostBy(s *record.Server) int64 { return record.Sum(s.Econ, s.Eresp, s.Wretr, s.Hrsp5xx) }

// LostSince returns the failures within a second, -1 if not known: when the counter was reset, its earlier counts of
// that second are lost.
func LostSince(was, is int64) float64 {
	if is < was {
		return -1
	}
	return float64(is - was)
}

// AddNode adds a lane for a node.
func (t *Tick) AddNode(l Lane) {
	t.lanes = append(t.lanes, lane{small(l.Sessions), small(l.Rate), small(l.Lost), small(l.Errors), l.State})
}
