package tui

import (
	"hadash/incident"
	"hadash/record"
)

// nodesPanel is every node as a row of one of three tables: servers of HAProxy, application
// instances, and the rest. It knows which row is chosen and how far it is scrolled.
type nodesPanel struct {
	lines  []tableLine
	order  []nodeRow // the rows that can be chosen, in the order of j
	at     rowID
	nth    int // of at in order
	top    int // first line shown
	twoUp  bool
	name   int // cells of the longest name of a server
	apps   int // of an application instance
	others int // of another node
	known  map[string]int
}

// rowID names a row across Frames.
type rowID struct {
	backend string // "" = not a server of HAProxy
	name    string
}

func (id rowID) String() string {
	if id.backend == "" {
		return id.name
	}
	return id.backend + "/" + id.name
}

// rowKind says which table a row belongs to, and what it is there.
type rowKind uint8

const (
	rowNone rowKind = iota
	rowServerHead
	rowBackend // "servers · roundrobin", where there is more than one backend
	rowServer
	rowWaiting // a replica that no HAProxy has told of yet
	rowTotal
	rowAppHead
	rowApp
	rowOtherHead
	rowOther
)

// nodeRow is one row of a table: indexes into the Frame, -1 for none.
type nodeRow struct {
	kind   rowKind
	id     rowID
	server int // HAProxy.Servers
	proxy  int // HAProxy.Proxies
	node   int // Frame.Nodes
}

// tableLine is one line of the panel: a row, or one row beside another.
type tableLine struct{ left, right nodeRow }

// nodeOf finds the node of a row in a Frame; nil for a server that is no container of the project.
func nodeOf(f *incident.Frame, id rowID) *incident.Node {
	if id.backend == "" {
		return f.Node(id.name)
	}
	for i := range f.Nodes {
		if s := f.Nodes[i].Server; s != nil && s.Svname == id.name && s.Pxname == id.backend {
			return &f.Nodes[i]
		}
	}
	if n := f.Node(id.name); n != nil {
		return n
	}
	return nil
}

// index builds the rows of a Frame for a screen of that width.
func (p *nodesPanel) index(f *incident.Frame, w int) {
	p.lines, p.order, p.name = p.lines[:0], p.order[:0], 6
	p.apps, p.others = 5, 5
	p.servers(f)
	var apps, others []nodeRow
	for i := range f.Nodes {
		n := &f.Nodes[i]
		row := nodeRow{id: rowID{name: n.Name}, server: -1, proxy: -1, node: i}
		switch {
		case n.Server != nil, waiting(n):
			continue
		case n.Role == record.RoleApp:
			row.kind = rowApp
			p.apps = min(max(p.apps, width(n.Name)), 16)
			apps = append(apps, row)
		default:
			row.kind = rowOther
			p.others = max(p.others, width(n.Name))
			others = append(others, row)
		}
	}
	p.tables(apps, others, twoWide(w))
	p.settle()
}

// waiting reports a database server that belongs into the servers' table, though HAProxy has not
// told of it yet.
func waiting(n *incident.Node) bool { return n.Role == record.RoleReplica && n.Server == nil }

func (p *nodesPanel) add(r nodeRow) {
	p.lines = append(p.lines, tableLine{left: r})
	if r.kind == rowServer || r.kind == rowWaiting {
		p.order = append(p.order, r)
	}
}

// servers adds HAProxy's table, backend by backend as on its own page, then the replicas that it
// has not told of.
func (p *nodesPanel) servers(f *incident.Frame) {
	p.find(f)
	begun := false
	head := func() {
		if !begun {
			p.add(nodeRow{kind: rowServerHead})
		}
		begun = true
	}
	if h := f.HAProxy; h != nil && len(h.Servers) > 0 {
		head()
		p.backends(h)
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; waiting(n) {
			head()
			p.name = max(p.name, width(n.Name))
			p.add(nodeRow{kind: rowWaiting, id: rowID{name: n.Name}, server: -1, proxy: -1, node: i})
		}
	}
}

// find remembers which node is which server.
func (p *nodesPanel) find(f *incident.Frame) {
	if p.known == nil {
		p.known = map[string]int{}
	}
	clear(p.known)
	for i := range f.Nodes {
		if s := f.Nodes[i].Server; s != nil {
			p.known[s.Name()] = i
		}
	}
}

// containers reports whether any server is a container of the project, so that Docker has a word.
func (p *nodesPanel) containers() bool { return len(p.known) > 0 }

func (p *nodesPanel) backends(h *record.HAProxy) {
	several := manyBackends(h)
	for i := range h.Servers {
		s := &h.Servers[i]
		if several && (i == 0 || h.Servers[i-1].Pxname != s.Pxname) {
			p.add(nodeRow{kind: rowBackend, proxy: backendOf(h, s.Pxname), server: i})
		}
		node := -1
		if len(p.known) > 0 {
			if n, ok := p.known[s.Name()]; ok {
				node = n
			}
		}
		p.name = max(p.name, width(s.Svname))
		p.add(nodeRow{kind: rowServer, id: rowID{s.Pxname, s.Svname}, server: i, proxy: -1, node: node})
		last := i == len(h.Servers)-1 || h.Servers[i+1].Pxname != s.Pxname
		if last && i > 0 && h.Servers[i-1].Pxname == s.Pxname {
			if b := backendOf(h, s.Pxname); b >= 0 {
				p.add(nodeRow{kind: rowTotal, proxy: b, server: -1, node: -1})
			}
		}
	}
}

func manyBackends(h *record.HAProxy) bool {
	for i := range h.Servers {
		if h.Servers[i].Pxname != h.Servers[0].Pxname {
			return true
		}
	}
	return false
}

// backendOf is the index of a backend's own row, -1 when the page has none.
func backendOf(h *record.HAProxy, pxname string) int {
	for i := range h.Proxies {
		if b := &h.Proxies[i]; !b.Frontend && b.Pxname == pxname {
			return i
		}
	}
	return -1
}

// tables adds the two small tables, side by side where there is room.
func (p *nodesPanel) tables(apps, others []nodeRow, wide bool) {
	if len(apps) > 0 {
		apps = append([]nodeRow{{kind: rowAppHead}}, apps...)
	}
	if len(others) > 0 {
		others = append([]nodeRow{{kind: rowOtherHead}}, others...)
	}
	p.twoUp = wide && len(apps) > 0 && len(others) > 0
	if !p.twoUp {
		for _, r := range append(apps, others...) {
			p.lines = append(p.lines, tableLine{left: r})
		}
	} else {
		for i := range max(len(apps), len(others)) {
			var l tableLine
			if i < len(apps) {
				l.left = apps[i]
			}
			if i < len(others) {
				l.right = others[i]
			}
			p.lines = append(p.lines, l)
		}
	}
	for _, r := range append(apps[min(1, len(apps)):len(apps):len(apps)], others[min(1, len(others)):]...) {
		p.order = append(p.order, r)
	}
}

// settle finds the chosen row again; when it is gone the one in its place is chosen.
func (p *nodesPanel) settle() {
	for i := range p.order {
		if p.order[i].id == p.at {
			p.nth = i
			return
		}
	}
	p.pick(p.nth)
}

func (p *nodesPanel) pick(i int) {
	p.nth = max(min(i, len(p.order)-1), 0)
	if len(p.order) > 0 {
		p.at = p.order[p.nth].id
	}
}

func (p *nodesPanel) move(by int) { p.pick(p.nth + by) }

func (p *nodesPanel) chosen() (rowID, bool) { return p.at, len(p.order) > 0 }

// reveal scrolls so that the chosen row is among the h lines shown, below the heading that stays.
func (p *nodesPanel) reveal(h int) {
	line := 0
	for i, l := range p.lines {
		if p.is(l.left) || p.is(l.right) {
			line = i
			break
		}
	}
	p.top = min(p.top, line-1)
	p.top = max(p.top, line-h+1)
	p.top = max(min(p.top, len(p.lines)-h), 0)
}

// is reports whether a row is the chosen one.
func (p *nodesPanel) is(r nodeRow) bool {
	switch r.kind {
	case rowServer, rowWaiting, rowApp, rowOther:
		return r.id == p.at
	}
	return false
}

// head is the heading that belongs over a line: it stays in sight while the rows under it scroll.
func (p *nodesPanel) head(line int) tableLine {
	for i := line; i >= 0; i-- {
		switch p.lines[i].left.kind {
		case rowServerHead, rowAppHead, rowOtherHead:
			return p.lines[i]
		}
	}
	return tableLine{}
}
