package report

import (
	"maps"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// note keeps the newest word on each event.
func (g *gathering) note(all []event.Event) {
	for _, e := range all {
		if _, known := g.events[e.ID]; known || e.ID > g.newest && room(len(g.events), maxEvents, &g.run.LeftOut.Events) {
			g.events[e.ID] = e
		}
		g.newest = max(g.newest, e.ID)
	}
}

// faulty keeps the stopwatches that the Frame no longer has room for: those that it has are read at the end. A Frame has a list of
// its own where one of them changed, and a shorter one where it turned out that a fault was none.
func (g *gathering) faulty(now []stopwatch.Stopwatch) {
	was := g.watches
	if shared(was, now) {
		return
	}
	k := 0
	for i := range was {
		for k < len(now) && now[k].ID < was[i].ID {
			k++
		}
		if k == len(now) || now[k].ID != was[i].ID {
			if len(now) < len(was) || explained(&was[i], now) {
				g.forget(&was[i])
			} else {
				g.keep(was[i])
			}
		}
	}
	g.watches = now
}

// held is how many stopwatches a Frame holds: for want of room it drops the oldest.
const held = 50

// explained reports whether an outage that is gone became a part of another fault: that is told in the same step.
func explained(w *stopwatch.Stopwatch, now []stopwatch.Stopwatch) bool {
	return w.Kind.Found() && (len(now) < held || now[0].ID < w.ID)
}

// forget drops the events that the Frame dropped with a fault that was none.
func (g *gathering) forget(w *stopwatch.Stopwatch) {
	stay := map[int]bool{}
	for i := range g.f.Timeline {
		stay[g.f.Timeline[i].ID] = true
	}
	maps.DeleteFunc(g.events, func(id int, e event.Event) bool {
		return e.Node == w.Target && !e.At.Before(w.Earliest()) && !stay[id]
	})
}

func (g *gathering) keep(w stopwatch.Stopwatch) {
	if room(len(g.run.Faults), maxFaults, &g.run.LeftOut.Faults) {
		g.run.Faults = append(g.run.Faults, w)
	}
}

// shared reports whether two lists are one.
func shared[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// step takes in the beginning or the end of a drill's line.
func (g *gathering) step(at time.Time, s record.Step) {
	r, begun := g.run, g.steps[s.Line]
	if n := len(begun); n > 0 && s.State.Ended() {
		last := begun[n-1]
		r.Steps[last].Step, r.Steps[last].To = s, at
		g.steps[s.Line] = begun[:n-1]
		return
	}
	if !room(len(r.Steps), maxSteps, &r.LeftOut.Steps) {
		return
	}
	if !s.State.Ended() {
		g.steps[s.Line] = append(begun, len(r.Steps))
	}
	r.Steps = append(r.Steps, Step{Step: s, From: at, To: at})
}

// colour records the health of each node.
func (g *gathering) colour() {
	r, f := g.run, &g.f
	if shared(g.nodes, f.Nodes) {
		return
	}
	g.nodes = f.Nodes
	for i := range f.Nodes {
		n := &f.Nodes[i]
		at, ok := g.bands[n.Name]
		if !ok {
			if !room(len(r.Bands), maxBandsOf, &r.LeftOut.Changes) {
				continue
			}
			at = len(r.Bands)
			g.bands[n.Name] = at
			r.Bands = append(r.Bands, Band{Node: n.Name, Role: n.Role})
		}
		g.paint(&r.Bands[at], n.Health)
	}
}

// paint records a node's health.
func (g *gathering) paint(b *Band, h incident.Health) {
	k, now := len(b.Spans), g.f.At
	if k > 0 && b.Spans[k-1].Health == h || k > 0 && !room(g.spans, maxChanges, &g.run.LeftOut.Changes) {
		return
	}
	if k > 0 {
		b.Spans[k-1].To = now
	}
	g.spans++
	b.Spans = append(b.Spans, Span{From: now, To: now, Health: h})
}
