package incident

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Whoever begins to watch is told of the past by Docker and by every log at once, in any order: of a fault before the
// log that has its detection is read, or after it. What is polled meanwhile is of now and says nothing of then.

// hearPast notes that something of the time before watching began is still being told.
func (f *folding) hearPast(s record.Sample) {
	switch {
	case f.memo.past.IsZero(), s.Docker != nil && s.At.Before(f.Begun):
	case s.Logs != nil && len(s.Logs.Lines) > 0 && s.Logs.Lines[0].At.Before(f.Begun):
	case s.Logs != nil && s.Logs.Answers != nil && s.Logs.Answers.Last.Before(f.Begun):
	case s.Logs != nil && len(s.Logs.Windows) > 0 && s.Logs.Windows[0].Second < f.Begun.Unix()-clients.LateLines:
	default:
		return
	}
	f.memo.past = f.At
}

// recallGap is how long no log has to tell of the past until all have told of it.
const recallGap = time.Second

// Recalls reports whether the past is still being told: what is said of a fault of then may lack a part of it.
func (f *Frame) Recalls() bool { return f.At.Sub(f.memo.past) < recallGap }

// recount reads what was told already once more for a fault that turns out to be over.
func (f *folding) recount(id int) {
	f.catchUp(id)
	f.editWatch(id, (*stopwatch.Stopwatch).Recount)
	f.takeIn(id, stopwatch.EndOfTime)
}
