package rates

import (
	"time"

	"hadash/record"
)

// timesWindow is the period whose attempts are counted together. The result covers two of these, the newer one not yet
// full: the batches of a log are too short for a stable number.
const timesWindow = 5 * time.Second

// times holds the durations of attempts.
type times struct {
	window        int64 // the time since 1970 in units of timesWindow
	attempts      int
	took, slowest time.Duration // of all of them, of the slowest
}

// Attempts holds the durations of attempts at an instance, failed ones too, by nginx's access log: in the window of the
// newest one, and in the one before.
type Attempts struct{ lately [2]times }

// Took adds a batch whose last attempt ended at that instant.
func (a *Attempts) Took(t *record.UpstreamTally, at time.Time) {
	if t.Slowest == 0 { // the log has no times, or none was as long as a millisecond
		return
	}
	window := at.UnixNano() / int64(timesWindow)
	now := &a.lately[0]
	if window > now.window {
		a.lately[1], *now = *now, times{window: window}
	}
	now.attempts += t.Attempts
	now.took = record.Longer(now.took, t.Took)
	now.slowest = max(now.slowest, t.Slowest)
}

// Times returns the durations of the attempts of the last five to ten seconds; false if there is none with a time.
func (a *Attempts) Times(at time.Time) (mean, slowest time.Duration, known bool) {
	window := at.UnixNano() / int64(timesWindow)
	n, sum := 0, time.Duration(0)
	for i := range a.lately {
		if t := &a.lately[i]; t.attempts > 0 && t.window >= window-1 {
			n, sum, slowest = n+t.attempts, record.Longer(sum, t.took), max(slowest, t.slowest)
		}
	}
	if n == 0 {
		return 0, 0, false
	}
	return sum / time.Duration(n), slowest, true
}

// Count returns how many attempts are in the two windows.
func (a *Attempts) Count() int { return a.lately[0].attempts + a.lately[1].attempts }
