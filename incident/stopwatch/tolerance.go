package stopwatch

import (
	"time"

	"hadash/incident/predict"
	"hadash/record"
)

// A bound is a sum of timers, and a busy machine fires timers late. The lateness is measured where HAProxy logs the
// duration of a check that its timer ended; otherwise it is the maximum seen on two busy cores.
const (
	busyTimer = 80 * time.Millisecond
	idleTimer = 10 * time.Millisecond // the minimum allowed for each

	clockStep = 2 * time.Millisecond // HAProxy counts whole milliseconds: a timer of 200 ms may end after 199
)

// lateness is how late each timer may be, and whether that was measured at HAProxy's checks.
func (s *Stopwatch) lateness() (each time.Duration, shown bool) {
	if s.timed {
		return max(s.latest, idleTimer), true
	}
	return busyTimer, false
}

// Tolerance returns by how much a detection may exceed Bound without being late.
func (s *Stopwatch) Tolerance() time.Duration { return s.allowed(s.Expected.Timers.Detect) }

// BackTolerance is the Tolerance for UP again.
func (s *Stopwatch) BackTolerance() time.Duration { return s.allowed(s.Expected.Timers.Back) }

func (s *Stopwatch) allowed(timers int) time.Duration {
	each, _ := s.lateness()
	return predict.Times(timers, each)
}

// Timers returns what Tolerance is made of: the number of timers, the lateness of each, and whether HAProxy's checks
// showed it.
func (s *Stopwatch) Timers() (n int, each time.Duration, shown bool) {
	each, shown = s.lateness()
	return s.Expected.Timers.Detect, each, shown
}

// Judged reports whether a detection has a bound and there is something to detect. When a swarm gets to a task is not known.
func (s *Stopwatch) Judged() bool {
	ordered := s.Kind.OfCluster() && s.Kind != record.CutHost
	return s.Expected.Known && !s.Expected.Never && s.OutAs == "" && !ordered
}

// Overdue reports whether a fault should have been detected by now.
func (s *Stopwatch) Overdue(now time.Time) bool {
	return s.Judged() && now.Sub(s.At) > s.Bound()+s.Tolerance()
}

// Soon reports whether a fault of that duration need not have been detected.
func (s *Stopwatch) Soon(lasted time.Duration) bool {
	return s.Judged() && lasted <= s.Bound()+s.Tolerance()
}

// TimedCheck is a check that a timer ended, with its duration.
type TimedCheck struct {
	Node, Balancer, Layer string
	Took                  time.Duration
}

func (c TimedCheck) Lay(w *Stopwatch, _ time.Time) {
	timers := w.Expected.Timers
	for i := range w.Notices { // each balancer has timers of its own
		if n := &w.Notices[i]; n.Balancer == c.Balancer {
			timers = n.Expected.Timers
		}
	}
	timer := timers.Read
	if c.Layer == "4" {
		timer = timers.Connect
	}
	if w.Target == c.Node && timer > 0 && c.Took >= timer-clockStep { // else another timer ended it
		w.timed, w.latest = true, max(w.latest, c.Took-timer)
	}
}
