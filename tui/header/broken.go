package header

import (
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// openFaults lists the open faults, who made them, and for how long.
func (h *Header) openFaults(p *paint.Pen) {
	faults := h.C.Frame.Faults
	p.Glyph(h.C.Theme.Bad, h.C.Theme.Broken, 1)
	switch {
	case p.Room() >= 56:
		p.Put(h.C.Theme.Bad, " "+paint.Plural(len(faults), "fault open: ", "faults open: "))
	case len(faults) > 1: // who and since when say more than that these are faults
		p.Put(h.C.Theme.Bad, " "+paint.Count(int64(len(faults)))+" open: ")
	default:
		p.Space(1)
	}
	for i := range faults {
		if i > 0 {
			p.Put(h.C.Theme.Faint, ", ")
		}
		f := &faults[i]
		p.Put(h.C.Theme.Strong, h.C.FullTag(h.C.StopwatchOf(f))+f.Target+" ")
		p.Put(h.C.Theme.Bad, f.Now()+" ")
		if !f.You {
			p.Put(h.C.Theme.Faint, "by others ")
		}
		p.Put(h.C.Theme.Bad, paint.Age(h.C.Frame.At.Sub(f.At)))
	}
	if grey := h.grey(); len(grey) > 0 {
		p.Space(3)
		h.listGrey(p, grey)
	}
}

// condition is the line without faults: all up, or the nodes that are not.
func (h *Header) condition(p *paint.Pen) {
	var broken []*incident.Node
	all := h.C.Frame.Nodes
	for i := range all {
		if all[i].Health.Broken() && !ui.IdleLoad(&all[i]) {
			broken = append(broken, &all[i])
		}
	}
	silent, grey := h.C.Silences(), h.grey()
	explained := slices.ContainsFunc(broken, func(n *incident.Node) bool { return !h.C.Disputed(n) })
	switch {
	case len(grey) > 0 && !explained:
		h.listGrey(p, grey)
	case len(broken) > 0 && !slices.ContainsFunc(broken, func(n *incident.Node) bool { return !h.returns(n) }):
		h.listHealed(p, broken)
	case len(broken) > 0:
		h.listBroken(p, broken)
	case len(silent) > 0:
		h.listSilent(p, silent)
	case len(all) == 0 && h.C.Frame.HAProxy != nil:
		h.serversUp(p)
	case len(all) == 0:
		p.Put(h.C.Theme.Faint, "no node known yet")
	case h.alerted() != "": // it says all there is to say
	default:
		nothingBroken(h.C, p)
	}
}

// serversUp is the state of the servers of a HAProxy that is all there is.
func (h *Header) serversUp(p *paint.Pen) {
	out, all := 0, h.C.Frame.HAProxy.Servers
	for i := range all {
		if !all[i].Status.State.Serving() {
			out++
		}
	}
	if out == 0 {
		p.Glyph(h.C.Theme.Good, h.C.Theme.OK, 1)
		p.Put(h.C.Theme.Good, " all UP")
		p.Put(h.C.Theme.Faint, "  "+paint.Plural(len(all), "server", "servers"))
		return
	}
	p.Glyph(h.C.Theme.Bad, h.C.Theme.Broken, 1)
	p.Put(h.C.Theme.Bad, " "+paint.Count(int64(out))+" of "+paint.Count(int64(len(all)))+" not UP")
	p.Put(h.C.Theme.Faint, "   "+h.C.Keys.Key(keys.Bad)+" shows only those")
}

func (h *Header) listBroken(p *paint.Pen, broken []*incident.Node) {
	p.Glyph(h.C.Theme.Bad, h.C.Theme.Broken, 1)
	p.Put(h.C.Theme.Bad, " "+paint.Count(int64(len(broken)))+" of "+paint.Count(int64(len(h.C.Frame.Nodes)))+" broken: ")
	for i, n := range broken {
		if i > 0 {
			p.Put(h.C.Theme.Faint, ", ")
		}
		p.Put(h.C.Theme.Strong, n.Name+" ")
		p.Put(h.C.Theme.Bad, n.Health.String())
		if !n.Since.IsZero() {
			p.Put(h.C.Theme.Faint, " "+h.C.StateAge(n))
		}
	}
}

// returns reports whether a node was healed, and is on its way back.
func (h *Header) returns(n *incident.Node) bool {
	s := h.C.Frame.Stopwatch(n.Name)
	return s != nil && s.Awaited()
}

// listHealed is the first line while every fault is healed but not every node is back: it starts, or checks have yet to
// pass.
func (h *Header) listHealed(p *paint.Pen, healed []*incident.Node) {
	p.Glyph(h.C.Theme.Warn, h.C.Theme.Moving, 1)
	p.Put(h.C.Theme.Warn, " healed, not back yet: ")
	for i, n := range healed {
		if i > 0 {
			p.Put(h.C.Theme.Faint, ", ")
		}
		p.Put(h.C.Theme.Strong, n.Name+" ")
		p.Put(h.C.Theme.Faint, h.C.Since(h.C.Frame.Stopwatch(n.Name).Moments[stopwatch.Healed].At))
	}
}

// listSilent names the kinds of sources that do not answer, and since when the first of each.
func (h *Header) listSilent(p *paint.Pen, silent []*incident.Source) {
	p.Glyph(h.C.Theme.Warn, h.C.Theme.Unknown, 1)
	p.Put(h.C.Theme.Warn, " no answer from ")
	for i, s := range silent {
		if i > 0 && slices.ContainsFunc(silent[:i], func(o *incident.Source) bool { return o.Name == s.Name }) {
			continue
		}
		if i > 0 {
			p.Put(h.C.Theme.Faint, ", ")
		}
		p.Put(h.C.Theme.Text, s.Name)
		if !s.LastOK.IsZero() {
			p.Put(h.C.Theme.Faint, " "+paint.Age(h.C.Frame.At.Sub(s.LastOK)))
		}
	}
}
