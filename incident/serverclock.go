package incident

import (
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/incident/title"
	"hadash/record"
	"hadash/wording"
)

// A node may be several servers, of several backends. It is detected when the first of them is given up, as that
// moment's text says, and back when none is out.

// clockServer processes HAProxy's report on the broken server.
func (f *folding) clockServer(w *stopwatch.Stopwatch, e *event.Event, m stopwatch.Moment) {
	healed := w.Moments[stopwatch.Healed]
	open := !healed.Seen() || e.At.Before(healed.At)
	defer f.notice(w)
	switch e.To {
	case record.GoingDown.String():
		if open {
			w.NoteFirst(stopwatch.FirstSign, m)
		}
	case record.Down.String(), Unresolved, record.Maint.String(), record.Drain.String():
		if asked := w.Kind.AtBalancer() && w.Kind != record.SetHealth; GivesUp(e.To) == asked {
			return // a maintenance detects no other fault, and is detected by none
		} else if asked && !open {
			return // a later event does not change this one
		}
		if open || !w.Moments[stopwatch.Detected].Seen() && e.At.Sub(healed.At) < stopwatch.Settle {
			w.NoteFirst(stopwatch.FirstSign, m)
			w.NoteFirst(stopwatch.Detected, m)
		}
		w.Relapsed(e.At)
		if f.allOut(w) && (w.Out.IsZero() || e.At.Before(w.Out)) {
			w.Out = e.At
		}
		w.Noticed()
		w.Flaps = f.flaps(w)
	case untried:
		if open && e.At.After(w.Out) {
			w.Out = time.Time{} // it gets requests, though it is still broken
		}
	case record.Up.String():
		if healed.Seen() && !e.At.Before(healed.At) {
			if len(f.outOf(w)) == 0 {
				w.ServesAt(m)
			}
		} else if e.At.After(w.Out) {
			w.Out = time.Time{} // it gets requests, though it is still broken
		}
	}
}

// notice finds out when each of several servers that the node of a fault is was taken out of service, and was UP again. Those
// that got no traffic when it was broken are left out: there was nothing to notice.
func (f *folding) notice(w *stopwatch.Stopwatch) {
	n := f.Node(w.Target)
	if n != nil && n.Server == nil && len(w.Notices) == 0 && !w.Kind.AtBalancer() && !w.Moments[stopwatch.Healed].Seen() {
		f.noticeNginxes(w, n)
	}
	if n == nil || len(n.also) == 0 || w.Kind.AtBalancer() {
		return
	}
	all := slices.Clone(w.Notices)
	for s := range n.Servers {
		out, up := f.noticedAt(w, s.Name())
		i := slices.IndexFunc(all, func(x stopwatch.Notice) bool { return x.Server == s.Name() })
		switch {
		case i >= 0:
			all[i].Out, all[i].Up = out, up
		case out.Seen(), !w.Moments[stopwatch.Healed].Seen() && takesTraffic(s):
			all = append(all, stopwatch.Notice{Balancer: servers.Who(s), Server: s.Name(), Expected: f.predictServer(s, w.Fault.Fault), Out: out, Up: up})
		}
	}
	w.Notices = all
}

// noticeNginxes awaits the notice of each of several nginxes that send requests to a node.
func (f *folding) noticeNginxes(w *stopwatch.Stopwatch, n *Node) {
	all := f.state.paths.Nginxes(n.Name)
	if len(all) < 2 {
		return
	}
	for _, nginx := range all {
		w.Notices = append(w.Notices, stopwatch.Notice{Balancer: nginx, Server: nginx + "/" + n.Name, Expected: f.predictInstance(nginx, n, w.Fault.Fault)})
	}
}

// takesTraffic reports whether a server is sent traffic, and its balancer may notice when that is in vain. A row without
// checks that never had a session is only configured.
func takesTraffic(s *record.Server) bool {
	return s.Status.State.Serving() && (s.Status.State != record.NoCheck || s.Stot > 0)
}

// noticedAt is when one server of the node of a fault was taken out of service, and when it was UP again after the heal.
func (f *folding) noticedAt(w *stopwatch.Stopwatch, server string) (out, up stopwatch.Moment) {
	healed := w.Moments[stopwatch.Healed]
	for i := range f.Timeline {
		e := &f.Timeline[i]
		if e.Kind != event.KindServer || e.Subject != server || !f.concerns(w, e) {
			continue
		}
		after := healed.Seen() && !e.At.Before(healed.At)
		m := momentOf(w, e)
		switch {
		case GivesUp(e.To):
			if !out.Seen() && (!after || e.At.Sub(healed.At) < stopwatch.Settle) {
				out = m
			}
			up = stopwatch.Moment{}
		case e.To == record.Up.String() && after && !up.Seen():
			up = m
		}
	}
	return out, up
}

// outOf lists the servers of a stopwatch's node that are out by their last reports since its fault.
func (f *folding) outOf(w *stopwatch.Stopwatch) map[string]bool {
	out := map[string]bool{}
	for i := range f.Timeline {
		e := &f.Timeline[i]
		if e.Kind != event.KindServer || !w.IsOf(e) || e.At.Before(w.Earliest()) {
			continue
		}
		switch e.To {
		case record.Up.String(), removed:
			delete(out, e.Server())
		case record.Down.String(), Unresolved, record.Maint.String(), record.Drain.String():
			out[e.Server()] = true
		}
	}
	return out
}

// allOut reports whether none of its servers gets traffic.
func (f *folding) allOut(w *stopwatch.Stopwatch) bool {
	n := f.Node(w.Target)
	if w.Kind.OfCluster() {
		return false // others may serve
	}
	return n == nil || len(n.also) == 0 || len(f.outOf(w)) > len(n.also)
}

// flaps counts how often servers of the node went DOWN again while its fault was open.
func (f *folding) flaps(w *stopwatch.Stopwatch) (again int) {
	downs, down := map[string]int{}, map[string]bool{}
	for i := range f.Timeline {
		e := &f.Timeline[i]
		if e.Kind != event.KindServer || !w.IsOf(e) || e.At.Before(w.Earliest()) {
			continue
		}
		if healed := w.Moments[stopwatch.Healed]; healed.Seen() && e.At.After(healed.At) {
			break
		}
		switch name := e.Server(); {
		case f.yields(w, e.At):
		case GivesUp(e.To):
			if !down[name] {
				downs[name]++
			}
			down[name] = true
		case e.To == record.Up.String():
			down[name] = false
		}
	}
	for _, n := range downs {
		again += n - 1
	}
	return again
}

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
