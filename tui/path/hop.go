package path

import (
	"slices"

	"hadash/incident"
	"hadash/incident/route"
	"hadash/record"
	"hadash/tui/paint"
)

// begin begins what can be chosen: the mark, and the background of the chosen node. What is written until end is a click
// on the node.
func (d *drawing) begin(p *paint.Pen, n *incident.Node) {
	chosen := n.Name == d.chosen
	if chosen && d.marked {
		p.Glyph(d.c.Theme.Mark, d.c.Theme.Glyphs.Mark, 1)
	} else {
		p.Space(1)
	}
	if chosen {
		p.Base, p.Chosen = d.c.Theme.Chosen, true
	}
	d.c.PickRest(p, n.Name)
}

func (d *drawing) end(p *paint.Pen) { p.Base, p.Chosen = paint.Style{}, false }

// crowd reports whether a hop has a line for each of its nodes.
func crowd(h *route.Hop) bool { return !figured(h.Role) || len(h.Nodes) > 1 }

// title writes a hop's sign and name, and the arrow to the next one.
func (d *drawing) title(p *paint.Pen, i int) {
	h := &d.r.Hops[i]
	n := h.Nodes[0]
	switch {
	case crowd(h):
		p.Space(1)
		p.Put(d.c.Theme.Title, word(h))
		p.Space(1)
		p.Put(d.c.Theme.Text, d.serving(h))
	default:
		p.Muted = d.c.Old(n)
		d.begin(p, n)
		sign := d.c.NodeSign(n)
		p.Glyph(sign.Style, sign.Glyph, 1)
		p.Space(1)
		p.Put(d.c.Theme.Title, n.Name)
		d.end(p)
		p.Muted = false
	}
	if i < len(d.r.Hops)-1 {
		d.arrow(p, &d.r.Edges[i])
	}
}

// word is what the nodes of a hop are called.
func word(h *route.Hop) string {
	if h.Role == record.RoleApp {
		return "apps"
	}
	return paint.RoleWords[h.Role][1]
}

// serving is how many nodes of a hop serve: "2/3", "?/3" if that is not known of any.
func (d *drawing) serving(h *route.Hop) string {
	up, known := 0, 0
	for _, n := range h.Nodes {
		takes, sure := n.Takes()
		if takes {
			up++
		}
		if takes || sure {
			known++
		}
	}
	text := d.c.Theme.Unknown
	if known > 0 {
		text = paint.Count(int64(up))
	}
	return text + "/" + paint.Count(int64(len(h.Nodes)))
}

// old reports whether the figures of all nodes of a hop are stale.
func (d *drawing) old(h *route.Hop) bool {
	return !slices.ContainsFunc(h.Nodes, func(n *incident.Node) bool { return !d.c.Old(n) })
}

// shaft is how long an arrow is behind its rate.
const shaft = 5

// arrow leads to a hop, with the rate on it. It is broken if no node of the hop can take anything.
func (d *drawing) arrow(p *paint.Pen, e *route.Edge) {
	th := d.c.Theme
	st, line := th.Faint, th.Shaft
	if e.Dead && !d.old(&d.r.Hops[e.To]) {
		st, line = th.Bad, th.Times
	}
	p.Space(1)
	room := p.Room()
	if room < 2 {
		return
	}
	var buf [24]byte
	rate := arrowRate(buf[:0], e.Rate)
	if n := len(rate); n > 0 && room >= n+2 {
		if before := max(room-n-3-shaft, 1); room >= before+n+3 {
			p.Glyph(st, line, before)
			p.Space(1)
		}
		p.Muted = d.old(&d.r.Hops[e.By])
		p.PutBytes(d.c.RateStyle(e.Rate), rate)
		p.Muted = false
		p.Space(1)
	}
	p.Glyph(st, line, p.Room()-1)
	p.Glyph(st, th.Arrow, 1)
}

// arrowRate is the traffic along an edge in a few cells; nothing if it is not known.
func arrowRate(b []byte, perSecond float64) []byte {
	if perSecond < 0 {
		return b
	}
	return append(paint.AppendRate(b, perSecond, 5), "/s"...)
}

// under writes line y of the room lines under a hop's title: its nodes, then its figures. If they do not fit, the last line
// says how many are left out, and the chosen node is among those shown.
func (d *drawing) under(p *paint.Pen, h *route.Hop, y, room int) {
	all, top := lines(h), 0
	if crowd(h) && all > room {
		if y == room-1 {
			p.Space(1)
			p.Put(d.c.Theme.Faint, d.c.Theme.Ellipsis+" "+paint.Count(int64(all-room+1))+" more")
			return
		}
		top = max(d.place(h)-(room-2), 0)
	}
	y += top
	nodes := 0
	if crowd(h) {
		nodes = h.Len()
	}
	switch {
	case y >= all:
	case y < nodes:
		d.node(p, h, y)
	default:
		d.figure(p, h, y-nodes)
	}
}

// place is the number of the chosen node in a hop, -1 if it is elsewhere.
func (d *drawing) place(h *route.Hop) int {
	i := 0
	for n := range h.All {
		if n.Name == d.chosen {
			return i
		}
		i++
	}
	return -1
}
