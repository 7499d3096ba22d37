package incident

import (
	"sort"

	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/record"
)

// catchUp shows a stopwatch that was started late what its node told since its fault: Docker may tell of
// somebody else's fault after HAProxy's log did.
func (f *folding) catchUp(id int) {
	for i := len(f.Timeline) - 1; i >= 0; i-- {
		e := f.Timeline[i]
		w := f.watchOf(id)
		if w == nil || e.At.Before(w.since().Add(-servers.LastchgWithin)) && !w.sinceBefore() {
			break
		}
		if w.knows(e.ID) || w.concerns(f, &e) {
			f.editWatch(id, func(w *Stopwatch) { f.clock(w, &e) })
		}
	}
}

func (f *folding) watchOf(id int) *Stopwatch {
	if i := f.watchAt(id); i >= 0 {
		return &f.Stopwatches[i]
	}
	return nil
}

// watchAt is where a stopwatch is; -1 when it is there no more. They are in the order of their IDs.
func (f *folding) watchAt(id int) int {
	i := sort.Search(len(f.Stopwatches), func(i int) bool { return f.Stopwatches[i].ID >= id })
	if i == len(f.Stopwatches) || f.Stopwatches[i].ID != id {
		return -1
	}
	return i
}

// clockAll shows an event, new or bettered, to every stopwatch that it may be a moment of.
func (f *folding) clockAll(e *event.Event) {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if !w.Done && (w.knows(e.ID) || w.concerns(f, e)) {
			f.editWatch(w.ID, func(w *Stopwatch) { f.clock(w, e) })
		}
	}
}

// knows reports whether a moment was taken from an event.
func (w *Stopwatch) knows(id int) bool {
	for _, m := range w.Moments {
		if m.event == id {
			return true
		}
	}
	return w.Up.event == id
}

// concerns reports whether an event is about the node that was broken. A master is also known by what its
// replicas say.
func (w *Stopwatch) concerns(f *folding, e *event.Event) bool {
	from := w.since()
	if e.Waited > 0 {
		from = w.At // it does not date the fault
	}
	n := f.Node(w.Target)
	if e.WentWrong().Before(from) {
		near := e.Witness == event.ByLastchg && !e.At.Before(from.Add(-e.Within))
		return e.Node == w.Target && (near || w.hides(f, n, e))
	}
	return e.Node == w.Target || e.Kind == event.KindReplica && n != nil && n.Role == record.RoleMaster
}

// sinceBefore reports whether the node was broken before anybody watched, since when is not known.
func (w *Stopwatch) sinceBefore() bool { return w.Moments[Injected].Already }

// hides reports whether an event of before a fault was found is its detection all the same: nobody knows since when the
// fault is there, and by the last word on it the server is DOWN.
func (w *Stopwatch) hides(f *folding, n *Node, e *event.Event) bool {
	if !w.sinceBefore() || e.Kind != event.KindServer || !GivesUp(e.To) || n == nil || w.Kind.AtBalancer() {
		return false
	}
	i := f.last(func(old *event.Event) bool {
		return old.Kind == event.KindServer && old.Server() == e.Server() && old.To != weightWord
	}, e.At)
	return i < 0 || GivesUp(f.Timeline[i].To)
}

// clock takes the moments of a stopwatch from one event.
func (f *folding) clock(w *Stopwatch, e *event.Event) {
	w.better(e)
	m := Moment{At: e.At, Witness: e.Witness, Within: e.Within, Text: e.Text, event: e.ID, waited: e.Waited}
	if m.Witness == event.ByLastchg && !w.sinceBefore() {
		m.At = newest(m.At, w.At) // what came of a fault was not before it
	}
	healed := w.Moments[Healed]
	switch e.Kind {
	case event.KindServer:
		f.clockServer(w, e, m)
	case event.KindUpstream:
		if e.Node != w.Target {
			return
		}
		w.first(FirstSign, m)
		if e.To == string(record.UpstreamDisabled) && (!healed.Seen() || !e.At.After(healed.At)) {
			w.first(Detected, m)
			w.noticed()
		}
	case event.KindMoved, event.KindSource, event.KindReplica:
		if e.Severity >= event.Warn {
			w.first(FirstSign, m)
		}
	case event.KindEndings:
		if e.Severity >= event.Warn {
			w.first(FirstSign, m)
		}
	case event.KindContainer:
		if e.To == "unhealthy" && (!healed.Seen() || e.At.Before(healed.At)) {
			w.first(FirstSign, m)
			if n := f.Node(w.Target); n != nil && !f.balanced(n) {
				w.first(Detected, m) // nobody else looks
			}
		}
	}
}

// better gives the moments taken from an event what is known of it now: a log's exact time in place of a
// poll's.
func (w *Stopwatch) better(e *event.Event) {
	fresh := func(m *Moment) {
		if m.event == e.ID {
			m.At, m.Witness, m.Within, m.Already, m.Text = e.At, e.Witness, e.Within, e.Already, e.Text
			if e.Witness == event.ByLastchg && !w.sinceBefore() {
				m.At = newest(m.At, w.At)
			}
		}
	}
	for i := range w.Moments {
		fresh(&w.Moments[i])
	}
	fresh(&w.Up)
	w.unsure()
	if t0 := &w.Moments[Injected]; t0.event == 0 && e.Kind == event.KindFault && e.Node == w.Target && e.To == string(w.Kind) {
		*t0 = Moment{At: e.At, Witness: e.Witness, Within: e.Within, Already: e.Already, Text: e.Text, event: e.ID}
	}
}

// first notes a moment if it is the earliest of its stage so far. A sign that is dated exactly and comes before
// Docker's word on the fault dates the fault: nothing comes of what is not there.
func (w *Stopwatch) first(s Stage, m Moment) {
	switch old := w.Moments[s]; {
	case !old.Seen(), m.At.Before(old.At), m.At.Equal(old.At) && old.event == 0 && m.event != 0: // an event says it best
		w.Moments[s] = m
	}
	if t0 := &w.Moments[Injected]; m.Within == 0 && m.waited == 0 && m.At.Before(t0.At) {
		t0.Within, t0.At = t0.At.Sub(m.At), m.At
		w.At = m.At
	}
	w.unsure()
}

// unsure says of the first of a kind how late it may be, of a fault that was not watched from its beginning: there may
// have been another one before it. What a log tells of before watching began is the first that it tells of.
func (w *Stopwatch) unsure() {
	for _, s := range []Stage{FirstSign, Detected, FirstFailed} {
		m := &w.Moments[s]
		switch {
		case !m.Seen():
		case w.sinceBefore():
			m.Already = s == FirstSign || !m.At.Before(w.from)
		case s == FirstSign && w.missing:
			m.Within = max(m.Within, m.At.Sub(w.since()))
		case w.since().Before(w.from) && (s == FirstSign || !m.At.Before(w.from)) && (s != Detected || !w.held):
			m.Within = max(m.Within, m.At.Sub(w.since()))
		}
	}
}
