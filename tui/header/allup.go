package header

import (
	"slices"
	"strings"

	"hadash/incident"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/paint"
)

// nothingBroken writes the first line of the screen while no fault is known: how many nodes are up if a source confirms it for
// every node, else the nodes without confirmation, and their health; then how the users fare. A log may report them before
// any node has answered.
func (h *Header) nothingBroken(p *paint.Pen, v *verdict.Verdict) {
	rest := notUp(h.C.Frame)
	switch {
	case v.State == verdict.Looking:
		p.Glyph(h.C.Theme.Faint, h.C.Theme.Unknown, 1)
		p.Put(h.C.Theme.Text, " looking: "+paint.Count(int64(v.Heard))+" of "+paint.Count(int64(v.Nodes))+" nodes have answered")
		if v.Users.Why == verdict.NoWitness {
			return
		}
	case len(v.Strays) > 0:
		h.listStrays(p, v.Strays)
	case len(v.Erring) > 0:
		h.listErring(p, v.Erring)
	case len(rest) == 0:
		p.Glyph(h.C.Theme.Good, h.C.Theme.OK, 1)
		p.Put(h.C.Theme.Text, " all "+paint.Count(int64(v.Nodes))+" up")
	default:
		sign := h.C.NodeSign(rest[0])
		p.Glyph(sign.Style, sign.Glyph, 1)
		p.Put(h.C.Theme.Text, " nothing broken")
		p.Space(gap)
		for i, n := range rest {
			if i > 0 {
				p.Put(h.C.Theme.Faint, ", ")
			}
			p.Put(h.C.Theme.Strong, n.Name+" ")
			p.Put(h.C.NodeSign(n).Style, paint.HealthWord(n.Health))
		}
	}
	h.fare(p, v)
}

// listStrays names the first of the servers that are DOWN though every node serves.
func (h *Header) listStrays(p *paint.Pen, out []*record.Server) {
	h.serversOut(p, len(out))
	p.Put(h.C.Theme.Faint, ": ")
	p.Put(h.C.Theme.Strong, out[0].Name()+" ")
	word := strings.ToLower(out[0].Status.State.String())
	if out[0].Status.Cause() == record.Unresolved {
		word = "has no address"
	}
	p.Put(h.C.Theme.Bad, word)
	if more := len(out) - 1; more > 0 {
		p.Put(h.C.Theme.Faint, ", "+paint.Count(int64(more))+" more")
	}
}

// listErring names the first of the servers that are UP and answer 5xx.
func (h *Header) listErring(p *paint.Pen, all []*incident.Erring) {
	p.Glyph(h.C.Theme.Warn, h.C.Theme.Differ, 1)
	p.Space(1)
	p.Put(h.C.Theme.Strong, all[0].Server+" ")
	p.Put(h.C.Theme.Warn, "is up and answers 5xx")
	if more := len(all) - 1; more > 0 {
		p.Put(h.C.Theme.Faint, ", "+paint.Count(int64(more))+" more")
	}
}

// serversOut says how many servers of HAProxy are DOWN.
func (h *Header) serversOut(p *paint.Pen, out int) {
	p.Glyph(h.C.Theme.Bad, h.C.Theme.Broken, 1)
	p.Put(h.C.Theme.Bad, " "+paint.Count(int64(out))+" of "+paint.Count(int64(len(h.C.Frame.HAProxy.Servers)))+" servers down")
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
	case incident.Slow, incident.Errs:
		return 2
	case incident.Runs, incident.HealthUnknown, incident.Starting:
		return 0
	}
	return 1
}
