package record

import (
	"math"
	"testing"
	"time"
)

func TestSumStopsAtTheEnds(t *testing.T) {
	const most, least = math.MaxInt64, math.MinInt64
	for want, all := range map[int64][]int64{
		0: nil, 6: {1, 2, 3}, most: {most, most, 1}, least: {least, -1, least}, -1: {most, least}, most - 1: {most, -1}, least + 1: {least, 1},
	} {
		if got := Sum(all...); got != want {
			t.Errorf("Sum(%v) = %d, want %d", all, got, want)
		}
	}
}

func TestTimesStopsAtTheEnds(t *testing.T) {
	for n, want := range map[int64]time.Duration{
		0: 0, 3: 3 * time.Second, -1: -time.Second, 9223372036: 9223372036 * time.Second, 9223372037: math.MaxInt64,
		math.MaxInt64: math.MaxInt64, math.MinInt64: -math.MaxInt64,
	} {
		if got := Times(n, time.Second); got != want {
			t.Errorf("Times(%d) = %d, want %d", n, got, want)
		}
	}
}

func TestWhole(t *testing.T) {
	for v, want := range map[float64]int64{0: 0, 2.9: 2, -3: -3, -1 << 63: math.MinInt64, 1 << 62: 1 << 62} {
		if n, ok := Whole(v); !ok || n != want {
			t.Errorf("Whole(%v) = %d, %v", v, n, ok)
		}
	}
	for _, v := range []float64{1 << 63, 1e300, -1e300, math.Inf(1), math.Inf(-1), math.NaN()} {
		if n, ok := Whole(v); ok {
			t.Errorf("Whole(%v) = %d, and is none", v, n)
		}
	}
}

func TestWait(t *testing.T) {
	if d, ok := Wait(0.5, time.Millisecond); !ok || d != 500*time.Microsecond {
		t.Errorf("0.5 ms = %v, %v", d, ok)
	}
	for _, v := range []float64{-1, -0.001, 1e12, 1e300, math.Inf(1), math.Inf(-1), math.NaN()} {
		if d, ok := Wait(v, time.Millisecond); ok {
			t.Errorf("%v ms = %v, and cannot be", v, d)
		}
	}
}

func TestInstant(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	if Instant(now) != now {
		t.Error("now cannot be")
	}
	for _, at := range []time.Time{{}, time.Unix(0, 0), time.Unix(3e9*31557600, 0), time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if got := Instant(at); !got.IsZero() {
			t.Errorf("%v is taken for %v", at, got)
		}
	}
}
