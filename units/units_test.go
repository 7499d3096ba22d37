package units

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

func said(f func([]byte, time.Duration) []byte, d time.Duration) string { return string(f(nil, d)) }

func TestTimes(t *testing.T) {
	const ms, s = time.Millisecond, time.Second
	for _, c := range []struct{ want, got string }{
		{"0.00 s", said(English.AppendExact, -s)}, {"9.47 s", said(English.AppendExact, 9471*ms)}, {"27.24 с", said(Russian.AppendExact, 27240*ms)},
		{"2 min 5 s", said(English.AppendExact, 125*s)}, {"2 мин 5 с", said(Russian.AppendExact, 125*s)},
		{"0.4 ms", said(English.AppendTook, 400*time.Microsecond)}, {"14 ms", said(English.AppendTook, 14*ms)}, {"1 ms", said(English.AppendTook, 960*time.Microsecond)},
		{"1.0 s", said(English.AppendTook, 999600*time.Microsecond)}, {"8.7 s", said(English.AppendTook, 8701*ms)}, {"16.3 с", said(Russian.AppendTook, 16300*ms)},
		{"2 min", said(English.AppendTook, 120*s)}, {"8.7 s", said(English.AppendLasted, 8790*ms)}, {"2 min 5 s", said(English.AppendLasted, 125*s)},
		{"≤ 13.1 s", said(English.AppendBound, 13080*ms)}, {"≤ 13.0 s", said(English.AppendBound, 13*s)}, {"≤ 0.15 s", said(English.AppendBound, 149*ms)},
		{"≤ 1 min 41 s", said(English.AppendBound, 100*s+ms)}, {"≤ 12.7 с", said(Russian.AppendBound, 12660*ms)},
		{"2 s", said(English.AppendSet, 2*s)}, {"2.5 s", said(English.AppendSet, 2500*ms)}, {"75 ms", said(English.AppendSet, 75*ms)}, {"0 s", said(English.AppendSet, 0)},
		{"10 min", said(English.AppendSet, 600*s)}, {"60 s", said(English.AppendSet, 60*s)},
		{"45 s", said(English.AppendLong, 45*s)}, {"7 min 57 s", said(English.AppendLong, 477*s)}, {"3 h 8 min", said(English.AppendLong, 188*time.Minute)},
		{"2 d 3 h", said(English.AppendLong, 51*time.Hour)}, {"8 min", said(English.AppendLong, 480*s)}, {"1 min", said(English.AppendLong, 59800*ms)},
		{"4m05s", said(AppendAge, 245*s)}, {"10s", said(AppendAge, 10900*ms)}, {"120d", said(AppendAge, 120*24*time.Hour)},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ want, got string }{
		{"4 227", string(AppendCount(nil, 4227, Blank))}, {"-9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f808", string(AppendCount(nil, math.MinInt64, Thin))},
		{"0", string(AppendRate(nil, 0, Blank))}, {"0.4", string(AppendRate(nil, 0.4, Blank))}, {"0.1", string(AppendRate(nil, 0.01, Blank))},
		{"1", string(AppendRate(nil, 0.96, Blank))}, {"2", string(AppendRate(nil, 2.4, Blank))}, {"1 858", string(AppendRate(nil, 1857.6, Blank))},
		{"0.066 %", string(AppendShare(nil, 0.0661))}, {"0.28 %", string(AppendShare(nil, 0.2815))}, {"5.1 %", string(AppendShare(nil, 5.137))},
		{"42 %", string(AppendShare(nil, 42.4))}, {"0 %", string(AppendShare(nil, 0))}, {"100 %", string(AppendShare(nil, 100))}, {"10 %", string(AppendShare(nil, 9.97))},
		{"1.0 %", string(AppendShare(nil, 0.998))}, {"99.934 %", string(AppendShare(nil, 99.934))}, {"94.9 %", string(AppendShare(nil, 94.863))}, {"0.00031 %", string(AppendShare(nil, 0.000312))},
		{"1.2k", string(AppendShort(nil, 1234))}, {"-9.2E", string(AppendShort(nil, math.MinInt64))},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	for _, r := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, 1 << 63, -0.1} {
		if KnownRate(r) {
			t.Errorf("%v is a rate", r)
		}
	}
}

// A time has a form however absurd it is, and a bound is never below what it bounds.
func TestEveryTimeHasAForm(t *testing.T) {
	for _, d := range []time.Duration{math.MinInt64, -1, 0, 1, 999_949, 949_999, 999_500_000, time.Hour, math.MaxInt64} {
		for name, f := range map[string]func([]byte, time.Duration) []byte{"Exact": English.AppendExact, "Took": English.AppendTook, "Lasted": English.AppendLasted,
			"Bound": English.AppendBound, "Set": English.AppendSet, "Long": English.AppendLong, "Age": AppendAge} {
			if text := said(f, d); text == "" || strings.Contains(text, "-") || len(text) > 30 {
				t.Errorf("%s(%d) = %q", name, d, text)
			}
		}
	}
	for d := time.Duration(0); d < 100*time.Second; d += d/7 + time.Millisecond {
		n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimPrefix(said(English.AppendBound, d), "≤ "), " s"), 64)
		if err != nil || n < d.Seconds()-1e-9 {
			t.Errorf("%v is said to be %q", d, said(English.AppendBound, d))
		}
	}
}

func TestNoAllocation(t *testing.T) {
	b := make([]byte, 0, 64)
	if n := testing.AllocsPerRun(100, func() {
		b = English.AppendTook(English.AppendBound(English.AppendExact(AppendRate(AppendShare(b[:0], 5.1), 12, Blank), time.Second), time.Second), time.Second)
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// A bound that is rounded as an exact time is written, is still a bound.
func TestUp(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-1: "0.00 s", 0: "0.00 s", 181 * time.Millisecond: "0.19 s", 180 * time.Millisecond: "0.18 s", 9471 * time.Millisecond: "9.48 s",
		99991 * time.Millisecond: "1 min 40 s", 125001 * time.Millisecond: "2 min 6 s",
	} {
		if got := string(English.AppendExact(nil, Up(d))); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}
