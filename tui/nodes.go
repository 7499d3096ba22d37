package tui

import (
	"slices"

	"hadash/record"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// nodesPanel is every node as a row of one of three tables: servers of HAProxy, application
// instances, and the rest. It knows which row is chosen and how far it is scrolled.
type nodesPanel struct {
	lines  []tableLine
	order  []nodeRow // the rows that can be chosen, in the order of j
	at     ui.NodeID
	nth    int // of at in order
	top    int // first line shown
	twoUp  bool
	name   int // cells of the longest name of a server
	apps   int // of an application instance
	others int // of another node
	known  map[string]int
	made   rowsOf
	sieve  *stats.Sieve
	shown  int // servers that are shown
	blank  struct{ proxies, servers []record.Blank }
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
	rowFold // a backend of which no server is shown
	rowAppHead
	rowApp
	rowOtherHead
	rowOther
)

// nodeRow is one row of a table: indexes into the Frame, -1 for none.
type nodeRow struct {
	kind   rowKind
	id     ui.NodeID
	server int // HAProxy.Servers
	proxy  int // HAProxy.Proxies
	node   int // Frame.Nodes
	up, of int // of a folded backend: its servers that are UP, and all
}

// tableLine is one line of the panel: a row, or one row beside another.
type tableLine struct{ left, right nodeRow }

// hasRow reports whether a line is more than headings and blanks.
func (l *tableLine) hasRow() bool {
	return l.left.kind == rowTotal || l.left.choosable() || l.right.choosable()
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

// choose makes a row the chosen one, where it can be.
func (p *nodesPanel) choose(id ui.NodeID) {
	if i := slices.IndexFunc(p.order, func(r nodeRow) bool { return r.id == id }); i >= 0 {
		p.pick(i)
	}
}

func (p *nodesPanel) move(by int) { p.pick(p.nth + by) }

// folded is the folded backend that is chosen; false when no such is.
func (p *nodesPanel) folded() (ui.NodeID, bool) {
	if len(p.order) == 0 || p.order[p.nth].kind != rowFold {
		return ui.NodeID{}, false
	}
	return p.at, true
}

func (p *nodesPanel) chosen() (ui.NodeID, bool) { return p.at, len(p.order) > 0 }

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
	return r.choosable() && r.id == p.at
}

func (r *nodeRow) choosable() bool {
	switch r.kind {
	case rowServer, rowWaiting, rowApp, rowOther, rowFold:
		return true
	}
	return false
}

// end is the line after the last of the h that are shown. A heading is not the last: its rows are not in sight.
func (p *nodesPanel) end(h int) int {
	end := min(p.top+h, len(p.lines))
	for end < len(p.lines) && end > p.top+1 && !p.lines[end-1].hasRow() {
		end--
	}
	return end
}

// below is how many rows that can be chosen there are from a line on.
func (p *nodesPanel) below(line int) int {
	n := 0
	for _, l := range p.lines[line:] {
		for _, r := range [...]nodeRow{l.left, l.right} {
			if r.choosable() {
				n++
			}
		}
	}
	return n
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
