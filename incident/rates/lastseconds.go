package rates

import (
	"maps"
	"time"
)

// readings holds the readings of a counter within the last seconds, no closer together than rates are
// measured, and the newest one before them.
type readings []Counter

// rate returns the growth per second from the oldest of them to (at, n), -1 if there is none.
func (c readings) rate(at time.Time, n int64) float64 {
	if len(c) == 0 || at.Sub(c[0].At) < Over {
		return -1
	}
	return float64(n-c[0].N) / at.Sub(c[0].At).Seconds()
}

// and returns a copy of the readings with one more. A counter that fell starts again.
func (c readings) and(at time.Time, n int64) readings {
	if k := len(c); k > 0 && n < c[k-1].N {
		c = nil
	} else if k > 0 && at.Sub(c[k-1].At) < Over {
		return c
	}
	for len(c) > 1 && !c[1].At.After(at.Add(-RecentSeconds*time.Second)) {
		c = c[1:]
	}
	return append(c[:len(c):len(c)], Counter{at, n})
}

// LastSeconds keeps readings of counters by their owner. It is a value: adding a reading does not change copies.
type LastSeconds struct{ by map[string]readings }

// Rate returns the rate of a counter over the last seconds. k6, nginx and the instances are asked one after another,
// and rates over one second each would differ by the change of load in between.
func (l *LastSeconds) Rate(of string, at time.Time, n int64) float64 {
	was := l.by[of]
	is := was.and(at, n)
	rate := is.rate(at, n)
	if len(is) == len(was) && (len(is) == 0 || is[len(is)-1] == was[len(was)-1]) {
		return rate
	}
	l.by = maps.Clone(l.by)
	if l.by == nil {
		l.by = map[string]readings{}
	}
	l.by[of] = is
	return rate
}

// Forget drops the readings of a counter that is not known: its rate is not known then.
func (l *LastSeconds) Forget(of string) {
	if _, ok := l.by[of]; ok {
		l.by = maps.Clone(l.by)
		delete(l.by, of)
	}
}
