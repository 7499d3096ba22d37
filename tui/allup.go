package tui

import (
	"slices"

	"hadash/incident"
	"hadash/tui/paint"
)

// nothingBroken is the first line while nothing is known to be broken: "all UP" is said where somebody who knows said so
// of every node, else which ones are not, and what they are.
func (m *Model) nothingBroken(p *paint.Pen) {
	rest := notUp(&m.frame)
	if len(rest) == 0 {
		p.Glyph(m.c.Theme.Good, m.c.Theme.OK, 1)
		p.Put(m.c.Theme.Good, " all UP")
		p.Put(m.c.Theme.Faint, "  no fault open")
		return
	}
	sign := m.c.NodeSign(rest[0])
	p.Glyph(sign.Style, sign.Glyph, 1)
	p.Put(m.c.Theme.Text, " nothing broken")
	p.Space(2)
	for i, n := range rest {
		if i > 0 {
			p.Put(m.c.Theme.Faint, ", ")
		}
		p.Put(m.c.Theme.Strong, n.Name+" ")
		p.Put(m.c.NodeSign(n).Style, n.Health.String())
	}
}

// notUp is the nodes of which nobody who knows says that they serve as they should, the weightiest first. The load may rest.
func notUp(f *incident.Frame) []*incident.Node {
	var out []*incident.Node
	for i := range f.Nodes {
		switch n := &f.Nodes[i]; {
		case n.Resting(), n.Health == incident.Up, n.Health == incident.NoCheck:
		default:
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b *incident.Node) int { return weighs(b) - weighs(a) })
	return out
}

func weighs(n *incident.Node) int {
	switch n.Health {
	case incident.Slow:
		return 2
	case incident.Runs, incident.HealthUnknown, incident.Starting:
		return 0
	}
	return 1
}
