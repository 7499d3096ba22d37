package path

import (
	"hadash/incident"
	"hadash/incident/route"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// part is a hop on one line: its name and a figure, and its sign unless all is well.
type part struct {
	hops         []route.Hop
	node         *incident.Node // the chosen one of several
	sign         paint.Sign
	name, figure string
	style        paint.Style
	light        bool // the figure goes first where there is no room
}

// line writes the path on one line, above the tables that have the rest. Where there is no room for them, figures are left
// out, those that the tables have first.
func (d *drawing) line(r paint.Rect) {
	parts := make([]part, 0, 6)
	for i := range d.r.Columns {
		parts = append(parts, d.part(i))
	}
	for _, light := range []bool{true, false} {
		for i := range parts {
			if x := &parts[i]; cells(parts) > r.W && x.light == light && !crowd(x.hops) {
				x.figure = ""
			}
		}
	}
	p := d.c.Screen.At(d.c.Theme, r.Y, r)
	p.Space(1)
	for i := range parts {
		x := &parts[i]
		if i > 0 {
			d.to(&p, i)
		}
		from := p.Row.X
		p.Muted = d.old(x.hops)
		if d.marked && x.node != nil {
			p.Glyph(d.c.Theme.Mark, d.c.Theme.Glyphs.Mark, 1)
			if x.sign.Glyph == "" {
				p.Space(1)
			}
			p.Base, p.Chosen = d.c.Theme.Chosen, true
		}
		if x.sign.Glyph != "" {
			p.Glyph(x.sign.Style, x.sign.Glyph, 1)
			p.Space(1)
		}
		p.Put(d.c.Theme.Text, x.name)
		if x.figure != "" {
			p.Space(1)
			p.Put(x.style, x.figure)
		}
		p.Muted = false
		d.end(&p)
		switch {
		case x.node != nil:
			d.c.PickSpan(&p, from, x.node.Name)
		case !crowd(x.hops):
			d.c.PickSpan(&p, from, x.hops[0].Nodes[0].Name)
		}
	}
}

// to writes the arrow to a hop.
func (d *drawing) to(p *paint.Pen, i int) {
	th := d.c.Theme
	p.Space(1)
	next := &d.r.Columns[i-1].Next
	if !next.To {
		p.Space(2)
		return
	}
	if next.Dead && !d.old(d.r.Of(i)) {
		p.Glyph(th.Bad, th.Times, 1)
	}
	p.Glyph(th.Faint, th.Arrow, 1)
	p.Space(1)
}

// part is a hop on the line.
func (d *drawing) part(i int) part {
	hops, next := d.r.Of(i), &d.r.Columns[i].Next
	h := &hops[0]
	x := part{hops: hops, sign: d.worst(hops), name: h.Nodes[0].Name, style: d.c.Theme.Text}
	tries := d.r.Span.Passed.Tries(x.name)
	if x.node = d.here(hops); x.node != nil && crowd(hops) {
		x.name = x.node.Name
		if x.node.Health != incident.Up {
			x.sign, x.figure = d.c.NodeSign(x.node), ui.StateWord(x.node)
		}
		return x
	}
	switch {
	case crowd(hops):
		x.name, x.figure = d.word(i), d.serving(hops)
	case h.Kind == record.KindHAProxy:
		if tries.GaveUp > 0 {
			x.figure, x.style = paint.Count(tries.GaveUp)+" gave up", d.c.Theme.Warn
		} else if next.To {
			x.figure, x.light = string(arrowRate(nil, next.Rate)), true
		}
	case h.Kind == record.KindK6 && h.Nodes[0].Resting():
		x.figure = "off"
	case next.To:
		x.figure = string(arrowRate(nil, next.Rate))
	}
	return x
}

// here is the chosen node, if it is one of a column and has no row in a table.
func (d *drawing) here(hops []route.Hop) *incident.Node {
	if !d.marked {
		return nil
	}
	for i := range hops {
		for n := range hops[i].All {
			if n.Name == d.chosen {
				return n
			}
		}
	}
	return nil
}

// worst is the sign of the worst node of a column; none if all are UP.
func (d *drawing) worst(hops []route.Hop) (sign paint.Sign) {
	broken := false
	for i := range hops {
		for _, n := range hops[i].Nodes {
			if d.c.Old(n) {
				continue
			}
			if n.Health != incident.Up && !n.Resting() && (sign.Glyph == "" || n.Health.Broken() && !broken) {
				sign, broken = d.c.NodeSign(n), n.Health.Broken()
			}
		}
	}
	if d.old(hops) {
		return paint.NewSign(d.c.Theme.Unknown, d.c.Theme.Faint)
	}
	return sign
}

// cells is how long the line is.
func cells(parts []part) int {
	sum := 2
	for i := range parts {
		x := &parts[i]
		sum += paint.Width(x.name) + 3
		if x.sign.Glyph != "" {
			sum += 2
		}
		if x.node != nil {
			sum += 2
		}
		if x.figure != "" {
			sum += 1 + paint.Width(x.figure)
		}
	}
	return sum - 3
}
