package section

import (
	"math"
	"testing"
)

// Every number of seconds has a form, however absurd it is.
func TestSinceHasAForm(t *testing.T) {
	for _, n := range []int64{0, 1, -1, 999, 1000, -1000, math.MaxInt64, math.MaxInt64 - 1, math.MinInt64, math.MinInt64 + 1} {
		if got := since(n); got == "" || len(got) > 40 {
			t.Errorf("since(%d) = %q", n, got)
		}
	}
}
