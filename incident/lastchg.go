package incident

import (
	"time"

	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/incident/title"
	"hadash/record"
	"hadash/wording"
)

// swear takes from a reading's lastchg the changes that were not seen: servers that are DOWN, if this is the first
// reading and their node is broken, and servers that came UP again for a healed fault. was is nil for the first
// reading.
func (f *folding) swear(is servers.Reading, was *servers.Reading) {
	for i := range is.Row.Servers {
		s := &is.Row.Servers[i]
		at, known := is.Changed(s)
		if !known || was != nil && (at.Before(was.At.Add(servers.LastchgWithin)) || servers.Renewed(*was, is) == servers.New) {
			continue // it was seen, or comes from another process
		}
		if w := f.Stopwatch(f.state.servers.Node(s)); was != nil || w != nil && !w.Done {
			f.gaveUp(&is, s, at)
		}
	}
	for i := range f.Stopwatches {
		switch w := &f.Stopwatches[i]; {
		case w.Done:
		case !w.Moments[stopwatch.Healed].Seen() && was == nil:
			f.editWatch(w.ID, f.upBefore)
		case w.Moments[stopwatch.Healed].Seen() && !w.Up.Seen():
			f.backSince(w.ID)
		}
	}
}

// upBefore records that HAProxy has had a node UP since before it was broken, so that a later DOWN is the first.
func (f *folding) upBefore(w *stopwatch.Stopwatch) {
	n := f.Node(w.Target)
	if n == nil || n.Server == nil || w.SinceBefore() {
		return
	}
	for s := range n.Servers {
		r := f.state.servers.ReadingOf(s)
		if r == nil || !s.Status.State.Serving() {
			return
		}
		if at, known := r.Changed(s); !known || at.Add(-servers.LastchgWithin).After(w.Earliest()) {
			return
		}
	}
	w.UpBefore = true
}

// gaveUp takes from a reading since when a server is DOWN.
func (f *folding) gaveUp(r *servers.Reading, s *record.Server, at time.Time) {
	if c := f.changeOf(s); GivesUp(c.label()) {
		f.tellChanged(r.Node, s, at, c)
	}
}

// downSince takes from the pages since when the servers of a node with a reported fault are DOWN: that may be before
// watching began.
func (f *folding) downSince(node string) {
	n := f.Node(node)
	if n == nil {
		return
	}
	for s := range n.Servers {
		told := f.last(func(e *event.Event) bool {
			return e.Kind == event.KindServer && e.Subject == s.Name() && e.To != weightChanged
		}, time.Time{})
		r := f.state.servers.ReadingOf(s)
		if r == nil || told >= 0 && GivesUp(f.Timeline[told].To) {
			continue
		}
		if at, known := r.Changed(s); known {
			f.gaveUp(r, s, at)
		}
	}
}

func (f *folding) tellChanged(balancer string, s *record.Server, at time.Time, c change) {
	f.tellServer(event.Event{At: at, Node: f.state.servers.Node(s), Subject: s.Name(), Says: serverPhrase(s), Title: title.Server(servers.Who(s), s, record.Unknown, s.Status.State), Witness: event.ByLastchg, Within: servers.LastchgWithin,
		Balancer: balancer}, c)
}

// backSince takes from the page since when the servers of a healed node are UP: their change may lie between two
// readings, or before the first.
func (f *folding) backSince(id int) {
	w := f.watchOf(id)
	n := f.Node(w.Target)
	if n == nil || w.Kind.AtBalancer() && !w.Kind.Silent() || len(f.outOf(w)) > 0 || f.kept(w, f.At) {
		return
	}
	healed := w.Moments[stopwatch.Healed]
	up := stopwatch.Moment{At: healed.At, Witness: healed.Witness, Within: healed.Within, Says: wording.CalledUp.Of()}
	for s := range n.Servers {
		r := f.state.servers.ReadingOf(s)
		switch {
		case s.Status.State == record.NoCheck:
			continue
		case r == nil || !s.Status.State.Serving() || !f.answers(record.SourceHAProxy, r.Node):
			return
		case r.At.Before(healed.At) && !f.steady(r, w.At):
			return // its last reading is too old
		}
		at, known := r.Changed(s)
		switch {
		case known && at.After(healed.At.Add(-servers.LastchgWithin)) && !r.At.Before(healed.At):
			f.tellChanged(r.Node, s, newest(at, healed.At), f.changeOf(s))
			return
		case known || f.steady(r, healed.At):
			// it was UP all along
		case w.Bygone():
			return
		case r.At.After(up.At):
			up = stopwatch.Moment{At: r.At, Witness: event.ByPoll, Within: r.At.Sub(healed.At), Says: serverPhrase(s)}
		}
	}
	if n.judgedByChecks() {
		f.editWatch(id, func(w *stopwatch.Stopwatch) { w.ServesAt(up) })
	}
}

// Overdue reports whether an open fault should have been detected by now: its detector is watched, and had not given
// the node up before.
func (f *Frame) Overdue(s *stopwatch.Stopwatch) bool {
	if s.Moments[stopwatch.Detected].Seen() || s.Moments[stopwatch.Healed].Seen() || s.Done || s.SinceBefore() || !s.Overdue(f.At) {
		return false
	}
	if n := f.Node(s.Target); n != nil && n.Server != nil {
		if r := f.state.servers.ReadingOf(n.Server); r != nil && !f.answers(record.SourceHAProxy, r.Node) {
			return false
		}
	}
	return s.UpBefore || !s.Earliest().Before(s.WatchedFrom)
}

// steady reports whether a balancer's page was read from an instant on without a break.
func (f *folding) steady(r *servers.Reading, from time.Time) bool {
	src := f.Source(record.SourceHAProxy, r.Node)
	return src != nil && !src.steady.IsZero() && !src.steady.After(from)
}

// keptUp reports whether it is known that a server was never given up between two instants: its page was read all the
// time, or reports no change since before.
func (f *folding) keptUp(s *record.Server, from, to time.Time) bool {
	r := f.state.servers.ReadingOf(s)
	if r == nil || !f.answers(record.SourceHAProxy, r.Node) || to.Sub(r.At) > unattended {
		return false
	}
	if at, known := r.Changed(s); known {
		return at.Before(from.Add(servers.LastchgWithin)) && s.Status.State.Serving() || f.steady(r, from)
	}
	return f.steady(r, from)
}
