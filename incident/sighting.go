package incident

import (
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// T6 is the word of who judges a node, and traffic through it. Where a balancer judges it, that is the balancer: by its
// log, its page, its counters. Its own page says that a process answers, and no more.

// sighting is that a node answers, or that traffic came to it.
type sighting struct {
	node string
	at   time.Time
	by   event.Witness
	no   time.Time // when the same witness was asked before, or last said the contrary; zero when it never was
	grew time.Time // when it last told of the same; zero when it never did
	says wording.Phrase
}

// after is a word as a moment that cannot have been before another one. It may have been at any time since that, or
// since its witness last had nothing to tell.
func (o sighting) after(anchor time.Time) stopwatch.Moment {
	if !o.grew.After(anchor) {
		anchor = newest(anchor, o.no)
	}
	return stopwatch.Moment{At: o.at, Witness: o.by, Within: o.at.Sub(anchor), Says: o.says}
}

// polled is what an answer to a poll says, of a source that is a node's own page.
func (f *folding) polled(source, node string, at time.Time, says wording.Phrase) sighting {
	o := sighting{node: node, at: at, by: event.ByPoll, says: says}
	if s := f.Source(source, node); s != nil {
		o.no = s.no
	}
	return o
}

// judgedByChecks reports whether HAProxy checks a node, so that nobody else's word counts on whether it serves.
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

// mayBeLogged reports whether that is so, or not known yet.
func (f *folding) mayBeLogged(n *Node) bool {
	return f.logged(n) || n != nil && n.Server == nil && f.balanced(n) && f.At.Sub(f.Begun) < warmUp
}

// ownAnswer is a node's own word that it answers. Of one that HAProxy checks it is none, and of one of which nginx's log tells
// it is the last resort.
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
			w.ServesAt(m) // nginx has nothing to tell
		case !w.Page.Seen():
			w.Page = m
		}
	})
}

// ownTraffic is a node's own word that requests come to it.
func (f *folding) ownTraffic(o sighting) {
	if n := f.Node(o.node); n != nil && n.Server == nil && !f.mayBeLogged(n) && f.unplaced(n).IsZero() {
		f.flows(o)
	}
}

// serves notes that a node answers again after its heal, by the word of who judges it.
func (f *folding) serves(o sighting) { f.answering(o, (*stopwatch.Stopwatch).ServesAt) }

// answering shows a word to the stopwatches of a node that wait for it. Of a time before watching began a poll says
// nothing, unless it has seen the contrary since.
func (f *folding) answering(o sighting, with func(*stopwatch.Stopwatch, stopwatch.Moment)) {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		healed := w.Moments[stopwatch.Healed]
		if w.Done || w.Target != o.node || w.Up.Seen() || !healed.Seen() || o.at.Before(healed.At) ||
			w.Bygone() && o.by == event.ByPoll && o.no.Before(w.EndedBefore) {
			continue
		}
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { with(w, o.after(healed.At)) })
	}
}

// flows notes that traffic came to a node that is UP again: it is back. A log may tell more exactly of what a poll has
// told already.
func (f *folding) flows(o sighting) {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		back := w.Moments[stopwatch.Back]
		if w.Done || w.Target != o.node || !w.Up.Seen() || o.at.Before(w.Up.At) ||
			back.Seen() && (o.by == event.ByPoll || back.Witness != event.ByPoll || !o.at.Before(back.At)) ||
			w.Bygone() && o.by == event.ByPoll && w.Up.At.Before(w.EndedBefore) {
			continue
		}
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
			w.Moments[stopwatch.Back] = o.after(newest(w.Moments[stopwatch.Healed].At, w.Up.At.Add(-w.Up.Within)))
		})
	}
}
