package incident

import (
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Only possible consequences are counted to a fault. Busy machines are late and applications retry reads without any
// fault, and such coincidences must not count as its cost. So there are two questions: is the place on one path with
// the broken node, and can the broken node still do harm?

// covering lists the stopwatches that an occurrence at some nodes may belong to: those of faults of these nodes, else
// those of faults that may have caused it. An occurrence at no known node belongs to all stopwatches whose time it lies
// in.
func (f *folding) covering(at time.Time, nodes ...string) []int {
	var own, tied []int
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		switch {
		case !w.Covers(at) || f.yields(w, at):
		case w.Hits(nodes):
			own = append(own, i)
		case f.tied(w, at, nodes):
			tied = append(tied, i)
		}
	}
	if len(own) > 0 {
		return own
	}
	return tied
}

// tied reports whether an occurrence at other nodes may be a consequence of a fault.
func (f *folding) tied(w *stopwatch.Stopwatch, at time.Time, nodes []string) bool {
	known := false
	for _, n := range nodes {
		if place := w.Place(); n != "" && (n != place || place == w.Target) && !f.onPath(n, place) {
			return false
		}
		known = known || n != ""
	}
	return !known || f.hurts(w, at)
}

// hurts reports whether a fault can affect others than its node's own clients. A server that its balancer has taken out
// gets no traffic, and once the requests waiting for it have moved it harms nothing, as long as there is another
// server.
func (f *folding) hurts(w *stopwatch.Stopwatch, at time.Time) bool {
	return w.Out.IsZero() || !at.After(w.Out.Add(stopwatch.Settle)) || f.lone(w.Target)
}

// lone reports whether no other server serves in a node's backend.
func (f *folding) lone(node string) bool {
	n := f.Node(node)
	if n == nil || n.Server == nil || f.HAProxy == nil {
		return true
	}
	rows := f.pageOf(n.Server).Servers
	for i := range rows { // no copies: a row is large
		if s := &rows[i]; s.Pxname == n.Server.Pxname && s.Svname != n.Server.Svname && s.Status.State.Serving() {
			return false
		}
	}
	return true
}

// onPath reports whether requests of one of two nodes may reach the other.
func (f *folding) onPath(a, b string) bool {
	x, y := f.Node(a), f.Node(b)
	switch {
	case x == nil || y == nil:
		return true
	case x == y || f.Siblings(x, y):
		return false
	}
	return f.leads(x, y.Name, map[string]bool{}) || f.leads(y, x.Name, map[string]bool{})
}

// leads reports whether a node's requests may reach another, by the labels. A node without a label may send them
// anywhere. Each node is visited once.
func (f *folding) leads(n *Node, to string, seen map[string]bool) bool {
	switch {
	case n.Runs(record.KindMySQL) || n.Runs(record.KindServer) || seen[n.Name]:
		return false
	case len(n.To)+len(n.Writes) == 0, slices.Contains(n.To, to), slices.Contains(n.Writes, to):
		return true
	}
	seen[n.Name] = true
	return slices.ContainsFunc(n.To, func(next string) bool {
		m := f.Node(next)
		return m != nil && f.leads(m, to, seen)
	})
}

// absorb counts absorbed failures to the faults that may have caused them. If there is none, the faults in whose time
// they occurred count them beside.
func (f *folding) absorb(at time.Time, h clients.Hidden, by stopwatch.Proof, nodes ...string) {
	if f.sinceWatching(at) {
		f.Hidden.Add(h)
		f.Watched.Hidden.Add(h)
	}
	if f.Drill.Covers(at) {
		f.Drill.Hidden.Add(h)
	}
	if h != (clients.Hidden{}) {
		f.charge(at, stopwatch.Absorbed{Hidden: h, Proof: by}, nodes...)
	}
}

// claims reports whether an event may be a consequence of a fault; healed is zero while the fault is open.
func (f *folding) claims(c *stopwatch.Fault, healed time.Time, e *event.Event) bool {
	w, own := f.watchOf(c.Watch), c.Owns(e)
	switch {
	case c.At.After(e.WentWrong()):
		return false
	case w == nil: // so long ago that its stopwatch is gone
		return own && healed.IsZero()
	case f.yields(w, e.WentWrong()):
		return false
	case w.OverBy(e.At):
		return own && e.Severity == event.Good && e.At.Sub(healed) < aftermath
	case !own && e.Kind == event.KindContainer && e.Severity == event.Good:
		return false // a start or recovered health of another container is no consequence of the fault
	}
	return own || e.Kind == event.KindClient || f.concerns(w, e) || f.tied(w, e.At, []string{e.Node})
}

// belongAgain reassigns the events reported since an instant, when a fault turned out to have been made then.
func (f *folding) belongAgain(since time.Time) {
	for i := len(f.Timeline) - 1; i >= 0 && !f.Timeline[i].At.Before(since); i-- {
		e := f.Timeline[i]
		f.belong(&e)
		if e.Fault != f.Timeline[i].Fault || e.After != f.Timeline[i].After {
			f.copyTimeline()
			f.Timeline[i] = e
			f.Events = append(f.Events, e)
		}
	}
}

// underCluster reports whether a fault of a service or of a host is open that a node was hit by: what Docker reports of the node is
// its effect.
func (f *folding) underCluster(node string) bool {
	return slices.ContainsFunc(f.Faults, func(x stopwatch.Fault) bool { return x.Kind.OfCluster() && x.Hits([]string{node}) })
}

// allBack returns the moment from which a fault of a service or a host is over: healed for a while, every node that it hit serves,
// and none of them is out at a balancer. A node that was moved serves where it is now.
func (f *folding) allBack(w *stopwatch.Stopwatch) (stopwatch.Moment, bool) {
	healed := w.Moments[stopwatch.Healed]
	if !w.Kind.OfCluster() || w.Up.Seen() || f.At.Sub(healed.At) < stopwatch.Settle || len(f.outOf(w)) > 0 {
		return stopwatch.Moment{}, false
	}
	at := healed.At
	for _, name := range w.Nodes {
		n := f.Node(name)
		if n == nil || !n.Health.Serving() && n.Health != Runs {
			return stopwatch.Moment{}, false
		}
		if n.Since.After(at) && !n.AtLeast {
			at = n.Since
		}
	}
	return stopwatch.Moment{At: at, Witness: event.ByPoll, Says: healed.Says}, true
}

// What a fault may claim ends at the next fault of its node, by whoever that is made: it is healed then for good, or
// what follows cannot be told from the consequences of the next one as long as that lasts.

// yields reports whether an occurrence at an instant is no consequence of a fault because its node was broken again.
func (f *folding) yields(w *stopwatch.Stopwatch, at time.Time) bool {
	return f.other(func(o *stopwatch.Stopwatch) bool { return o.Takes(w, at) })
}

// other reports whether any stopwatch fits.
func (f *folding) other(fits func(*stopwatch.Stopwatch) bool) bool {
	for i := range f.Stopwatches {
		if fits(&f.Stopwatches[i]) {
			return true
		}
	}
	return false
}

// kept reports whether a later fault of its node keeps a healed one from returning at an instant.
func (f *folding) kept(w *stopwatch.Stopwatch, at time.Time) bool {
	return f.other(func(o *stopwatch.Stopwatch) bool { return o.Keeps(w, at) })
}

// returns reports whether an event is the return of a node from a fault that was healed with a later one.
func (f *folding) returns(w *stopwatch.Stopwatch, e *event.Event) bool {
	healed := w.Moments[stopwatch.Healed]
	return e.Kind == event.KindServer && e.To == record.Up.String() && healed.Seen() && !e.At.Before(healed.At) && !f.kept(w, e.At)
}

// interrupted reports whether a later fault of the same node could claim the detection of an open one.
func (f *folding) interrupted(w *stopwatch.Stopwatch, healed time.Time) bool {
	return f.other(func(o *stopwatch.Stopwatch) bool { return o.At.Before(healed) && o.Takes(w, o.At) })
}

// brokenFor returns how long ago the node of a healed fault was broken again; 0 if it was not.
func (f *folding) brokenFor(w *stopwatch.Stopwatch) time.Duration {
	long := time.Duration(0)
	for i := range f.Stopwatches {
		if o := &f.Stopwatches[i]; !w.Moments[stopwatch.Healed].At.After(o.At) && o.Keeps(w, o.At) {
			long = max(long, f.At.Sub(o.At))
		}
	}
	return long
}

// needed returns since when costs may have to be counted again.
func (f *folding) needed() time.Time {
	from := stopwatch.EndOfTime
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; w.At.Before(from) && (!w.Done || f.At.Sub(w.Moments[stopwatch.Healed].At) < stopwatch.KillGrace) {
			from = w.At
		}
	}
	return from
}

// cede takes from the earlier faults of a node what they claimed before a later one was reported.
func (f *folding) cede(id int) {
	for i := range f.Stopwatches {
		w, o := &f.Stopwatches[i], f.watchOf(id)
		if o == nil || !o.Takes(w, o.At) || !w.Reaches(o.Earliest()) {
			continue
		}
		detected := false
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { detected = w.Cede(o.At) })
		f.retake(w.ID, o)
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
			w.Flaps = f.flaps(w)
			f.notice(w)
			if detected && w.Moments[stopwatch.Healed].Seen() && !w.Bygone() {
				f.judge(w)
			}
		})
	}
}

// retake counts again what a fault may claim, if all of it is still kept. Else its cost cannot be separated from that of
// the later one.
func (f *folding) retake(id int, later *stopwatch.Stopwatch) {
	w := f.watchOf(id)
	switch {
	case len(f.state.costs.Between(later.Earliest(), stopwatch.EndOfTime)) == 0:
		return
	case !f.state.costs.Reach(w.At):
		f.editWatch(id, func(w *stopwatch.Stopwatch) { w.Overlap(later.String()) })
		return
	}
	done := w.Done
	f.editWatch(id, func(w *stopwatch.Stopwatch) {
		w.Done = false
		w.Retake()
	})
	f.catchUp(id)
	f.takeIn(id, stopwatch.EndOfTime)
	f.editWatch(id, func(w *stopwatch.Stopwatch) { w.Done = done })
}

// returnTo gives the earlier faults of a node back what a fault claimed that was never made.
func (f *folding) returnTo(never *stopwatch.Stopwatch) {
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; never.Takes(w, never.At) && !w.Done {
			f.retake(w.ID, never)
		}
	}
}
