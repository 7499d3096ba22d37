package incident

import (
	"time"

	"hadash/record"
)

// timesWindow is the time whose attempts are counted together. What is told of an instance is two of these, the
// newer one not yet full: the batches of a log are too short to make a number that stands still.
const timesWindow = 5 * time.Second

// Times is how long attempts at an instance took, failed ones too, by nginx's access log.
type Times struct {
	Window        int64 // the time since 1970 in units of timesWindow
	Attempts      int
	Took, Slowest time.Duration // of all of them, of the slowest
}

// took adds a batch whose last attempt ended at that instant.
func (u *Upstream) took(t *record.UpstreamTally, at time.Time) {
	if t.Slowest == 0 { // the log does not say, or nothing took a millisecond
		return
	}
	window := at.UnixNano() / int64(timesWindow)
	now := &u.Lately[0]
	if window > now.Window {
		u.Lately[1], *now = *now, Times{Window: window}
	}
	now.Attempts += t.Attempts
	now.Took = record.Longer(now.Took, t.Took)
	now.Slowest = max(now.Slowest, t.Slowest)
}

// Times is how long the attempts of the last seconds took, five to ten of them; false when there was none of which
// nginx says so.
func (u *Upstream) Times(at time.Time) (mean, slowest time.Duration, known bool) {
	window := at.UnixNano() / int64(timesWindow)
	n, sum := 0, time.Duration(0)
	for i := range u.Lately {
		if t := &u.Lately[i]; t.Attempts > 0 && t.Window >= window-1 {
			n, sum, slowest = n+t.Attempts, record.Longer(sum, t.Took), max(slowest, t.Slowest)
		}
	}
	if n == 0 {
		return 0, 0, false
	}
	return sum / time.Duration(n), slowest, true
}
