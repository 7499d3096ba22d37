package record

import (
	"math"
	"time"
)

// Sum adds counters, saturating at the limits of int64.
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

// Longer adds durations, saturating at the longest.
func Longer(all ...time.Duration) (sum time.Duration) {
	for _, d := range all {
		sum = time.Duration(Sum(int64(sum), int64(d)))
	}
	return sum
}

// Times returns n units of time, saturating at the limits of a Duration.
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

// Whole returns a number of JSON as an int64. It is not ok if it is no number, or does not fit: Go's own conversion
// turns all of those into the smallest int64.
func Whole(v float64) (n int64, ok bool) {
	if !(v >= -1<<63 && v < 1<<63) {
		return 0, false
	}
	return int64(v), true
}

// MaxWait bounds reported durations: a session of a database may last for months.
const MaxWait = 366 * 24 * time.Hour

// Wait returns a duration as programs write it: a number of units. It is not ok if it is impossible: below 0, no
// number, or beyond MaxWait.
func Wait(v float64, unit time.Duration) (d time.Duration, ok bool) {
	if !(v >= 0 && v <= float64(MaxWait)/float64(unit)) {
		return 0, false
	}
	return time.Duration(v * float64(unit)), true
}

// The range of instants that a program may report, in seconds: no real clock is outside it, JSON has no years of five
// digits, and the difference of two of them fits a Duration.
var (
	earliest = time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC).Unix()
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
)

// Instant returns t if it is possible, else the zero time, which means not known.
func Instant(t time.Time) time.Time {
	if s := t.Unix(); s < earliest || s >= latest {
		return time.Time{}
	}
	return t
}
