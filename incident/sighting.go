package incident

import (
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// T6 comes from the source that judges a node, and from traffic through it. If a balancer checks the node, that is the
// balancer: its log, page and counters. The node's own page shows only that a process answers.

// sighting is a report that a node answers, or that traffic reached it.
type sighting struct {
	node string
	at   time.Time
	by   event.Witness
	no   time.Time // when the same witness was last asked before, or last reported the contrary; zero if never
	grew time.Time // when it last reported the same; zero if never
	says wording.Phrase
}

// after returns a sighting as a moment that is not before another one. It may have been at any time since that, or
// since its witness last had nothing to report.
func (o sighting) after(anchor time.Time) stopwatch.Moment {
	if !o.grew.After(anchor) {
		anchor = newest(anchor, o.no)
	}
	return stopwatch.Moment{At: o.at, Witness: o.by, Within: o.at.Sub(anchor), Says: o.says}
}

// polled returns the sighting in an answer to a poll of a node's own page.
func (f *folding) polled(source, node string, at time.Time, says wording.Phrase) sighting {
	o := sighting{node: node, at: at, by: event.ByPoll, says: says}
	if s := f.Source(source, node); s != nil {
		o.no = s.no
	}
	return o
}

// judgedByChecks reports whether HAProxy checks a node, so that no other source decides whether it serves.
func (n *Node) judgedByChecks() bool {
	for s := range n.Servers {
		if s.Status.State != record.NoCheck {
			return true
		}
	}
	return false
}

// logged reports whether a web server's log names each attempt at a node.
func (f *folding) logged(n *Node) bool {
	return n != nil && n.Server == nil && f.Nginx.HasAccess && f.balanced(n)
}

// mayBeLogged reports whether that is so, or not yet known.
func (f *folding) mayBeLogged(n *Node) bool {
	return f.logged(n) || n != nil && n.Server == nil && f.balanced(n) && f.At.Sub(f.Begun) < warmUp
}

// ownAnswer processes a node's own answer. It does not count for a node that HAProxy checks, and is the last resort for
// one in nginx's log.
func (f *folding) ownAnswer(o sighting) {
	n := f.Node(o.node)
	if n == nil || n.judgedByChecks() || n.Server == nil && !f.unplaced(n).IsZero() {
		return
	}
	if !f.mayBeLogged(n) {
		f.serves(o)
		return
	}
	f.answering(o, func(w *stopwatch.Stopwatch, m stopwatch.Moment) {
		switch {
		case !w.Traffic:
			w.ServesAt(m) // nginx has nothing to report
		case !w.Page.Seen():
			w.Page = m
		}
	})
}

// ownTraffic processes a node's own report that requests reach it.
func (f *folding) ownTraffic(o sighting) {
	if n := f.Node(o.node); n != nil && n.Server == nil && !f.mayBeLogged(n) && f.unplaced(n).IsZero() {
		f.flows(o)
	}
}

// serves records that a node answers again after its heal, by the source that judges it.
func (f *folding) serves(o sighting) { f.answering(o, (*stopwatch.Stopwatch).ServesAt) }

// answering shows a sighting to the stopwatches of a node that wait for it. For a time before watching began a poll
// means nothing, unless it has seen the contrary since.
func (f *folding) answering(o sighting, with func(*stopwatch.Stopwatch, stopwatch.Moment)) {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		healed := w.Moments[stopwatch.Healed]
		if w.Done || w.Target != o.node || w.Up.Seen() || !healed.Seen() || o.at.Before(healed.At) ||
			w.Bygone() && o.by == event.ByPoll && o.no.Before(w.EndedBefore) || f.kept(w, o.at) {
			continue
		}
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { with(w, o.after(healed.At)) })
	}
}

// flows records that traffic reached a node that is UP again: it is back. A log may give a more exact time than an
// earlier poll.
func (f *folding) flows(o sighting) {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		back := w.Moments[stopwatch.Back]
		if w.Done || w.Target != o.node || !w.Up.Seen() || o.at.Before(w.Up.At) ||
			back.Seen() && (o.by == event.ByPoll || back.Witness != event.ByPoll || !o.at.Before(back.At)) ||
			w.Bygone() && o.by == event.ByPoll && w.Up.At.Before(w.EndedBefore) || f.kept(w, o.at) {
			continue
		}
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
			w.Moments[stopwatch.Back] = o.after(newest(w.Moments[stopwatch.Healed].At, w.Up.At.Add(-w.Up.Within)))
		})
	}
}
