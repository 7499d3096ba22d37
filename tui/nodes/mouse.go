package nodes

import (
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// pickAt chooses the row that is drawn as the nth, two to a line.
func (p *Pane) pickAt(nth int) {
	if nth/2 >= len(p.lines) {
		return
	}
	row := p.lines[nth/2].left
	if nth%2 == 1 {
		row = p.lines[nth/2].right
	}
	p.Choose(row.id)
}

// pickNode chooses the row of a node, given by its index in the Frame; false where it has none.
func (p *Pane) pickNode(node int) bool {
	for i := range p.order {
		if p.order[i].node == node {
			p.pick(i)
			return true
		}
	}
	return false
}

// Click chooses the row of a node, or a node by its name in the path; clicked again, it opens the node.
func (p *Pane) Click(c *ui.Context, l paint.Link, again bool) ui.Intent {
	before := p.at
	if l.List != paint.Path {
		p.pickAt(int(l.Row))
	} else if !p.pickNode(int(l.Row)) {
		return nil
	}
	if again && p.at == before {
		return ui.Many{ui.Choose{Node: p.at}, p.open()}
	}
	return ui.Choose{Node: p.at}
}

// Wheel scrolls, and keeps the chosen row among those in sight.
func (p *Pane) Wheel(c *ui.Context, by, _ int) ui.Intent {
	before := p.at
	p.scroll(by, c.Area.Under().H)
	if p.at == before {
		return nil
	}
	return ui.Choose{Node: p.at}
}

// scroll scrolls the h lines that are seen, and keeps the chosen row among them.
func (p *Pane) scroll(by, h int) {
	h -= p.mapLines()
	p.top = max(min(p.top+by, len(p.lines)-h), 0)
	if p.OnPath() {
		return
	}
	first, end := p.top, min(p.top+h, len(p.lines))
	if p.top > 0 {
		first++ // under the heading that stays
	}
	for i := min(first, end); i < end; i++ {
		if l := &p.lines[i]; p.is(&l.left) || p.is(&l.right) {
			return
		}
	}
	seen := p.lines[min(first, end):end]
	for i := range seen {
		l := seen[i]
		if by < 0 {
			l = seen[len(seen)-1-i]
		}
		for _, row := range [...]row{l.left, l.right} {
			if row.choosable() {
				p.Choose(row.id)
				return
			}
		}
	}
}
