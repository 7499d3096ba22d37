package tui

// pickAt chooses the row that is drawn as the nth, two to a line.
func (p *nodesPanel) pickAt(nth int) {
	if nth/2 >= len(p.lines) {
		return
	}
	row := p.lines[nth/2].left
	if nth%2 == 1 {
		row = p.lines[nth/2].right
	}
	p.choose(row.id)
}

// pickNode chooses the row of a node, given by its index in the Frame; false where it has none that is seen.
func (p *nodesPanel) pickNode(node int) bool {
	for i := range p.order {
		if p.order[i].node == node {
			p.pick(i)
			return true
		}
	}
	return false
}

// wheel scrolls the h lines that are seen, and keeps the chosen row among them.
func (p *nodesPanel) wheel(by, h int) {
	p.top = max(min(p.top+by, len(p.lines)-h), 0)
	first, end := p.top, min(p.top+h, len(p.lines))
	if p.top > 0 {
		first++ // under the heading that stays
	}
	for _, l := range p.lines[min(first, end):end] {
		if p.is(l.left) || p.is(l.right) {
			return
		}
	}
	seen := p.lines[min(first, end):end]
	for i := range seen {
		l := seen[i]
		if by < 0 {
			l = seen[len(seen)-1-i]
		}
		for _, row := range [...]nodeRow{l.left, l.right} {
			if row.choosable() {
				p.choose(row.id)
				return
			}
		}
	}
}
