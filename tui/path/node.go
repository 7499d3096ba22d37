package path

import (
	"hadash/incident"
	"hadash/incident/route"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// wide is how wide a column must be for all figures of its nodes.
const wide = 31

// node writes the line of a hop's node: its sign and name, then its state in a word unless it is UP, or its figures.
func (d *drawing) node(p *paint.Pen, hops []route.Hop, n *incident.Node) {
	full := p.Room() >= wide
	d.begin(p, n)
	old := d.c.Old(n)
	p.Muted = old
	sign := d.c.NodeSign(n)
	p.Glyph(sign.Style, sign.Glyph, 1)
	p.Space(1)
	name := min(longest(hops), max(p.Room()-1-len("stopped"), 4))
	p.Left(d.c.NameStyle(p), n.Name, name)
	switch {
	case n.Health == incident.HealthUnknown:
	case n.Health != incident.Up && !old:
		p.Space(1)
		p.Put(d.c.Theme.Text, ui.StateWord(n))
		d.errors(p, n)
	case n.Runs(record.KindHTTP) && n.Server == nil:
		d.instance(p, n, full)
	case n.IsReplica():
		d.replica(p, n, full)
	case n.IsMaster():
		p.Space(1)
		p.Put(d.c.Theme.Faint, mode(n))
	case n.Paired():
		p.Space(1)
		p.Put(d.c.PairStyle(n), n.Pair.Word(true).String())
		d.rate(p, n)
	default:
		d.rate(p, n)
	}
	d.end(p)
}

// errors writes how many 5xx a second a server of HAProxy answers now; nothing if it is none.
func (d *drawing) errors(p *paint.Pen, n *incident.Node) {
	perSecond := 0.0
	for s := range n.Servers {
		if recent := d.c.Frame.Answers(s); recent.Known() {
			perSecond += recent.PerSecond()
		}
	}
	if perSecond > 0 {
		p.Put(d.c.Theme.Warn, ui.Fitting(p.Room(), "  "+paint.Rate(perSecond)+"/s", ""))
	}
}

// at is the node with a number in a hop.
func at(h *route.Hop, i int) *incident.Node {
	if i < len(h.Nodes) {
		return h.Nodes[i]
	}
	return h.Aside[i-len(h.Nodes)]
}

// rate writes a node's rate, if it is known.
func (d *drawing) rate(p *paint.Pen, n *incident.Node) {
	var buf [24]byte
	text := arrowRate(buf[:0], n.Recent)
	p.Right(d.c.RateStyle(n.Recent), text, max(len(text)+1, 7)) // apart from the name
}

// instance writes the rate of an application instance, how much it has served, and how many requests failed at it.
func (d *drawing) instance(p *paint.Pen, n *incident.Node, full bool) {
	d.rate(p, n)
	var buf [24]byte
	served, known := d.c.Frame.Served(n)
	if !known || p.Room() < 7 {
		return
	}
	p.Right(d.c.Zero(int(served)), paint.AppendCount(buf[:0], served, 6), 7)
	if failed := d.c.Frame.Failed(n); full && failed.By != "" && failed.N > 0 && p.Room() >= 12 {
		p.Space(2)
		b := buf[:0]
		if failed.Least {
			b = append(b, d.c.Theme.AtLeast...)
		}
		p.PutBytes(d.c.Theme.Warn, append(paint.AppendCount(b, failed.N, 5), " failed"...))
	}
}

// replica writes how far a replica is behind, and its rate where there is room.
func (d *drawing) replica(p *paint.Pen, n *incident.Node, full bool) {
	if full {
		d.rate(p, n)
	}
	p.Space(1)
	if r := n.Replica; r != nil && r.LagKnown {
		p.Put(d.c.Theme.Text, "lag "+paint.Age(r.Lag))
	}
}

// mode is what a master takes.
func mode(n *incident.Node) string {
	if n.Replica != nil && n.Replica.Master && n.Replica.ReadOnly {
		return "read-only"
	}
	return "writes"
}
