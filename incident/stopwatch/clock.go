package stopwatch

import (
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/wording"
)

// Begin sets the fault of a stopwatch to what it turned out to be. What was counted between the keypress and the actual
// fault was no consequence of it; an exactly dated sign just before the given time dates the fault.
func (w *Stopwatch) Begin(fault Fault) Fault {
	if fault.At.After(w.At) {
		w.forget()
		w.timeLosses()
		for s, m := range w.Moments {
			late := m.Waited > 0 && m.begun().Before(fault.At)
			request := !w.Quiet && m.Event == 0 && m.At.Before(fault.At) // it may have failed without the fault
			if Stage(s) != Injected && m.Seen() && (m.At.Before(fault.At.Add(-dockerLate)) || late || request) {
				w.Moments[s] = Moment{}
			}
		}
	}
	told := fault.At
	for s, m := range w.Moments {
		if Stage(s) != Injected && m.Seen() && m.Within == 0 && m.At.Before(fault.At) {
			fault.At, fault.Told = m.At, told
		}
	}
	w.Fault = fault
	w.Felt.Partial = fault.Already || fault.At.Before(w.WatchedFrom)
	return fault
}

// NoteFirst records a moment if it is the earliest of its stage so far. An exactly dated sign before Docker's event
// dates the fault: a consequence cannot precede its cause.
func (w *Stopwatch) NoteFirst(s Stage, m Moment) {
	switch old := w.Moments[s]; {
	case !old.Seen(), m.At.Before(old.At), m.At.Equal(old.At) && old.Event == 0 && m.Event != 0: // the event knows most
		w.Moments[s] = m
	}
	if t0 := &w.Moments[Injected]; m.Within == 0 && m.Waited == 0 && m.At.Before(t0.At) {
		w.Told = later(w.Told, t0.At)
		t0.Within, t0.At = w.Told.Sub(m.At), m.At
		w.At = m.At
	}
	w.unsure()
}

// unsure sets how late the first moment of a stage may be, for a fault that was not watched from its beginning: there
// may have been an earlier one. For a log's lines from before watching began it is the first one logged.
func (w *Stopwatch) unsure() {
	for _, s := range []Stage{FirstSign, Detected, FirstFailed} {
		m := &w.Moments[s]
		switch {
		case !m.Seen():
		case w.SinceBefore():
			m.Already = s == FirstSign || !m.At.Before(w.WatchedFrom)
		case s == FirstSign && w.SignMissed:
			m.Within = max(m.Within, m.At.Sub(w.Earliest()))
		case w.Earliest().Before(w.WatchedFrom) && (s == FirstSign || !m.At.Before(w.WatchedFrom)) && (s != Detected || !w.UpBefore):
			m.Within = max(m.Within, m.At.Sub(w.Earliest()))
		}
	}
}

// Better updates the moments taken from an event: a log's exact time replaces that of a poll.
func (w *Stopwatch) Better(e *event.Event) {
	if e.Kind == event.KindHeal {
		return // it may stand at its request, before it took effect
	}
	fresh := func(m *Moment) {
		if m.Event == e.ID {
			m.At, m.Witness, m.Within, m.Already, m.Says = e.At, e.Witness, e.Within, e.Already, e.Says
			if e.Witness == event.ByLastchg && !w.SinceBefore() {
				m.At = later(m.At, w.At)
			}
		}
	}
	for i := range w.Moments {
		fresh(&w.Moments[i])
	}
	fresh(&w.Up)
	w.unsure()
	if t0 := &w.Moments[Injected]; t0.Event == 0 && e.Kind == event.KindFault && e.Node == w.Target && e.To == w.Verb() {
		*t0 = Moment{At: e.At, Witness: e.Witness, Within: e.Within, Already: e.Already, Says: e.Says, Event: e.ID}
	}
}

// Knows reports whether a moment was taken from an event.
func (w *Stopwatch) Knows(id int) bool {
	for _, m := range w.Moments {
		if m.Event == id {
			return true
		}
	}
	return w.Up.Event == id
}

// ServesAt records that the node serves again. A node that had no traffic before the fault is then back.
func (w *Stopwatch) ServesAt(m Moment) {
	if !w.Up.Seen() || m.At.Before(w.Up.At) {
		w.Up = m
	}
	if !w.Traffic && !w.Moments[Back].Seen() {
		w.Moments[Back] = w.Up
	}
}

// Relapsed records that a node was given up: its earlier moments were no recovery.
func (w *Stopwatch) Relapsed(at time.Time) {
	if w.Up.At.After(at) {
		return // a log is read backwards, or events are gone through again
	}
	if w.Up.Seen() {
		w.relapse = relapse{at, w.Up, w.Moments[Back]}
	}
	w.Up, w.Moments[Back] = Moment{}, Moment{}
}

// end returns until when events can be consequences of the fault, as far as known; zero if it is not over.
func (w *Stopwatch) end() time.Time {
	switch {
	case w.Moments[Back].Seen():
		return w.Moments[Back].At
	case !w.Bygone():
		return time.Time{}
	case w.Up.Seen():
		return w.Up.At
	}
	return w.EndedBefore
}

// after reports whether an instant is so late after a fault that what is counted then no longer belongs to it, although
// late reports are still awaited.
func (w *Stopwatch) after(at time.Time) bool {
	end := w.end()
	return !end.IsZero() && at.After(end.Add(time.Second))
}

// Covers reports whether an instant lies in the time of a stopwatch that runs.
func (w *Stopwatch) Covers(at time.Time) bool { return !w.Done && !at.Before(w.At) && w.lasts(at) }

// lasts reports whether a fault's time has not ended before an instant.
func (w *Stopwatch) lasts(at time.Time) bool {
	end := w.end()
	return end.IsZero() || !at.After(end.Add(Settle))
}

// Reaches reports whether a fault can have claimed something since an instant.
func (w *Stopwatch) Reaches(since time.Time) bool {
	return w.lasts(since) || !w.relapse.at.Before(since)
}

// Takes reports whether an occurrence at an instant is no consequence of an earlier fault of the same node because w was
// made then. That holds from w on if the earlier fault was healed, else while w lasts. An order to the balancer does not
// end what a broken node does. Of two outages that nobody made here and that go on together neither is known to be the cause: both
// claim what occurs.
func (w *Stopwatch) Takes(from *Stopwatch, at time.Time) bool {
	healed := from.Moments[Healed]
	switch {
	case w.Target != from.Target || !w.follows(from) || at.Before(w.Earliest()):
		return false
	case healed.Seen() && !healed.At.After(w.At):
		return true
	case w.Kind.Found() && from.Kind.Found():
		return false
	}
	return w.lasts(at) && !w.OverBy(at) && (from.Kind.AtBalancer() || !w.Kind.AtBalancer())
}

// follows reports whether a fault was made after another.
func (w *Stopwatch) follows(o *Stopwatch) bool {
	return w.At.After(o.At) || w.At.Equal(o.At) && w.ID > o.ID
}

// Keeps reports whether a node whose earlier fault was healed does not return from that one at an instant: w was made
// after that heal, or holds the node still.
func (w *Stopwatch) Keeps(from *Stopwatch, at time.Time) bool {
	healed := from.Moments[Healed]
	if w.Target != from.Target || !w.follows(from) || at.Before(w.Earliest()) {
		return false
	}
	if !healed.At.After(w.At) {
		return true
	}
	mine := w.Moments[Healed]
	return (!mine.Seen() || at.Before(mine.At)) && !w.Done && (from.Kind.AtBalancer() || !w.Kind.AtBalancer())
}

// Cede removes the moments that turn out to be those of a later fault of the same node, which was made at an instant. It
// reports whether the detection was one of them.
func (w *Stopwatch) Cede(from time.Time) (detected bool) {
	detected = w.Moments[Detected].Seen() && !w.Moments[Detected].At.Before(from)
	for _, m := range []*Moment{&w.Moments[FirstSign], &w.Moments[Detected], &w.Moments[Back], &w.Up, &w.Page} {
		if !m.At.Before(from) {
			*m = Moment{}
		}
	}
	if w.relapse.up.Seen() && !w.relapse.at.Before(from) {
		w.Up, w.Moments[Back] = w.relapse.up, w.relapse.back
	}
	if !w.Out.Before(from) {
		w.Out = time.Time{}
	}
	return detected
}

// DatedBy reports whether a cost is a failed request from between the user's request for a fault and Docker's event, so
// that it dates the fault. That holds only if no request failed shortly before: else it may have failed without the fault.
func (w *Stopwatch) DatedBy(c *Cost) bool {
	return w.Quiet && !w.Done && !c.At.Before(w.Earliest()) && c.At.Before(w.At) && Failure(c.Effect)
}

// DateBy gives a fault the time of a sign from before Docker's event.
func (w *Stopwatch) DateBy(sign time.Time) {
	w.Told = later(w.Told, w.At)
	w.At = sign
	w.Moments[Injected].At, w.Moments[Injected].Within = sign, w.Told.Sub(sign)
}

// OverBy reports whether a fault was over at an instant, so that later events are not counted to it.
func (w *Stopwatch) OverBy(at time.Time) bool {
	if back := w.Moments[Back]; back.Seen() {
		return at.After(back.At.Add(Settle))
	}
	return w.Done && at.After(w.Moments[Healed].At)
}

// SinceBefore reports whether the node was broken before watching began, at an unknown time.
func (w *Stopwatch) SinceBefore() bool { return w.Moments[Injected].Already }

// Noticed removes the finding that the fault was not noticed.
func (w *Stopwatch) Noticed() {
	if w.Unnoticed.IsZero() {
		return
	}
	w.Findings = slices.DeleteFunc(slices.Clone(w.Findings), w.Unnoticed.Equal)
	w.Unnoticed = wording.Phrase{}
}

// Recount resets the account of a fault that turns out to have ended before watching began. Whether nginx's log covers
// that time is found when it is read.
func (w *Stopwatch) Recount() {
	w.forget()
	w.Felt.HasNginx = false
	w.timeLosses()
}

// Retake drops what was counted from the costs, to count them again.
func (w *Stopwatch) Retake() {
	unread, blast := w.Felt.Unread, w.Blast
	w.forget()
	w.Felt.Unread, w.Blast.Hanging, w.Blast.Queued = unread, blast.Hanging, blast.Queued
	w.timeLosses()
}

// forget drops what was counted.
func (w *Stopwatch) forget() {
	w.Felt, w.Hidden, w.Blast, w.Evidence, w.Beside = w.Felt.Again(), clients.Hidden{}, Blast{}, nil, 0
	w.lost, w.Tries, w.Rescued = lossesBy{}, nil, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
