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
		case slices.ContainsFunc(nodes, w.Hits):
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
	return slices.ContainsFunc(f.Faults, func(x stopwatch.Fault) bool { return x.Kind.OfCluster() && x.Hits(node) })
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
