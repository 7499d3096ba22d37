// Package rates makes rates and shares of what programs count.
package rates

import (
	"time"

	"hadash/record"
)

// Counter is a counter as it stood at one instant, for rates.
type Counter struct {
	At time.Time
	N  int64
}

// Over is the least time a rate is measured over. Readings that follow each other faster (a
// fault is open, something rang) would give rates that jump.
const Over = 900 * time.Millisecond

// Since gives the growth per second from c to (at, n), and what the next rate is measured from. It
// is not ok while too little time has passed: the last rate stands. It is -1 when there is none to
// tell: the first reading, or a counter that fell because its process is a new one.
func (c Counter) Since(at time.Time, n int64) (rate float64, next Counter, ok bool) {
	switch passed := at.Sub(c.At); {
	case c.At.IsZero() || n < c.N:
		return -1, Counter{at, n}, true
	case passed < Over:
		return 0, c, false
	default:
		return float64(n-c.N) / passed.Seconds(), Counter{at, n}, true
	}
}

// Grown is how much a counter grew since the last poll. One that fell began again at zero, so all
// of it is growth.
func Grown(was, is int64) int64 {
	if is < was {
		return is
	}
	return is - was
}

// Total is a counter of somebody else's, added up since hadash watches.
type Total struct {
	Sum   int64
	Known bool // it was read
	last  int64
}

// Saw takes in a reading; one below 0 tells nothing.
func (t *Total) Saw(n int64) {
	if n < 0 {
		return
	}
	if t.Known {
		t.Sum = record.Sum(t.Sum, Grown(t.last, n))
	}
	t.last, t.Known = n, true
}

// Stands is how long a rate that was measured counts for what happens next.
const Stands = 5 * time.Second

// Rate is a rate as it was measured at one instant.
type Rate struct {
	At        time.Time
	PerSecond float64
}

// Before is the rate that still counts at an instant; 0 when none does.
func (r Rate) Before(now time.Time) float64 {
	if now.Sub(r.At) <= Stands {
		return r.PerSecond
	}
	return 0
}

// maxHistory bounds a sparkline's points.
const maxHistory = 120

// Push gives history with one more point, without touching the old slice.
func Push(history []float64, v float64) []float64 {
	if len(history) >= maxHistory {
		history = history[len(history)-maxHistory+1:]
	}
	out := make([]float64, len(history)+1, maxHistory)
	copy(out, history)
	out[len(history)] = max(v, 0)
	return out
}
