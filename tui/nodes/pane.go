// Package nodes draws every node as a row of one of three tables: servers of HAProxy, application instances, and the rest.
package nodes

import (
	"slices"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// Pane is the tables of the nodes, with the chosen row and the scroll position.
type Pane struct {
	filter  *stats.Filter  // of the rows of HAProxy
	changes *stats.Changes // cells whose value changed just now
	lines   []line
	order   []row // the rows that can be chosen, in the order of j
	tables  tables
	onPath  bool // the nodes that no table of servers has are chosen on the path
	at      ui.NodeID
	picked  bool // by the user
	nth     int  // of at in order
	top     int  // first line shown
	twoUp   bool
	name    int     // cells of the longest name of a server, with that of its container
	linked  bool    // a server has another name than its container
	apps    int     // of an application instance
	others  int     // of another node
	nodeOf  []int32 // index of the node that each server is; -1 where it is none
	isNode  bool    // some server is a node, whose state Docker knows
	crowd
	made   madeOf
	shown  int // servers that are shown
	blank  struct{ proxies, servers []record.Blank }
	pxname int  // cells of the longest name of a backend, where the rows of several are mixed; else 0
	http   bool // every server is in HTTP mode
	shaped shapeOf
	shape  serverShape // of shaped
}

// rowKind is the table of a row, and the row's role in it.
type rowKind uint8

const (
	rowNone rowKind = iota
	rowServerHead
	rowBackend // "servers · roundrobin", where there is more than one backend
	rowServer
	rowWaiting // a replica that HAProxy has not reported yet
	rowFree    // how many slots of a template no server has
	rowTotal
	rowFold // a backend without visible servers
	rowAppHead
	rowApp
	rowOtherHead
	rowOther
)

// row is one row of a table: indexes into the Frame, -1 for none.
type row struct {
	kind    rowKind
	id      ui.NodeID
	server  int  // HAProxy.Servers
	proxy   int  // HAProxy.Proxies
	node    int  // Frame.Nodes
	up, of  int  // of a backend: its servers that are up, where it is folded, and all
	trouble bool // one of the servers of a folded backend is not up
	apart   bool // a server above the rows of its backend
}

// line is one line of the panel: a row, or one row beside another.
type line struct{ left, right row }

// hasRow reports whether a line has a row that can be chosen.
func (l *line) hasRow() bool {
	return l.left.kind == rowTotal || l.left.choosable() || l.right.choosable()
}

// New makes a pane that shows the rows of HAProxy that filter passes, and marks changes.
func New(filter *stats.Filter, changes *stats.Changes) *Pane {
	return &Pane{filter: filter, changes: changes}
}

// rechoose finds the chosen row again; if it is gone it chooses the one in its place. Until the user chooses, it is that of the
// first server, as soon as one is known: what is broken first is usually behind a balancer.
func (p *Pane) rechoose() {
	first := 0
	for i := range p.order {
		if p.order[i].brokenFirst() < p.order[first].brokenFirst() {
			first = i
		}
	}
	for i := range p.order {
		if p.order[i].id == p.at && (p.picked || p.order[i].brokenFirst() == p.order[first].brokenFirst()) {
			p.nth = i
			return
		}
	}
	if !p.picked {
		p.nth = first
	}
	p.set(p.nth)
}

// brokenFirst orders rows by which of them users break first: servers of HAProxy, then those of nginx, then the others.
func (r *row) brokenFirst() int {
	switch {
	case r.kind < rowAppHead:
		return 0
	case r.kind < rowOtherHead:
		return 1
	}
	return 2
}

// pick makes a row the user's choice.
func (p *Pane) pick(i int) {
	p.picked = true
	p.set(i)
}

func (p *Pane) set(i int) {
	p.nth = max(min(i, len(p.order)-1), 0)
	if len(p.order) > 0 {
		p.at = p.order[p.nth].id
	}
}

// Choose makes a row the chosen one, where it can be.
func (p *Pane) Choose(id ui.NodeID) {
	if i := slices.IndexFunc(p.order, func(r row) bool { return r.id == id }); i >= 0 {
		p.pick(i)
	}
}

// folded is the folded backend that is chosen; false when another row is.
func (p *Pane) folded() (ui.NodeID, bool) {
	if len(p.order) == 0 || p.order[p.nth].kind != rowFold {
		return ui.NodeID{}, false
	}
	return p.at, true
}

// Chosen is the node of the chosen row.
func (p *Pane) Chosen() (ui.NodeID, bool) { return p.at, len(p.order) > 0 }

// Find is the row that shows a node of a Frame; the node itself where none does.
func (p *Pane) Find(f *incident.Frame, node string) ui.NodeID {
	for i := range p.order {
		if n := p.order[i].id.Node(f); n != nil && n.Name == node {
			return p.order[i].id
		}
	}
	return ui.NodeID{Name: node}
}

// Reveal scrolls so that the chosen row is among the h lines shown, below the heading that stays.
func (p *Pane) Reveal(h int) {
	h -= p.mapLines()
	if at := p.line(); at >= 0 {
		p.top = min(p.top, at-1)
		p.top = max(p.top, at-h+1)
	}
	p.top = max(min(p.top, len(p.lines)-h), 0)
}

// line is the line of the chosen row; -1 where it has none.
func (p *Pane) line() int {
	for i := range p.lines {
		if l := &p.lines[i]; p.is(&l.left) || p.is(&l.right) {
			return i
		}
	}
	return -1
}

// is reports whether a row is the chosen one.
func (p *Pane) is(r *row) bool {
	return r.choosable() && r.id == p.at
}

func (r *row) choosable() bool {
	switch r.kind {
	case rowServer, rowWaiting, rowApp, rowOther, rowFold:
		return true
	}
	return false
}

// end is the line after the last of the h that are shown. A heading is not the last: its rows are not in sight.
func (p *Pane) end(h int) int {
	h -= p.mapLines()
	end := min(p.top+h, len(p.lines))
	for end < len(p.lines) && end > p.top+1 && !p.lines[end-1].hasRow() {
		end--
	}
	return end
}

// below is how many rows that can be chosen there are from a line on.
func (p *Pane) below(nth int) int {
	n := 0
	for i := nth; i < len(p.lines); i++ {
		l := &p.lines[i]
		if l.left.choosable() {
			n++
		}
		if l.right.choosable() {
			n++
		}
	}
	return n
}

// head is the heading that belongs over a line: it stays in sight while the rows under it scroll.
func (p *Pane) head(nth int) line {
	for i := nth; i >= 0; i-- {
		switch p.lines[i].left.kind {
		case rowServerHead, rowAppHead, rowOtherHead:
			return p.lines[i]
		}
	}
	return line{}
}
