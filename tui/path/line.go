package path

import (
	"hadash/incident"
	"hadash/incident/route"
	"hadash/record"
	"hadash/tui/paint"
)

// part is a hop on one line: its name and a figure, and its sign unless all is well.
type part struct {
	hop          *route.Hop
	sign         paint.Sign
	name, figure string
	style        paint.Style
	light        bool // the figure goes first where there is no room
}

// line writes the path on one line, above the tables that have the rest. Where there is no room for them, figures are left
// out, those that the tables have first.
func (d *drawing) line(r paint.Rect) {
	parts := make([]part, 0, 6)
	for i := range d.r.Hops {
		parts = append(parts, d.part(i))
	}
	for _, light := range []bool{true, false} {
		for i := range parts {
			if x := &parts[i]; cells(parts) > r.W && x.light == light && !crowd(x.hop) {
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
		p.Muted = d.old(x.hop)
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
		if !crowd(x.hop) {
			d.c.PickSpan(&p, from, x.hop.Nodes[0].Name)
		}
	}
}

// to writes the arrow to a hop.
func (d *drawing) to(p *paint.Pen, i int) {
	th := d.c.Theme
	p.Space(1)
	if d.r.Edges[i-1].Dead && !d.old(&d.r.Hops[i]) {
		p.Glyph(th.Bad, th.Times, 1)
	}
	p.Glyph(th.Faint, th.Arrow, 1)
	p.Space(1)
}

// part is a hop on the line.
func (d *drawing) part(i int) part {
	h := &d.r.Hops[i]
	x := part{hop: h, sign: d.worst(h), name: h.Nodes[0].Name, style: d.c.Theme.Text}
	passed := &d.r.Span.Passed
	switch {
	case crowd(h):
		x.name, x.figure = word(h), d.serving(h)
	case h.Role == record.RoleBalancer:
		if passed.GaveUp > 0 {
			x.figure, x.style = paint.Count(passed.GaveUp)+" gave up", d.c.Theme.Warn
		} else if i < len(d.r.Edges) {
			x.figure, x.light = string(arrowRate(nil, d.r.Edges[i].Rate)), true
		}
	case h.Role == record.RoleLoad && h.Nodes[0].Resting():
		x.figure = "off"
	case i < len(d.r.Edges):
		x.figure = string(arrowRate(nil, d.r.Edges[i].Rate))
	}
	return x
}

// worst is the sign of the worst node of a hop; none if all are UP.
func (d *drawing) worst(h *route.Hop) (sign paint.Sign) {
	broken := false
	for _, n := range h.Nodes {
		if d.c.Old(n) {
			continue
		}
		if n.Health != incident.Up && !n.Resting() && (sign.Glyph == "" || n.Health.Broken() && !broken) {
			sign, broken = d.c.NodeSign(n), n.Health.Broken()
		}
	}
	if d.old(h) {
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
		if x.figure != "" {
			sum += 1 + paint.Width(x.figure)
		}
	}
	return sum - 3
}
