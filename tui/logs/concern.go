package logs

import (
	"sort"

	"hadash/tui/paint"
)

// concern is the list of notable lines that concern one node, whatever the pane shows. It is kept up to date line by line, so that
// a page about the node needs no search of all lines.
type concern struct {
	who  *NodeNames
	seen []int64 // numbers of the lines, oldest first
}

// Concern chooses the node; nil is none. The names of the same node can have changed.
func (p *Panel) Concern(w *NodeNames) {
	c := &p.concern
	if w != nil && c.who != nil && w.Node == c.who.Node {
		w = c.who.learnt(w)
	}
	if w == c.who {
		return
	}
	c.who, c.seen = w, c.seen[:0]
	for n := p.ring.first; n < p.ring.next && w != nil; n++ {
		c.meet(n, p.ring.at(n))
	}
}

func (c *concern) meet(n int64, l *Line) {
	if c.who != nil && l.Weight >= Notable && c.who.concerns(l) {
		c.seen = append(c.seen, n)
	}
}

// Concerning is the number of lines that concern the node, without those that came since the screen was frozen.
func (p *Panel) Concerning() int {
	seen := p.concern.seen
	if !p.held {
		return len(seen)
	}
	return sort.Search(len(seen), func(i int) bool { return seen[i] > p.edge })
}

// DrawConcerning writes the nth of them, below another; -1 is none. The search of the pane does not apply here.
func (p *Panel) DrawConcerning(v *View, pen *paint.Pen, nth, above int) {
	if v.minute = 0; above >= 0 {
		v.minute = p.ring.at(p.concern.seen[above]).At.Unix() / 60
	}
	plain := *p
	plain.find, plain.event, plain.left = finding{}, moment{}, 0
	plain.row(v, p.concern.seen[nth], pen)
}
