package path

import (
	"slices"

	"hadash/incident"
	"hadash/incident/route"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
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

// crowd reports whether a column has a line for each of its nodes.
func crowd(hops []route.Hop) bool { return len(hops) > 1 || hops[0].Group }

// title writes a column's sign and name, and the arrow to the next one.
func (d *drawing) title(p *paint.Pen, i int) {
	hops := d.r.Of(i)
	n := hops[0].Nodes[0]
	switch {
	case crowd(hops):
		p.Space(1)
		p.Put(d.c.Theme.Title, d.word(i))
		p.Space(1)
		p.Put(d.c.Theme.Text, d.serving(hops))
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
	if d.r.Columns[i].Next.To {
		d.arrow(p, i)
	} else if len(hops) == 1 && hops[0].Kind == record.KindHAProxy && !hops[0].Group {
		d.elsewhere(p, n)
	}
}

// elsewhere says of a HAProxy that sends to no node of the project how many servers on other hosts it sends to.
func (d *drawing) elsewhere(p *paint.Pen, n *incident.Node) {
	servers, sure := d.c.Frame.Elsewhere(n.Name)
	if servers == 0 {
		return
	}
	th, rate := d.c.Theme, string(arrowRate(nil, n.Recent))
	text := paint.Plural(servers, "server", "servers")
	if sure {
		text += " on other hosts"
	}
	p.Put(th.Faint, ui.Fitting(p.Room(), "  "+rate+" "+th.Arrow+"  "+text, "  "+th.Arrow+" "+text, ""))
}

// word is what the nodes of a column are called.
func (d *drawing) word(c int) string {
	hops := d.r.Of(c)
	what, kind, groups := hops[0].What, hops[0].Kind, false
	for i := range hops {
		groups = groups || hops[i].Group

		if hops[i].What != what {
			what = ""
		}
		if hops[i].Kind != kind {
			kind = ""
		}
	}
	switch {
	case c > 0 && !d.r.Columns[c-1].Next.To && hops[0].Group: // nothing leads there
		return "others"
	case what == string(record.RoleApp):
		return "apps"
	case c == 0 && kind == record.KindServer && what == string(kind) && d.r.Columns[c].Next.To: // nobody's servers: they send
		return "services"
	case what == "" && kind != "":
		what = string(kind)
	case what == "" && !groups:
		return "balancers"
	}
	_, many := paint.WordsOf(what)
	return many
}

// serving is how many nodes of a column serve: "2/3", "?/3" if that is not known of any.
func (d *drawing) serving(hops []route.Hop) string {
	up, known, all := 0, 0, 0
	for i := range hops {
		all += len(hops[i].Nodes)
		for _, n := range hops[i].Nodes {
			if d.c.Frame.Topology.NoDocker && d.c.Old(n) {
				continue // nobody says so any more
			}
			takes, sure := n.Takes()
			if takes {
				up++
			}
			if takes || sure {
				known++
			}
		}
	}
	text := d.c.Theme.Unknown
	if known > 0 {
		text = paint.Count(int64(up))
	}
	return text + "/" + paint.Count(int64(all))
}

// old reports whether the figures of all nodes of a column are stale.
func (d *drawing) old(hops []route.Hop) bool {
	for i := range hops {
		if slices.ContainsFunc(hops[i].Nodes, func(n *incident.Node) bool { return !d.c.Old(n) }) {
			return false
		}
	}
	return true
}

// shaft is how long an arrow is behind its rate.
const shaft = 5

// arrow leads to the next column, with the rate on it. It is broken if no node there can take anything.
func (d *drawing) arrow(p *paint.Pen, c int) {
	th, e := d.c.Theme, &d.r.Columns[c].Next
	st, line := th.Faint, th.Shaft
	if e.Dead && !d.old(d.r.Of(c+1)) {
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
		p.Muted = d.old(d.r.Hops[e.By:][:1])
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

// under writes line y of the room lines under a column's title: its nodes, then its figures. If they do not fit, balancers
// beside each other have fewer figures, then the last line says how many are left out, and the chosen node is among those shown.
func (d *drawing) under(p *paint.Pen, hops []route.Hop, y, room int) {
	figures := figureLines
	for figures > 0 && len(hops) > 1 && lines(hops, figures) > room {
		figures--
	}
	all := lines(hops, figures)
	if crowd(hops) && all > room {
		if y == room-1 {
			p.Space(1)
			p.Put(d.c.Theme.Faint, d.c.Theme.Ellipsis+" "+paint.Count(int64(all-room+1))+" more")
			return
		}
		y += max(d.place(hops)-(room-2), 0)
	}
	for i := range hops {
		n := hopLines(hops, i, figures)
		if y < n {
			d.hop(p, hops, i, y)
			return
		}
		y -= n
	}
}

// hop writes line y of a hop: one of its nodes, or one of the figures of a balancer.
func (d *drawing) hop(p *paint.Pen, hops []route.Hop, i, y int) {
	h := &hops[i]
	switch {
	case h.Group:
		d.node(p, hops, at(h, y))
	case len(hops) == 1:
		d.figure(p, h, y)
	case y == 0:
		d.node(p, hops, h.Nodes[0])
	default:
		p.Space(2) // under the name
		d.figure(p, h, y-1)
	}
}

// place is the number of the chosen node in a column of nodes, -1 if it is elsewhere.
func (d *drawing) place(hops []route.Hop) int {
	i := 0
	for k := range hops {
		for n := range hops[k].All {
			if n.Name == d.chosen {
				return i
			}
			i++
		}
	}
	return -1
}
