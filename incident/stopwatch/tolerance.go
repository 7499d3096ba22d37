package stopwatch

import (
	"time"

	"hadash/incident/predict"
)

// A bound is made of timers, and a busy machine lets a timer fire late. How late is measured where HAProxy says how long
// a check took that its timer ended. Where it does not, it is what was seen at most on two busy cores.
const (
	busyTimer = 80 * time.Millisecond
	idleTimer = 10 * time.Millisecond // the least that is allowed for each

	clockStep = 2 * time.Millisecond // HAProxy counts whole milliseconds: a timer of 200 ms is seen to end after 199
)

// lateness is how late each timer may be, and whether HAProxy's checks showed it.
func (s *Stopwatch) lateness() (each time.Duration, shown bool) {
	if s.timed {
		return max(s.latest, idleTimer), true
	}
	return busyTimer, false
}

// Tolerance is how much later than Bound a detection may be and not be late.
func (s *Stopwatch) Tolerance() time.Duration { return s.allowed(s.Expected.Timers.Detect) }

// BackTolerance is the like for UP again.
func (s *Stopwatch) BackTolerance() time.Duration { return s.allowed(s.Expected.Timers.Back) }

func (s *Stopwatch) allowed(timers int) time.Duration {
	each, _ := s.lateness()
	return predict.Times(timers, each)
}

// Timers says how Tolerance comes about: how many timers, how late each, and whether HAProxy's checks showed that.
func (s *Stopwatch) Timers() (n int, each time.Duration, shown bool) {
	each, shown = s.lateness()
	return s.Expected.Timers.Detect, each, shown
}

// Judged reports whether a detection has a bound at all, and there is anything to detect.
func (s *Stopwatch) Judged() bool { return s.Expected.Known && !s.Expected.Never && s.OutAs == "" }

// Overdue reports whether a fault should have been detected by now.
func (s *Stopwatch) Overdue(now time.Time) bool {
	return s.Judged() && now.Sub(s.At) > s.Bound()+s.Tolerance()
}

// Soon reports whether a fault that lasted so long need not have been detected.
func (s *Stopwatch) Soon(lasted time.Duration) bool {
	return s.Judged() && lasted <= s.Bound()+s.Tolerance()
}

// TimedCheck is a check that a timer ended, and how long it took.
type TimedCheck struct {
	Node, Layer string
	Took        time.Duration
}

func (c TimedCheck) Lay(w *Stopwatch, _ time.Time) {
	timer := w.Expected.Timers.Read
	if c.Layer == "4" {
		timer = w.Expected.Timers.Connect
	}
	if w.Target == c.Node && timer > 0 && c.Took >= timer-clockStep { // else another timer has ended it
		w.timed, w.latest = true, max(w.latest, c.Took-timer)
	}
}
