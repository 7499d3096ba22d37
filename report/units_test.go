package report

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Every number has a form, however absurd it is.
func TestEveryNumberHasAForm(t *testing.T) {
	for _, n := range []int64{0, 1, -1, 999, 1000, -1000, math.MaxInt64, math.MaxInt64 - 1, math.MinInt64, math.MinInt64 + 1} {
		if got := strings.ReplaceAll(Count(n), "\u202f", ""); got != strconv.FormatInt(n, 10) {
			t.Errorf("count(%d) = %q", n, got)
		}
		d := time.Duration(n)
		for name, got := range map[string]string{
			"span": Length(d), "secs": English.Secs(d), "wait": English.Wait(d), "after": English.After(d), "bound": English.AtMost(d), "set": English.Set(d),
			"lasted": English.Lasted(d), "rate": Rate(float64(n)),
		} {
			if got == "" || len(got) > 40 {
				t.Errorf("%s(%d) = %q", name, n, got)
			}
		}
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := Rate(v); got != "-" {
			t.Errorf("rate(%v) = %q", v, got)
		}
	}
	for v, want := range map[float64]int64{1e300: math.MaxInt64, 1 << 63: math.MaxInt64, -1e300: 0, 5.9: 5} {
		if got := WholeOf(v); got != want {
			t.Errorf("wholeOf(%g) = %d, want %d", v, got, want)
		}
	}
}
