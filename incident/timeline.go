package incident

import (
	"sort"
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/incident/title"
	"hadash/record"
	"hadash/wording"
)

const (
	maxTimeline = 1000
	maxNotable  = 3000

	// together is how long after the last one equal events are still counted as one.
	together = 5 * time.Second
	// sameChange is how far a poll and a log line of the same change may be apart.
	sameChange = 4 * time.Second
	// aftermath is how long after its heal recoveries on its node still belong to a fault.
	aftermath = 2 * time.Minute
)

// tell puts an event on the timeline at its place in time. Equal events of the counting kinds that follow each other
// closely become one with a count.
func (f *folding) tell(e event.Event) {
	if e.Count == 0 {
		e.Count = 1
	}
	if e.Until.IsZero() {
		e.Until = e.At
	}
	e.Says, e.Title, e.Subject, e.To = e.Says.Bounded(maxEvent), e.Title.Bounded(maxEvent), bounded(e.Subject), bounded(e.To)
	f.belong(&e)
	if comesInSwarms(e.Kind) && f.addTo(e) {
		return
	}
	f.state.nextID++
	e.ID = f.state.nextID
	f.insert(e)
	f.clockAll(&e)
}

// comesInSwarms reports whether events of a kind come in swarms.
func comesInSwarms(k event.Kind) bool {
	return k == event.KindEndings || k == event.KindMoved || k == event.KindUpstream || k == event.KindClient
}

// addTo counts e into the event it repeats, if there is a recent one of the same fault.
func (f *folding) addTo(e event.Event) bool {
	i := f.last(func(old *event.Event) bool {
		return old.Kind == e.Kind && old.Subject == e.Subject && old.To == e.To && old.Fault == e.Fault && e.At.Sub(old.Until) < together
	}, e.At.Add(-10*time.Minute))
	if i < 0 {
		return false
	}
	f.change(i, func(old *event.Event) {
		old.Count += e.Count
		old.Several = old.Several || e.Several || !old.Title.Equal(e.Title)
		if e.Until.After(old.Until) {
			old.Until = e.Until
		}
	})
	return true
}

// last finds the newest event that fits and is not older than horizon; -1 when there is none.
func (f *folding) last(fits func(*event.Event) bool, horizon time.Time) int {
	for i := len(f.Timeline) - 1; i >= 0; i-- {
		if f.Timeline[i].At.Before(horizon) {
			return -1
		}
		if fits(&f.Timeline[i]) {
			return i
		}
	}
	return -1
}

// insert keeps the timeline in order of time, and bounded.
func (f *folding) insert(e event.Event) {
	at := sort.Search(len(f.Timeline), func(i int) bool { return f.Timeline[i].At.After(e.At) })
	if at < len(f.Timeline) {
		f.copyTimeline()
	}
	f.append(e)
	copy(f.Timeline[at+1:], f.Timeline[at:])
	f.Timeline[at] = e
	f.Timeline = f.Timeline[max(len(f.Timeline)-maxTimeline, 0):]
	f.Events = append(f.Events, e)
}

// change rewrites one event of the timeline, in a copy, and reports it again under its old ID.
func (f *folding) change(i int, with func(*event.Event)) {
	e := f.Timeline[i]
	with(&e)
	f.belong(&e)
	f.copyTimeline()
	at := i
	for ; at > 0 && f.Timeline[at-1].At.After(e.At); at-- {
		f.Timeline[at] = f.Timeline[at-1]
	}
	for ; at+1 < len(f.Timeline) && !f.Timeline[at+1].At.After(e.At); at++ {
		f.Timeline[at] = f.Timeline[at+1]
	}
	f.Timeline[at] = e
	f.Events = append(f.Events, e)
	f.clockAll(&e)
}

// belong returns the fault that an event belongs to: one of its own node if there is one, else the newest that may have
// caused it.
func (f *folding) belong(e *event.Event) {
	e.Fault, e.After = "", 0
	if e.Kind == event.KindNote || e.Kind == event.KindLoad || e.Kind == event.KindDrill || e.Kind == event.KindAbort {
		return
	}
	var best *stopwatch.Fault
	consider := func(c *stopwatch.Fault, healed time.Time) {
		switch {
		case !f.claims(c, healed, e):
		case best == nil:
			best = c
		case c.Owns(e) != best.Owns(e):
			if c.Owns(e) {
				best = c
			}
		case c.At.After(best.At):
			best = c
		}
	}
	for i := range f.state.closed {
		consider(&f.state.closed[i].Fault, f.state.closed[i].healed)
	}
	for i := range f.Faults {
		consider(&f.Faults[i], time.Time{})
	}
	if best != nil {
		e.Fault, e.After = best.String(), e.At.Sub(best.At)
	}
}

// foldStep reports the result of a line of a drill. Lines that only act are reported by their effects. A drill counts
// from its first line on, and starts again at its steady state.
func (f *folding) foldStep(at time.Time, s *record.Step) {
	e := event.Event{At: at, Kind: event.KindDrill, Witness: event.ByYou, To: string(s.State)}
	text := record.Clean(s.Text)
	if !f.Drill.Began() || s.Verb == record.StepSteady && s.State == record.StepHeld {
		f.Drill = clients.Span{From: at, Felt: clients.Felt{HasNginx: f.Watched.Felt.HasNginx, Log: f.Watched.Felt.Log, HasAttempts: f.Nginx.HasAccess}}
	}
	switch {
	case s.Verb == "#" && s.State == record.StepBegun:
		text = strings.TrimSpace(strings.TrimLeft(text, "#"))
	case s.State == record.StepHeld:
		e.Severity = event.Good
	case s.State == record.StepFailed, s.State == record.StepAborted:
		e.Severity = event.Bad
	default:
		return
	}
	e.Says = wording.Text(text)
	if why := record.Clean(s.Why); why != "" {
		e.Says = wording.DrillLineWhy.Of(e.Says, why)
	}
	if s.State.Ended() {
		e.Says = wording.DrillLine.Of(s.Line, string(s.State), e.Says)
		e.Title = title.Drill(s.Line, s.State == record.StepHeld, text)
	}
	f.tell(e)
}
