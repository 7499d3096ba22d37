package incident

import (
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Docker reports a foreign fault only when the process has ended, after the logs of its consequences: a kill about 0.3
// s late, a stop when its grace is over. So possible consequences are kept for a while, and a stopwatch that starts
// late, or whose fault turns out to be older, adds what came before it.

// charge adds an occurrence at some nodes to the running stopwatches it belongs to, and keeps it for stopwatches that
// start late.
func (f *folding) charge(at time.Time, e stopwatch.Effect, nodes ...string) {
	c := &stopwatch.Cost{At: at, Nodes: nodes, Effect: e}
	f.dateBy(c)
	f.state.costs = f.state.costs.With(c, f.At, f.needed())
	if !f.anyRunning() {
		return
	}
	which, e := f.bears(c)
	if len(which) == 0 {
		return
	}
	f.copyStopwatches()
	for _, i := range which {
		e.Lay(&f.Stopwatches[i], at)
	}
}

// quiet is how long no request may have failed before a fault if a failed one is to date it.
const quiet = 10 * time.Second

// quietBefore reports whether no request failed in the seconds before the user requested a fault.
func (f *folding) quietBefore(fault *stopwatch.Fault) bool {
	if fault.Asked.IsZero() {
		return false
	}
	for _, c := range f.state.costs.Between(fault.Asked.Add(-quiet), fault.Asked) {
		if stopwatch.Failure(c.Effect) {
			return false
		}
	}
	return true
}

// dateBy gives the faults that a failed request dates its time.
func (f *folding) dateBy(c *stopwatch.Cost) {
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; w.DatedBy(c) {
			id, until := w.ID, w.At
			f.editWatch(id, func(w *stopwatch.Stopwatch) {
				w.DateBy(c.At)
				w.Before = f.passedBy(w.Earliest().Add(-w.Within))
			})
			f.takeIn(id, until)
		}
	}
}

// bears lists the stopwatches that a cost belongs to, with the effect on each: absorbed failures that no fault can have
// caused are counted beside the faults of their time.
func (f *folding) bears(c *stopwatch.Cost) ([]int, stopwatch.Effect) {
	which := f.covering(c.At, c.Nodes...)
	if h, ok := c.Effect.(stopwatch.Absorbed); ok && len(which) == 0 {
		return f.covering(c.At), stopwatch.Besides(h.Total())
	}
	return which, c.Effect
}

// takeIn adds to one stopwatch what was reported before its start was known: what happened from T0 on and before an
// instant. It looks no further back than the node's own signs, however late Docker is: some failures occur without any
// fault.
func (f *folding) takeIn(id int, until time.Time) {
	w := f.watchOf(id)
	if w == nil || !w.At.Before(until) {
		return
	}
	for _, c := range f.state.costs.Between(w.At, until) {
		which, e := f.bears(c)
		for _, i := range which {
			if f.Stopwatches[i].ID == id {
				f.editWatch(id, func(w *stopwatch.Stopwatch) { e.Lay(w, c.At) })
			}
		}
	}
}

// counts is what was counted on the way of requests at an instant.
type counts struct {
	at     time.Time
	passed stopwatch.Passed
}

const (
	// countsEach is how often what was counted is kept, countsFor how long: a check that fails slowly finds an outage late.
	countsEach = time.Second
	countsFor  = 2 * time.Minute
)

// keepCounts keeps what was counted until now, for faults that turn out to have begun now. It keeps nothing twice.
func (f *folding) keepCounts() {
	kept := f.state.counted
	if len(kept) > 0 && f.At.Sub(f.state.countedAt) < countsEach {
		return
	}
	f.state.countedAt = f.At
	now := f.Passed()
	if len(kept) > 0 && now.Equal(&kept[len(kept)-1].passed) {
		return
	}
	for len(kept) > 1 && f.At.Sub(kept[1].at) > countsFor {
		kept = kept[1:]
	}
	f.state.counted = append(slices.Clone(kept), counts{f.At, now})
}

// passedBy returns what was counted until an instant, and the zero value where nobody knows that any more.
func (f *folding) passedBy(at time.Time) stopwatch.Passed {
	for i := range slices.Backward(f.state.counted) {
		if c := &f.state.counted[i]; !c.at.After(at) {
			return c.passed
		}
	}
	if f.At.Sub(at) < atOnce {
		return f.Passed()
	}
	return stopwatch.Passed{}
}

// When watching begins, Docker and every log report the past in any order: a fault may be reported before or after the
// log line of its detection. What is polled meanwhile is about the present and says nothing about the past.

// hearPast records that the time before watching began is still being reported.
func (f *folding) hearPast(s record.Sample) {
	switch {
	case f.state.past.IsZero(), s.Docker != nil && s.At.Before(f.Begun):
	case s.Logs != nil && len(s.Logs.Lines) > 0 && s.Logs.Lines[0].At.Before(f.Begun):
	case s.Logs != nil && s.Logs.Answers != nil && s.Logs.Answers.Last.Before(f.Begun):
	case s.Logs != nil && len(s.Logs.Windows) > 0 && s.Logs.Windows[0].Second < f.Begun.Unix()-clients.LateLines:
	default:
		return
	}
	f.state.past = f.At
}

// recallGap is how long no log may report the past before all are taken to have reported it.
const recallGap = time.Second

// Recalls reports whether the past is still being reported: what is known of an earlier fault may be incomplete.
func (f *Frame) Recalls() bool { return f.At.Sub(f.state.past) < recallGap }

// recount processes the earlier reports again for a fault that turns out to be over.
func (f *folding) recount(id int) {
	f.catchUp(id)
	f.editWatch(id, (*stopwatch.Stopwatch).Recount)
	f.takeIn(id, stopwatch.EndOfTime)
}
