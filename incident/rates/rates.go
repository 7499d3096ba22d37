// Package rates computes rates and shares from counters.
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

// Over is the shortest period of a rate. Closer readings (an open fault, an alert) would give unsteady rates.
const Over = 900 * time.Millisecond

// Since returns the growth per second from c to (at, n), and the start of the next measurement. It is not ok while too
// little time has passed: the last rate stands. It is -1 if there is none: the first reading, or a counter that fell
// because its process is a new one.
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

// Grown returns how much a counter grew since the last poll. A counter that fell restarted from zero, so all of it is
// growth.
func Grown(was, is int64) int64 {
	if is < was {
		return is
	}
	return is - was
}

// Total is a foreign counter, added up since watching began.
type Total struct {
	Sum   int64
	Known bool // it was read
	last  int64
}

// Saw adds a reading; one below 0 is ignored.
func (t *Total) Saw(n int64) {
	if n < 0 {
		return
	}
	if t.Known {
		t.Sum = record.Sum(t.Sum, Grown(t.last, n))
	}
	t.last, t.Known = n, true
}

// Stands is how long a measured rate applies to later events.
const Stands = 5 * time.Second

// Rate is a rate as it was measured at one instant.
type Rate struct {
	At        time.Time
	PerSecond float64
}

// Before returns the rate that still applies at an instant; 0 if none does.
func (r Rate) Before(now time.Time) float64 {
	if now.Sub(r.At) <= Stands {
		return r.PerSecond
	}
	return 0
}

// maxHistory bounds a sparkline's points.
const maxHistory = 120

// Push returns history with one more point, without changing the old slice.
func Push(history []float64, v float64) []float64 {
	if len(history) >= maxHistory {
		history = history[len(history)-maxHistory+1:]
	}
	out := make([]float64, len(history)+1, maxHistory)
	copy(out, history)
	out[len(history)] = max(v, 0)
	return out
}
