package record

import (
	"math"
	"time"
)

// Sum adds counters, and stops at the ends of int64 instead of passing them.
func Sum(all ...int64) (sum int64) {
	for _, n := range all {
		switch {
		case n > 0 && sum > math.MaxInt64-n:
			sum = math.MaxInt64
		case n < 0 && sum < math.MinInt64-n:
			sum = math.MinInt64
		default:
			sum += n
		}
	}
	return sum
}

// Longer adds durations, and stops at the longest.
func Longer(all ...time.Duration) (sum time.Duration) {
	for _, d := range all {
		sum = time.Duration(Sum(int64(sum), int64(d)))
	}
	return sum
}

// Times is so many units of time, and stops at the ends of what a Duration can be.
func Times(n int64, unit time.Duration) time.Duration {
	if unit == 0 {
		return 0
	}
	switch most := int64(math.MaxInt64 / unit.Abs()); {
	case n > most && unit > 0, n < -most && unit < 0:
		return math.MaxInt64
	case n > most, n < -most:
		return -math.MaxInt64
	}
	return time.Duration(n) * unit
}

// Whole is a number of JSON as an int64. It is not ok for one that is none, or that no int64 holds: Go's own
// conversion makes the smallest int64 of all those.
func Whole(v float64) (n int64, ok bool) {
	if !(v >= -1<<63 && v < 1<<63) {
		return 0, false
	}
	return int64(v), true
}

// MaxWait bounds how long something may be said to have taken: a session of a database may last for months.
const MaxWait = 366 * 24 * time.Hour

// Wait is a time that something took, as programs write it: a number of units. It is not ok where it cannot be: below
// 0, no number, or beyond MaxWait.
func Wait(v float64, unit time.Duration) (d time.Duration, ok bool) {
	if !(v >= 0 && v <= float64(MaxWait)/float64(unit)) {
		return 0, false
	}
	return time.Duration(v * float64(unit)), true
}

// The instants that a program may tell of, in seconds: no clock that is watched is out of these by mistake, JSON has no
// years of five digits, and the difference of two of them is a Duration.
var (
	earliest = time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC).Unix()
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
)

// Instant gives t when it can be, and the zero time, which is not known, when it cannot.
func Instant(t time.Time) time.Time {
	if s := t.Unix(); s < earliest || s >= latest {
		return time.Time{}
	}
	return t
}

// HTTPStatus reports whether a program may answer that: 0 is for none, and nginx has 0 to 599.
func HTTPStatus(code int) bool { return code == 0 || code >= 100 && code <= 599 }
