package incident

import (
	"time"

	"hadash/record"
)

// catchUp shows a stopwatch that was started late what its node told since its fault: Docker may tell of
// somebody else's fault after HAProxy's log did.
func (f *Frame) catchUp(id int) {
	for i := len(f.Timeline) - 1; i >= 0; i-- {
		e := f.Timeline[i]
		w := f.watchOf(id)
		if w == nil || e.At.Before(w.since()) {
			break
		}
		if w.knows(e.ID) || w.concerns(f, &e) {
			f.editWatch(id, func(w *Stopwatch) { f.clock(w, &e) })
		}
	}
}

func (f *Frame) watchOf(id int) *Stopwatch {
	for i := range f.Stopwatches {
		if f.Stopwatches[i].ID == id {
			return &f.Stopwatches[i]
		}
	}
	return nil
}

// clockAll shows an event, new or bettered, to every stopwatch that it may be a moment of.
func (f *Frame) clockAll(e *Event) {
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
func (w *Stopwatch) concerns(f *Frame, e *Event) bool {
	from := w.since()
	if e.waited > 0 {
		from = w.At // it does not date the fault
	}
	if e.begun().Before(from) {
		return false
	}
	n := f.Node(w.Target)
	return e.Node == w.Target || e.Kind == KindReplica && n != nil && n.Role == record.RoleMaster
}

// clock takes the moments of a stopwatch from one event.
func (f *Frame) clock(w *Stopwatch, e *Event) {
	w.better(e)
	m := Moment{At: e.At, Witness: e.Witness, Within: e.Within, Text: e.Text, event: e.ID, waited: e.waited}
	healed := w.Moments[Healed]
	switch e.Kind {
	case KindServer:
		f.clockServer(w, e, m)
	case KindUpstream:
		if e.Node != w.Target {
			return
		}
		w.first(FirstSign, m)
		if e.To == string(record.UpstreamDisabled) && (!healed.Seen() || !e.At.After(healed.At)) {
			w.first(Detected, m)
			w.noticed()
		}
	case KindMoved, KindSource, KindReplica:
		if e.Severity >= Warn {
			w.first(FirstSign, m)
		}
	case KindEndings:
		if e.Severity >= Warn {
			w.first(FirstSign, m)
		}
	case KindContainer:
		if e.To == "unhealthy" {
			w.first(FirstSign, m)
			if n := f.Node(w.Target); n != nil && !f.balanced(n) {
				w.first(Detected, m) // nobody else looks
			}
		}
	}
}

// clockServer takes HAProxy's word on the broken server.
func (f *Frame) clockServer(w *Stopwatch, e *Event, m Moment) {
	healed := w.Moments[Healed]
	open := !healed.Seen() || e.At.Before(healed.At)
	switch e.To {
	case record.GoingDown.String():
		if open {
			w.first(FirstSign, m)
		}
	case record.Down.String(), record.Maint.String(), record.Drain.String():
		asked := w.Kind.AtBalancer()
		if isDown := e.To == record.Down.String(); isDown == asked {
			return // a maintenance detects no other fault, and is detected by none
		}
		if open || !w.Moments[Detected].Seen() && e.At.Sub(healed.At) < settle {
			w.first(FirstSign, m)
			w.first(Detected, m)
		}
		w.Up, w.Moments[Back] = Moment{}, Moment{} // what came before it was no recovery
		if w.out.IsZero() || e.At.Before(w.out) {
			w.out = e.At
		}
		w.noticed()
		w.Flaps = f.flaps(w)
	case record.Up.String():
		if healed.Seen() && !e.At.Before(healed.At) {
			w.up(m)
		} else if e.At.After(w.out) {
			w.out = time.Time{} // it gets requests, though it is still broken
		}
	}
}

// flaps counts how often the server went DOWN again while its fault was open.
func (f *Frame) flaps(w *Stopwatch) int {
	n, down := 0, false
	for i := range f.Timeline {
		e := &f.Timeline[i]
		if e.Kind != KindServer || e.Node != w.Target || e.At.Before(w.since()) {
			continue
		}
		if healed := w.Moments[Healed]; healed.Seen() && e.At.After(healed.At) {
			break
		}
		switch e.To {
		case record.Down.String():
			if !down {
				n++
			}
			down = true
		case record.Up.String():
			down = false
		}
	}
	return max(n-1, 0)
}

// better gives the moments taken from an event what is known of it now: a log's exact time in place of a
// poll's.
func (w *Stopwatch) better(e *Event) {
	fresh := func(m *Moment) {
		if m.event == e.ID {
			m.At, m.Witness, m.Within, m.Text = e.At, e.Witness, e.Within, e.Text
		}
	}
	for i := range w.Moments {
		fresh(&w.Moments[i])
	}
	fresh(&w.Up)
	if t0 := &w.Moments[Injected]; t0.event == 0 && e.Kind == KindFault && e.Node == w.Target && e.To == string(w.Kind) {
		*t0 = Moment{At: e.At, Witness: e.Witness, Text: e.Text, event: e.ID}
	}
}

// first notes a moment if it is the earliest of its stage so far. A sign that is dated exactly and comes before
// Docker's word on the fault dates the fault: nothing comes of what is not there.
func (w *Stopwatch) first(s Stage, m Moment) {
	if old := w.Moments[s]; !old.Seen() || m.At.Before(old.At) {
		w.Moments[s] = m
	}
	if t0 := &w.Moments[Injected]; m.Within == 0 && m.waited == 0 && m.At.Before(t0.At) {
		t0.Within, t0.At = t0.At.Sub(m.At), m.At
		w.At = m.At
	}
}

// up notes that the node serves again. What had no traffic before is back by that.
func (w *Stopwatch) up(m Moment) {
	if !w.Up.Seen() || m.At.Before(w.Up.At) {
		w.Up = m
	}
	if !w.lineup && !w.Moments[Back].Seen() {
		w.Moments[Back] = w.Up
	}
}

// flows notes that traffic came to a node that is UP again: it is back.
func (f *Frame) flows(node string, at time.Time, by Witness, within time.Duration, text string) {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if w.Done || w.Target != node || !w.Up.Seen() || w.Moments[Back].Seen() || at.Before(w.Up.At) {
			continue
		}
		f.editWatch(w.ID, func(w *Stopwatch) {
			w.Moments[Back] = Moment{At: at, Witness: by, Within: within, Text: text}
		})
	}
}

// serves notes that a node which nobody else judges answers again after its heal.
func (f *Frame) serves(node string, at time.Time, by Witness, within time.Duration, text string) {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		healed := w.Moments[Healed]
		if w.Done || w.Target != node || w.Up.Seen() || !healed.Seen() || at.Before(healed.At) {
			continue
		}
		f.editWatch(w.ID, func(w *Stopwatch) {
			w.up(Moment{At: at, Witness: by, Within: within, Text: text})
		})
	}
}
