package header

import (
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/tui/paint"
)

// grey lists the nodes whose sources keep disagreeing without a fault. The one that the alert on
// the first line names is left to it, and one that was healed and is on its way back is named as such.
func (h *Header) grey() []*incident.Truth {
	var out []*incident.Truth
	for i := range h.C.Truths {
		t := &h.C.Truths[i]
		if t.Lasts && len(t.Disagree) > 0 && (h.shares(t.Node) || t.Node != h.alerted() && !h.broken(t.Node)) {
			out = append(out, t)
		}
	}
	return out
}

// shares reports whether a node has an address that another one has at the same time.
func (h *Header) shares(node string) bool {
	n := h.C.Frame.Node(node)
	return n != nil && n.Pair.Shares() != nil
}

// broken reports whether a node has a fault that is open, or healed with its return awaited.
func (h *Header) broken(node string) bool {
	f := h.C.Frame
	return slices.ContainsFunc(f.Faults, func(x stopwatch.Fault) bool { return x.Target == node }) ||
		slices.ContainsFunc(f.Stopwatches, func(s stopwatch.Stopwatch) bool { return s.Target == node && s.Awaited() })
}

// forGrey is the room that the reason of a grey failure needs beside the figure of the users.
const forGrey = 60

// listGrey is the first line while the only trouble is that sources disagree.
func (h *Header) listGrey(p *paint.Pen, grey []*incident.Truth) {
	if all := h.C.Frame.Shared(); len(all) > 0 {
		p.Glyph(h.C.Theme.Bad, h.C.Theme.Differ, 1)
		p.Space(1)
		for _, b := range all {
			p.Say(h.C.Theme.Bad, b.Says())
			p.Put(h.C.Theme.Bad, " "+paint.Lasted(h.C.Frame.At.Sub(b.Since)))
		}
		return
	}
	p.Glyph(h.C.Theme.Warn, h.C.Theme.Differ, 1)
	if n := h.C.Frame.Node(grey[0].Node); n != nil && p.Room() < forGrey && h.C.Verdict.Users.Feel == verdict.Hurt {
		word := paint.HealthWord(n.Health)
		if n.Health == incident.Up {
			word = "is disputed"
		}
		p.Put(h.C.Theme.Strong, " "+n.Name+" ")
		p.Put(h.C.Theme.Warn, word)
		return
	}
	p.Put(h.C.Theme.Warn, " "+paint.Plural(len(grey), "grey failure: ", "grey failures: "))
	for i, t := range grey {
		if i > 0 {
			p.Put(h.C.Theme.Faint, ", ")
		}
		p.Put(h.C.Theme.Strong, t.Node+": ")
		p.Say(h.C.Theme.Warn, t.Disagree[0])
	}
}
