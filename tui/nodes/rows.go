package nodes

import (
	"slices"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// tall is the least height of a screen that has a blank line between the tables.
const tall = 42

// madeOf is the input of the rows: they are rebuilt when it changes.
type madeOf struct {
	h       *record.HAProxy
	node    *incident.Node
	nodes   int
	version int
	size    [2]int
}

// Index makes the rows of a Frame, for a screen of that size.
func (p *Pane) Index(f *incident.Frame, w, h int) {
	is := madeOf{h: f.HAProxy, nodes: len(f.Nodes), version: p.filter.Version(), size: [2]int{w, h}}
	if is.nodes > 0 {
		is.node = &f.Nodes[0]
	}
	if is == p.made {
		return
	}
	was := p.line()
	below := was - p.top
	p.made, p.shown = is, 0
	rows := p.tables.servers[:0]
	p.tables = tables{wide: ui.TwoWide(w), apart: h >= tall}
	p.lines, p.order, p.name = p.lines[:0], p.order[:0], 6
	p.apps, p.others = 5, 5
	if f.HAProxy != nil {
		p.blank.proxies, p.blank.servers = f.HAProxy.Blanks()
	}
	p.servers(f, w, h)
	t := &p.tables
	t.lines, t.servers = len(p.lines), append(rows, p.order...)
	for i := range f.Nodes {
		n := &f.Nodes[i]
		row := row{id: ui.NodeID{Name: n.Name}, server: -1, proxy: -1, node: i}
		switch {
		case n.Server != nil, waiting(n):
			continue
		case f.Instance(n):
			row.kind = rowApp
			p.apps = min(max(p.apps, paint.Width(n.Name)), 16)
			t.apps = append(t.apps, row)
		default:
			row.kind = rowOther
			p.others = max(p.others, paint.Width(n.Name))
			t.others = append(t.others, row)
		}
	}
	p.arrange(f)
	if at := p.line(); p.top > 0 && at >= 0 && was >= 0 { // what is looked at stays in its place, whatever comes above it
		p.top = max(at-below, 0)
	}
}

// waiting reports a database server that belongs in the table of servers, though HAProxy does not list
// it yet.
func waiting(n *incident.Node) bool { return n.IsReplica() && n.Server == nil }

func (p *Pane) add(r row) {
	p.lines = append(p.lines, line{left: r})
	if r.kind == rowServer || r.kind == rowWaiting || r.kind == rowFold {
		p.order = append(p.order, r)
	}
}

// servers adds HAProxy's table, backend by backend as on its own page, then the replicas that it
// does not list. In a crowd the servers that are not up come first.
func (p *Pane) servers(f *incident.Frame, w, h int) {
	p.find(f)
	begun := false
	head := func() {
		if !begun {
			p.add(row{kind: rowServerHead})
		}
		begun = true
	}
	p.reset()
	p.linked = false
	if hap := f.HAProxy; hap != nil && len(hap.Servers) > 0 {
		head()
		p.gather(f, w, h)
		p.backends(f)
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; waiting(n) {
			head()
			p.name = max(p.name, paint.Width(n.Name))
			p.add(row{kind: rowWaiting, id: ui.NodeID{Name: n.Name}, server: -1, proxy: -1, node: i})
		}
	}
}

// find records which node is which server.
func (p *Pane) find(f *incident.Frame) {
	p.nodeOf, p.isNode = p.nodeOf[:0], false
	if f.HAProxy == nil {
		return
	}
	of, known := f.ServerNodes()
	if !known {
		of = nodesOf(f)
	}
	p.nodeOf = append(p.nodeOf, of[:len(f.HAProxy.Servers)]...)
	p.isNode = !f.Topology.NoDocker && slices.ContainsFunc(p.nodeOf, func(n int32) bool { return n >= 0 })
}

// nodesOf is ServerNodes of a Frame that was not folded.
func nodesOf(f *incident.Frame) []int32 {
	at := map[ui.NodeID]int32{}
	for i := range f.Nodes {
		for s := range f.Nodes[i].Servers {
			at[ui.NodeID{Backend: s.Pxname, Name: s.Svname}] = int32(i) //nolint:gosec // a project has some thousand nodes
		}
	}
	of := make([]int32, len(f.HAProxy.Servers))
	for i := range f.HAProxy.Servers {
		s := &f.HAProxy.Servers[i]
		n, ok := at[ui.NodeID{Backend: s.Pxname, Name: s.Svname}]
		if !ok {
			n = -1
		}
		of[i] = n
	}
	return of
}

func (p *Pane) backends(f *incident.Frame) {
	h := f.HAProxy
	several := ui.ManyBackends(h)
	rows := backendRows{h: h}
	for from, end := range ui.Backends(h) {
		px := h.Servers[from].Pxname
		b := rows.of(px)
		if p.filter.Folded(px) && b >= 0 {
			p.fold(f, from, end, b)
		} else {
			p.backend(f, from, end, b, several)
		}
	}
}

// fold adds a backend as one line.
func (p *Pane) fold(f *incident.Frame, from, end, b int) {
	h := f.HAProxy
	p.name = max(p.name, paint.Width(h.Servers[from].Pxname))
	passes := p.filter.Pass(h.Proxies[b].Pxname, "BACKEND", &h.Proxies[b].Status)
	up, trouble, free := 0, false, 0
	for i := from; i < end; i++ {
		s := &h.Servers[i]
		if f.Free(s) {
			free++
			continue
		}
		if s.Status.State == record.Up {
			up++
		}
		trouble = trouble || stats.NotUp(s.Status.State)
		passes = passes || p.filter.Pass(s.Pxname, s.Svname, &s.Status)
	}
	if passes {
		p.add(row{kind: rowFold, id: ui.NodeID{Backend: h.Proxies[b].Pxname, Name: "BACKEND"}, server: from, proxy: b, node: -1, up: up, of: end - from - free, trouble: trouble})
	}
}

// backend adds the servers of a backend that are shown, under its name where there are others. Those that stand above it
// are not added again, and free slots are one row.
func (p *Pane) backend(f *incident.Frame, from, end, b int, several bool) {
	h, begun, free := f.HAProxy, false, 0
	for i := from; i < end; i++ {
		s := &h.Servers[i]
		if f.Free(s) {
			free++
			continue
		}
		name := p.nameOf(f, i)
		p.name, p.linked = max(p.name, paint.Width(name)), p.linked || name != s.Svname
		if p.isFirst(i) || !p.filter.Pass(s.Pxname, s.Svname, &s.Status) {
			continue
		}
		if several && !begun {
			p.add(row{kind: rowBackend, proxy: b, server: from})
		}
		begun = true
		p.server(s, i, false)
	}
	if free > 0 && !p.filter.Hides() {
		if several && !begun {
			p.add(row{kind: rowBackend, proxy: b, server: from})
			begun = true
		}
		p.add(row{kind: rowFree, proxy: b, server: from, node: -1, of: free})
	}
	if begun && end-from-free > 1 && b >= 0 && !p.filter.Hides() {
		p.add(row{kind: rowTotal, proxy: b, server: -1, node: -1, of: end - from - free})
	}
}

// nameOf is the name of the server in a row of the page, and that of its container where it is another.
func (p *Pane) nameOf(f *incident.Frame, i int) string {
	s, n := &f.HAProxy.Servers[i], p.nodeOf[i]
	if n < 0 || f.Nodes[n].Name == s.Svname {
		return s.Svname
	}
	return s.Svname + leadsTo + f.Nodes[n].Name
}

// leadsTo stands between a server and its container.
const leadsTo = " = "

// server adds the row of a server, above its backend if it stands apart.
func (p *Pane) server(s *record.Server, i int, apart bool) {
	p.shown++
	p.add(row{kind: rowServer, id: ui.NodeID{Backend: s.Pxname, Name: s.Svname}, server: i, proxy: -1, node: int(p.nodeOf[i]), apart: apart})
}

// backendRows finds the own rows of backends, most of which are asked for in the order of the page.
type backendRows struct {
	h    *record.HAProxy
	next int
}

// of is the index of a backend's own row, -1 when the page has none.
func (r *backendRows) of(pxname string) int {
	all := r.h.Proxies
	for n := range all {
		i := (r.next + n) % len(all)
		if b := &all[i]; !b.Frontend && b.Pxname == pxname {
			r.next = i + 1
			return i
		}
	}
	return -1
}
