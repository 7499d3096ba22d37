package incident

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Docker tells of somebody else's fault when its process has ended, and the logs of its consequences are faster: a kill
// is told of some 0.3 s later, a stop when its grace is over. So whatever can be laid to a fault is kept for a while,
// and a stopwatch that is started late, or whose fault turns out to be older, takes in what came before it.

// charge lays what happened at some nodes to the stopwatches that run, and keeps it for those that are started late.
func (f *folding) charge(at time.Time, e stopwatch.Effect, nodes ...string) {
	c := &stopwatch.Cost{At: at, Nodes: nodes, Effect: e}
	f.state.costs = f.state.costs.With(c, f.At)
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

// bears lists the stopwatches that a cost belongs to, and says what it adds to them: what was absorbed and nothing may
// have caused is counted beside the faults of its time.
func (f *folding) bears(c *stopwatch.Cost) ([]int, stopwatch.Effect) {
	which := f.covering(c.At, c.Nodes...)
	if h, ok := c.Effect.(stopwatch.Absorbed); ok && len(which) == 0 {
		return f.covering(c.At), stopwatch.Besides(h.Total())
	}
	return which, c.Effect
}

// takeIn lays to one stopwatch what was told before anybody knew that its time had begun: what happened from T0 on and
// before an instant. That Docker may be late is no reason to look further back than its node's own signs lead: there
// are quiet days too on which something fails.
func (f *folding) takeIn(id int, until time.Time) {
	w := f.watchOf(id)
	if w == nil {
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

// Whoever begins to watch is told of the past by Docker and by every log at once, in any order: of a fault before the
// log that has its detection is read, or after it. What is polled meanwhile is of now and says nothing of then.

// hearPast notes that something of the time before watching began is still being told.
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

// recallGap is how long no log has to tell of the past until all have told of it.
const recallGap = time.Second

// Recalls reports whether the past is still being told: what is said of a fault of then may lack a part of it.
func (f *Frame) Recalls() bool { return f.At.Sub(f.state.past) < recallGap }

// recount reads what was told already once more for a fault that turns out to be over.
func (f *folding) recount(id int) {
	f.catchUp(id)
	f.editWatch(id, (*stopwatch.Stopwatch).Recount)
	f.takeIn(id, stopwatch.EndOfTime)
}
