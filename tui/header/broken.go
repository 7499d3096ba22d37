package header

import (
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// openFaults lists the open faults, who made them, and for how long; then how the users fare and what the balancer does.
func (h *Header) openFaults(p *paint.Pen, v *verdict.Verdict) {
	faults := h.C.Frame.Faults
	if len(h.C.Frame.Shared()) > 0 {
		h.listGrey(p, nil)
		p.Space(gap)
	}
	p.Glyph(h.C.Theme.Bad, h.C.Theme.Broken, 1)
	p.Space(1)
	if len(faults) > 1 {
		p.Put(h.C.Theme.Bad, paint.Count(int64(len(faults)))+" open: ")
	}
	users, next := h.users(v), h.next(v)
	h.list(p, len(faults), users.short(), func(i int) [4]word {
		f, who := &faults[i], ""
		switch {
		case f.Kind.Found():
			return h.found(f, p.Room() > forUsers+users.short()+40)
		case f.You:
		case f.Hadash:
			who = "by another hadash "
		default:
			who = "by others "
		}
		words := [4]word{{h.C.Theme.Strong, h.C.FullTag(h.C.StopwatchOf(f)) + f.Target + " "}, {h.C.Theme.Bad, f.Now() + " "}, {h.C.Theme.Faint, who},
			{h.C.Theme.Bad, paint.Lasted(h.C.Frame.At.Sub(f.At))}}
		if verdict.Requested(h.C.Frame, f) {
			words[3].text += ", healing"
		} else if verdict.NotHealed(h.C.Frame, f) {
			words[3].text += ", NOT healed"
		}
		return words
	})
	if grey := h.grey(); len(grey) > 0 && p.Room() > forUsers && len(h.C.Frame.Shared()) == 0 {
		put(p, users, h.hang(v))
		p.Space(gap)
		h.listGrey(p, grey)
		put(p, next)
		return
	}
	put(p, users, h.hang(v), next)
}

// found is an outage that nobody made here: "web2 is down 12 s  found, not made here".
func (h *Header) found(f *stopwatch.Fault, room bool) [4]word {
	by := "  found, not made here"
	if !room || len(h.C.Frame.Faults) > 1 {
		by = "  found"
	}
	return [4]word{{h.C.Theme.Strong, h.C.FullTag(h.C.StopwatchOf(f)) + f.Target + " "}, {h.C.Theme.Bad, f.Is().String() + " "},
		{h.C.Theme.Bad, paint.Lasted(h.C.Frame.At.Sub(f.At))}, {h.C.Theme.Faint, by}}
}

// word is a part of a text with its style.
type word struct {
	style paint.Style
	text  string
}

// list writes n texts, the first of them at any rate, and counts those that it leaves out. What comes after them keeps its
// room if there is enough for both.
func (h *Header) list(p *paint.Pen, n, after int, text func(i int) [4]word) {
	end := p.End
	if p.Room() > after+forUsers { // what comes next takes what is left
		p.End -= after
	}
	for i := range n {
		words, w := text(i), 0
		for _, part := range words {
			w += paint.Width(part.text)
		}
		if i > 0 {
			more := ", " + paint.Count(int64(n-i)) + " more"
			if w += len(", "); w > p.Room() || i+1 < n && w+paint.Width(more) > p.Room() {
				p.Put(h.C.Theme.Faint, more)
				break
			}
			p.Put(h.C.Theme.Faint, ", ")
		}
		for _, part := range words {
			p.Put(part.style, part.text)
		}
	}
	p.End = end
}

// forUsers is the room for a word on the users: "USERS HURT: 1 062".
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
		h.fare(p, v)
	case v.State == verdict.Healing && !slices.ContainsFunc(broken, func(n *incident.Node) bool { return !h.returns(n) }):
		h.listHealed(p, v)
	case len(broken) > 0:
		h.listBroken(p, broken)
		h.fare(p, v)
	case len(silent) > 0:
		h.listSilent(p, silent)
		if v.Users.Feel == verdict.Hurt { // else what is known of the users may be as old as the silence
			h.fare(p, v)
		}
	case len(all) == 0 && h.C.Frame.HAProxy != nil:
		h.serversUp(p, &v.Servers)
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
	after, cost := segment{style: h.C.Theme.Text}, segment{style: h.C.Theme.Text}
	if d, ok := s.Since(stopwatch.Back); ok {
		after.forms = []string{"after " + paint.Took(d)}
	}
	u := h.C.Frame.Clients(&s.Felt)
	failed, slowest := ui.Failed(h.C.Theme, u), ""
	if d, ok := u.Longest(); ok {
		slowest = ", slowest " + paint.Took(d)
	}
	switch {
	case !u.Known() || u.Counted && u.Requests == 0:
		cost = segment{h.C.Theme.Faint, []string{"what users felt is not known", "cost not known"}, false}
	case u.Counted:
		of := "it cost " + failed + " of " + paint.Count(int64(u.Requests)) + " requests"
		cost.forms = []string{of + slowest, of, "it cost " + failed + " requests", failed + " failed"}
	default:
		cost.forms = []string{"it cost " + failed + " requests" + slowest, "it cost " + failed + " requests", failed + " failed"}
	}
	key := h.C.Keys.Key(keys.Clear)
	put(p, after, cost, segment{h.C.Theme.Faint, []string{key + " clears", key}, true})
}

func (h *Header) listBroken(p *paint.Pen, broken []*incident.Node) {
	p.Glyph(h.C.Theme.Bad, h.C.Theme.Broken, 1)
	p.Put(h.C.Theme.Bad, " "+paint.Count(int64(len(broken)))+" of "+paint.Count(int64(len(h.C.Frame.Nodes)))+" broken: ")
	for i, n := range broken {
		if i > 0 {
			p.Put(h.C.Theme.Faint, ", ")
		}
		p.Put(h.C.Theme.Strong, n.Name+" ")
		p.Put(h.C.Theme.Bad, paint.HealthWord(n.Health))
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
	is := " healed: "
	if !slices.ContainsFunc(v.Faults, func(s *stopwatch.Stopwatch) bool { return !s.Kind.Found() }) {
		is = " UP again: "
	}
	p.Put(h.C.Theme.Text, is)
	users, next := h.users(v), h.next(v)
	h.list(p, len(v.Faults), users.short(), func(i int) [4]word {
		s := v.Faults[i]
		return [4]word{{h.C.Theme.Strong, s.Target + " "}, {h.C.Theme.Text, paint.Lasted(h.C.Frame.At.Sub(s.Moments[stopwatch.Healed].At)) + " ago"}}
	})
	put(p, users, h.hang(v), next)
}

// namedSilent is how many of several sources of a kind are named.
const namedSilent = 3

// listSilent names the kinds of sources that do not answer, and since when the first of each. Of several HAProxies or nginxes it
// names those that are silent.
func (h *Header) listSilent(p *paint.Pen, silent []*incident.Source) {
	p.Glyph(h.C.Theme.Warn, h.C.Theme.Unknown, 1)
	p.Put(h.C.Theme.Warn, " no answer from ")
	listed := 0
	for i, s := range silent {
		before := 0
		for _, o := range silent[:i] {
			if o.Name == s.Name {
				before++
			}
		}
		each := h.several(s.Name)
		if before > 0 && !each || before > namedSilent {
			continue
		}
		if listed++; listed > 1 {
			p.Put(h.C.Theme.Faint, ", ")
		}
		switch {
		case each && before == namedSilent:
			p.Put(h.C.Theme.Faint, "and others")
			continue
		case each:
			p.Put(h.C.Theme.Text, s.Node)
		default:
			p.Put(h.C.Theme.Text, s.Name)
		}
		if !s.LastOK.IsZero() {
			p.Put(h.C.Theme.Faint, " "+paint.Age(h.C.Frame.At.Sub(s.LastOK)))
		}
	}
}

// several reports whether there are several sources of a kind whose node names them: HAProxies or nginxes.
func (h *Header) several(source string) bool {
	n := 0
	for i := range h.C.Frame.Sources {
		if s := &h.C.Frame.Sources[i]; s.Name == source && s.Node != "" {
			n++
		}
	}
	return n > 1 && (source == record.SourceHAProxy || source == record.SourceNginx)
}
