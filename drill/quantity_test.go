package drill

import (
	"math"
	"strings"
	"testing"
)

// A quantity is a number that can be written and compared; one that cannot is a problem of its line.
func TestImpossibleQuantities(t *testing.T) {
	for u, unit := range map[unit]string{count: "", percent: "%", perSec: "/s", vus: "VUs"} {
		if n, ok := parseQuantity("12.5"+unit, u); !ok || n != 12.5 {
			t.Errorf("12.5%s = %v, %v", unit, n, ok)
		}
		for _, text := range []string{"-1", "1e300", "1e13", "inf", "-inf", "nan", "1e999", "99999999999999999999", "0x1p80"} {
			if n, ok := parseQuantity(text+unit, u); ok {
				t.Errorf("%s%s = %v", text, unit, n)
			}
		}
	}
	for _, text := range []string{"-1s", "1e300s", "infs", "nans", "9223372036s", "99999999999999999999s", "5"} {
		if n, ok := parseQuantity(text, span); ok {
			t.Errorf("%s = %v s", text, n)
		}
	}
}

// What was measured has a form, however absurd it is.
func TestEveryQuantityHasAForm(t *testing.T) {
	for _, n := range []float64{0, 1, -1, 0.001, 1e15, 1e300, -1e300, math.MaxInt64, math.MinInt64, math.Inf(1), math.Inf(-1), math.NaN()} {
		for _, u := range []unit{count, span, percent, perSec, vus} {
			if got := u.say(n); got == "" || len(got) > 30 || u == span && strings.Contains(got, "-") {
				t.Errorf("unit %d: %v is %q", u, n, got)
			}
		}
	}
}
