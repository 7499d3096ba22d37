package header

import (
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// openFaults lists the open faults, who made them, and for how long; then how the users fare and what the balancer does.
func (h *Header) openFaults(p *paint.Pen, v *verdict.Verdict) {
	faults := h.C.Frame.Faults
	p.Glyph(h.C.Theme.Bad, h.C.Theme.Broken, 1)
	p.Space(1)
	if len(faults) > 1 {
		p.Put(h.C.Theme.Bad, paint.Count(int64(len(faults)))+" open: ")
	}
	end := p.End
	if p.Room() > 2*forUsers {
		p.End -= forUsers
	}
	for i := range faults {
		f := &faults[i]
		name, now, who, age := h.C.FullTag(h.C.StopwatchOf(f))+f.Target+" ", f.Now()+" ", "", paint.Lasted(h.C.Frame.At.Sub(f.At))
		if !f.You {
			who = "by others "
		}
		if i > 0 {
			more := ", " + paint.Count(int64(len(faults)-i)) + " more"
			if w := len(", ") + paint.Width(name+now+who+age); w > p.Room() || i+1 < len(faults) && w+paint.Width(more) > p.Room() {
				p.Put(h.C.Theme.Faint, more)
				break
			}
			p.Put(h.C.Theme.Faint, ", ")
		}
		p.Put(h.C.Theme.Strong, name)
		p.Put(h.C.Theme.Bad, now)
		p.Put(h.C.Theme.Faint, who)
		p.Put(h.C.Theme.Bad, age)
	}
	p.End = end
	h.users(p, v)
	if grey := h.grey(); len(grey) > 0 && p.Room() > forUsers {
		p.Space(gap)
		h.listGrey(p, grey)
	}
	h.next(p, v)
}

// forUsers is the room that the list of faults leaves for how the users fare: "USERS HURT: 1 062".
const forUsers = gap + 17

// condition is the line without faults: all up, or the nodes that are not.
func (h *Header) condition(p *paint.Pen, v *verdict.Verdict) {
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
		end := p.End
		if p.Room() > 3*forUsers {
			p.End -= forUsers
		}
		h.listGrey(p, grey)
		p.End = end
		h.users(p, v)
	case v.State == verdict.Healing && !slices.ContainsFunc(broken, func(n *incident.Node) bool { return !h.returns(n) }):
		h.listHealed(p, v)
	case len(broken) > 0:
		h.listBroken(p, broken)
		h.users(p, v)
	case len(silent) > 0:
		h.listSilent(p, silent)
		if v.Users.Feel == verdict.Hurt { // else what is known of the users may be as old as the silence
			h.users(p, v)
		}
	case len(all) == 0 && h.C.Frame.HAProxy != nil:
		h.serversUp(p)
	case len(all) == 0:
		p.Put(h.C.Theme.Faint, "no node known yet")
	case h.alerted() != "": // it says all there is to say
	case h.C.Back() != nil:
		h.back(p, h.C.Back())
	default:
		h.nothingBroken(p, v)
	}
}

// back says that a fault is over, and what it cost.
func (h *Header) back(p *paint.Pen, s *stopwatch.Stopwatch) {
	p.Glyph(h.C.Theme.Good, h.C.Theme.OK, 1)
	p.Put(h.C.Theme.Text, " back: ")
	p.Put(h.C.Theme.Strong, s.Target)
	if d, ok := s.Since(stopwatch.Back); ok {
		segment(p, h.C.Theme.Text, "after "+paint.Lasted(d))
	}
	u := h.C.Frame.Clients(&s.Felt)
	failed := ui.Failed(h.C.Theme, u)
	slowest := ""
	if d, ok := u.Longest(); ok {
		slowest = ", slowest " + paint.Took(d)
	}
	switch {
	case !u.Known() || u.Counted && u.Requests == 0:
		segment(p, h.C.Theme.Faint, "what users felt is not known")
	case u.Counted:
		of := "it cost " + failed + " of " + paint.Count(int64(u.Requests)) + " requests"
		segment(p, h.C.Theme.Text, of+slowest, of, "it cost "+failed+" requests", "it cost "+failed)
	default:
		segment(p, h.C.Theme.Text, "it cost "+failed+" requests"+slowest, "it cost "+failed)
	}
	segment(p, h.C.Theme.Faint, h.C.Keys.Key(keys.Clear)+" clears", h.C.Keys.Key(keys.Clear))
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
func (h *Header) listHealed(p *paint.Pen, v *verdict.Verdict) {
	p.Glyph(h.C.Theme.Warn, h.C.Theme.Moving, 1)
	p.Put(h.C.Theme.Text, " healed: ")
	for i, s := range v.Faults {
		if i > 0 {
			p.Put(h.C.Theme.Faint, ", ")
		}
		p.Put(h.C.Theme.Strong, s.Target+" ")
		p.Put(h.C.Theme.Text, paint.Lasted(h.C.Frame.At.Sub(s.Moments[stopwatch.Healed].At))+" ago")
	}
	h.users(p, v)
	h.next(p, v)
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
