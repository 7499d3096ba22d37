package incident

import (
	"slices"
	"sort"
	"time"

	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// catchUp shows a stopwatch that started late the events of its node since its fault: Docker may report somebody else's
// fault after HAProxy's log did.
func (f *folding) catchUp(id int) {
	for i := len(f.Timeline) - 1; i >= 0; i-- {
		e := f.Timeline[i]
		w := f.watchOf(id)
		if w == nil || e.At.Before(w.Earliest().Add(-servers.LastchgWithin)) && !w.SinceBefore() {
			break
		}
		if w.Knows(e.ID) || f.concerns(w, &e) {
			f.editWatch(id, func(w *stopwatch.Stopwatch) { f.clock(w, &e) })
		}
	}
}

func (f *folding) watchOf(id int) *stopwatch.Stopwatch {
	if i := f.watchAt(id); i >= 0 {
		return &f.Stopwatches[i]
	}
	return nil
}

// watchAt returns the index of a stopwatch; -1 if it is gone. They are in the order of their IDs.
func (f *folding) watchAt(id int) int {
	i := sort.Search(len(f.Stopwatches), func(i int) bool { return f.Stopwatches[i].ID >= id })
	if i == len(f.Stopwatches) || f.Stopwatches[i].ID != id {
		return -1
	}
	return i
}

// clockAll shows a new or changed event to every stopwatch of which it may be a moment.
func (f *folding) clockAll(e *event.Event) {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if !w.Done && (w.Knows(e.ID) || f.concerns(w, e)) {
			id, until := w.ID, w.At
			f.editWatch(id, func(w *stopwatch.Stopwatch) { f.clock(w, e) })
			f.takeIn(id, until) // nothing, unless the event dated the fault
		}
	}
}

// concerns reports whether an event is about the node that was broken. A master is also known by what its
// replicas say.
func (f *folding) concerns(w *stopwatch.Stopwatch, e *event.Event) bool {
	from := w.Earliest()
	if e.Waited > 0 {
		from = w.At // it does not date the fault
	}
	n := f.Node(w.Target)
	if f.yields(w, e.WentWrong()) && !f.returns(w, e) {
		return false
	}
	if e.WentWrong().Before(from) {
		near := e.Witness == event.ByLastchg && !e.At.Before(from.Add(-e.Within))
		return w.IsOf(e) && (near || f.hides(w, n, e))
	}
	return w.IsOf(e) || e.Kind == event.KindReplica && n != nil && n.IsMaster() || e.Kind == event.KindAddress && e.From == w.Target
}

// hides reports whether an event from before a fault was found is still its detection: the start of the fault is not
// known, and the last state of the server is DOWN.
func (f *folding) hides(w *stopwatch.Stopwatch, n *Node, e *event.Event) bool {
	if !w.SinceBefore() || e.Kind != event.KindServer || !GivesUp(e.To) || n == nil || w.Kind.AtBalancer() {
		return false
	}
	i := f.last(func(old *event.Event) bool {
		return old.Kind == event.KindServer && old.Server() == e.Server() && old.To != weightChanged
	}, e.At)
	return i < 0 || GivesUp(f.Timeline[i].To)
}

// momentOf is the moment of an event, as one of a fault.
func momentOf(w *stopwatch.Stopwatch, e *event.Event) stopwatch.Moment {
	m := stopwatch.Moment{At: e.At, Witness: e.Witness, Within: e.Within, Says: e.Says, Event: e.ID, Waited: e.Waited}
	if m.Witness == event.ByLastchg && !w.SinceBefore() {
		m.At = newest(m.At, w.At) // a consequence does not precede its fault
	}
	return m
}

// clock sets the moments of a stopwatch from one event.
func (f *folding) clock(w *stopwatch.Stopwatch, e *event.Event) {
	w.Better(e)
	defer w.Follow()
	m := momentOf(w, e)
	if w.OfHost() {
		f.clockHost(w, e, m)
		if !w.Kind.AtHost() || e.Kind != event.KindServer {
			return
		}
	}
	healed := w.Moments[stopwatch.Healed]
	switch e.Kind {
	case event.KindServer:
		f.clockServer(w, e, m)
	case event.KindUpstream:
		if !w.Hits([]string{e.Node}) {
			return
		}
		w.NoteFirst(stopwatch.FirstSign, m)
		if e.To == string(record.UpstreamDisabled) && (!healed.Seen() || !e.At.After(healed.At)) {
			w.NoteFirst(stopwatch.Detected, m)
			w.LeftOutBy(e.Balancer, m)
			w.Noticed()
		}
	case event.KindAddress:
		if healed.Seen() && !e.At.Before(healed.At) {
			return
		}
		w.NoteFirst(stopwatch.FirstSign, m)
		if e.From == w.Target { // another one has its address now
			w.NoteFirst(stopwatch.Detected, m)
			w.Noticed()
		}
	case event.KindMoved, event.KindSource, event.KindReplica:
		if e.Severity >= event.Warn {
			w.NoteFirst(stopwatch.FirstSign, m)
		}
	case event.KindEndings:
		if e.Severity >= event.Warn {
			w.NoteFirst(stopwatch.FirstSign, m)
		}
	case event.KindContainer:
		if w.Kind.OfCluster() && e.To == "exited" {
			w.NoteFirst(stopwatch.FirstSign, m)
		}
		if e.To == "unhealthy" && (!healed.Seen() || e.At.Before(healed.At)) {
			w.NoteFirst(stopwatch.FirstSign, m)
			if n := f.Node(w.Target); n != nil && !f.balanced(n) {
				w.NoteFirst(stopwatch.Detected, m) // nothing else checks it
			}
		}
	}
}

// judge decides, when a fault is healed, whether it was noticed at all.
func (f *folding) judge(w *stopwatch.Stopwatch) {
	n := f.Node(w.Target)
	healed := w.Moments[stopwatch.Healed]
	if n == nil {
		return
	}
	f.notice(w)
	if w.Moments[stopwatch.Detected].Seen() && len(n.also) > 0 && !w.Kind.AtBalancer() {
		f.keptOn(w, n)
	}
	if w.Moments[stopwatch.Detected].Seen() || w.Kind == record.SetWeight || w.Kind == record.ShutSessions || w.Outage.Door {
		return
	}
	if !f.sawAll(w, n, healed.At) {
		w.Blind = true
		return
	}
	w.Unnoticed = f.unnoticed(w, n, healed.At.Sub(w.At))
	w.Kept = n.Server != nil && w.OutAs == ""
	if !w.Unnoticed.IsZero() {
		w.AddFinding(w.Unnoticed)
	}
	w.Blind = n.Server == nil && !f.balanced(n) && !f.unplaced(n).IsZero() // nobody could see a balancer notice it
}

// sawAll reports whether a detection of the fault would have been seen: the source that decides was watched all the
// time, or reports that nothing has changed. A node that no source checks is never noticed.
func (f *folding) sawAll(w *stopwatch.Stopwatch, n *Node, healed time.Time) bool {
	switch {
	case w.SinceBefore(), f.interrupted(w, healed):
		return false
	case n.Server != nil:
		for s := range n.Servers {
			if s.Status.State != record.NoCheck && w.OutAs == "" && !f.keptUp(s, w.At, healed) {
				return false
			}
		}
	case f.balanced(n):
		return !w.At.Before(f.Begun) // nginx's log is read from there on
	}
	return true
}

// keptOn finds the servers of a node that stayed up while another of its servers was given up.
func (f *folding) keptOn(w *stopwatch.Stopwatch, n *Node) {
	for s := range n.Servers {
		told := slices.ContainsFunc(f.Timeline, func(e event.Event) bool {
			return e.Kind == event.KindServer && e.Subject == s.Name() && !e.At.Before(w.Earliest()) && (GivesUp(e.To) || e.To == record.Maint.String())
		})
		if !told && s.Status.State.Serving() && f.keptUp(s, w.At, w.Moments[stopwatch.Healed].At) {
			w.AddFinding(wording.KeptServer.Of(s.Name(), s.Status.Text))
		}
	}
}

// unnoticed is the finding that a fault was never detected.
func (f *folding) unnoticed(w *stopwatch.Stopwatch, n *Node, lasted time.Duration) wording.Phrase {
	who, kept := "HAProxy", wording.KeptUp
	switch {
	case n.Server != nil:
	case f.balanced(n):
		who, kept = "nginx", wording.NeverSetAside
		if u := f.Upstream(n); u != nil && !u.Warns && u.MaxFails != 1 {
			kept = wording.DoesNotTell
		}
	default:
		if why := f.unplaced(n); !why.IsZero() {
			return wording.LastedUnknown.Of(w.Past(), wording.Exact(lasted), why)
		}
		return wording.LastedUnseen.Of(w.Past(), wording.Exact(lasted))
	}
	if w.OutAs != "" {
		return wording.LastedOut.Of(w.Past(), wording.Exact(lasted), w.OutAs)
	}
	if w.Soon(lasted) {
		return wording.HealedBefore.Of(wording.Exact(lasted), who, wording.Bound(w.Bound()))
	}
	says := wording.LastedMissed.Of(w.Past(), wording.Exact(lasted), who, kept.Of())
	if w.Expected.Never {
		says = wording.Because.Of(says, w.Expected.Why)
	}
	return says
}
