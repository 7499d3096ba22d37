package pages

import (
	"cmp"
	"slices"
	"weak"

	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// mostCurves is how many curves of one chart can be told apart.
const mostCurves = 8

// drawnServers chooses the servers of HAProxy whose sessions are drawn: some that are not UP, then those with most
// sessions. A server keeps its letter and its colour while it is drawn, and its place unless another has clearly more.
type drawnServers struct {
	of      weak.Pointer[record.HAProxy] // a page may be large, and this one is not always shown
	slots   [mostCurves]ui.NodeID        // the zero one is free
	rank    []ui.NodeID                  // those in the slots, the weightiest first
	all     int                          // servers there are
	version int                          // another number after every change
}

// see chooses among the servers of a new reading.
func (d *drawnServers) see(h *record.HAProxy) {
	if h == nil || d.of == weak.Make(h) {
		return
	}
	d.of = weak.Make(h)
	rank := d.weightiest(h.Servers)
	if len(h.Servers) == d.all && slices.Equal(rank, d.rank) {
		return
	}
	d.rank, d.all, d.version = rank, len(h.Servers), d.version+1
	for i, id := range d.slots {
		if !slices.Contains(rank, id) {
			d.slots[i] = ui.NodeID{}
		}
	}
	for i := range h.Servers {
		s := &h.Servers[i]
		if id := (ui.NodeID{Backend: s.Pxname, Name: s.Svname}); slices.Contains(rank, id) && !slices.Contains(d.slots[:], id) {
			d.slots[slices.Index(d.slots[:], ui.NodeID{})] = id
		}
	}
}

// weightiest lists the servers that matter most. Half of them can be there because they are not UP: if many are, it
// matters too where their sessions went.
func (d *drawnServers) weightiest(servers []record.Server) []ui.NodeID {
	out := d.pick(servers, mostCurves/2, func(s *record.Server) bool { return stats.NotUp(s.Status.State) })
	broken := len(out)
	return append(out, d.pick(servers, mostCurves-broken, func(s *record.Server) bool {
		return !slices.Contains(out[:broken], ui.NodeID{Backend: s.Pxname, Name: s.Svname})
	})...)
}

// pick is the n servers with most sessions of those that pass; what is equal is in HAProxy's order.
func (d *drawnServers) pick(servers []record.Server, n int, pass func(*record.Server) bool) []ui.NodeID {
	type weighed struct {
		id     ui.NodeID
		weight int64
	}
	best := make([]weighed, 0, mostCurves+1)
	for i := range servers {
		s := &servers[i]
		drawn := s.Scur + s.Scur/4 + 2 // what it weighs if it is drawn already
		if len(best) == n && drawn <= best[n-1].weight || !pass(s) {
			continue
		}
		one := weighed{ui.NodeID{Backend: s.Pxname, Name: s.Svname}, s.Scur}
		if slices.Contains(d.slots[:], one.id) {
			one.weight = drawn
		}
		if len(best) == n && one.weight <= best[n-1].weight {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, one, func(a, b weighed) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), -1) // after its equals
		})
		best = slices.Insert(best, at, one)
		best = best[:min(len(best), n)]
	}
	out := make([]ui.NodeID, len(best), mostCurves)
	for i := range best {
		out[i] = best[i].id
	}
	return out
}

// fits chooses those that a legend of room cells can name, the weightiest first.
func (d *drawnServers) fits(room int, name func(ui.NodeID) string) map[ui.NodeID]bool {
	out := map[ui.NodeID]bool{}
	for i, id := range d.rank {
		room -= len("  a  999") + paint.Width(name(id))
		need := 0
		if left := d.all - i - 1; left > 0 {
			need = 2 + len(ui.AndMore(left))
		}
		if room < need && i > 0 {
			break
		}
		out[id] = true
	}
	return out
}
