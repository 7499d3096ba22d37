package header

import (
	"slices"

	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// nothingBroken writes the first line of the screen while no fault is known: "all UP" if a source confirms it for
// every node, else the nodes without confirmation, and their health.
func nothingBroken(c *ui.Context, p *paint.Pen) {
	rest := notUp(c.Frame)
	if len(rest) == 0 {
		p.Glyph(c.Theme.Good, c.Theme.OK, 1)
		p.Put(c.Theme.Good, " all UP")
		p.Put(c.Theme.Faint, "  no fault open")
		return
	}
	sign := c.NodeSign(rest[0])
	p.Glyph(sign.Style, sign.Glyph, 1)
	p.Put(c.Theme.Text, " nothing broken")
	p.Space(2)
	for i, n := range rest {
		if i > 0 {
			p.Put(c.Theme.Faint, ", ")
		}
		p.Put(c.Theme.Strong, n.Name+" ")
		p.Put(c.NodeSign(n).Style, n.Health.String())
	}
}

// notUp lists the nodes that no source confirms as serving, the weightiest first. The load may rest.
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
