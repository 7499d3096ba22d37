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
		for _, u := range []unit{count, span, wait, percent, perSec, vus} {
			if got := u.say(n); got == "" || len(got) > 30 || u.time() && strings.Contains(got, "-") {
				t.Errorf("unit %d: %v is %q", u, n, got)
			}
		}
	}
}

// A figure keeps the names that it had, a share of requests is what failed in percent, and users have two names.
func TestFormerNames(t *testing.T) {
	for was, is := range formerly {
		if f := findFigure(was); f == nil || f.name != is {
			t.Errorf("%s is not %s", was, is)
		}
	}
	for _, text := range []string{"failed < 0.1%", "failed == 0", "failed < 0.1 %", "visible == 0", "hidden > 0", "absorbed > 0", "detection(app1) < 2s", "noticed(app1) == never", "vus == 20", "users < 20"} {
		if c, err := ParseCondition(text); err != nil || c.String() == "" {
			t.Errorf("%s: %v", text, err)
		}
	}
	for text, want := range map[string]unit{"failed < 1%": percent, "failed < 1": count, "failed(app1) > 2 %": percent} {
		l := newLine("x", 1, text)
		s, err := l.sense()
		if err != nil || s.(comparison).figure.unit != want {
			t.Errorf("%s: %v, %v", text, s, err)
		}
	}
}

// What is compared with a limit has the digits of the screen, and more of them where it would look like the limit.
func TestBesideALimit(t *testing.T) {
	for _, c := range []struct {
		u        unit
		n, limit float64
		want     string
	}{{wait, 16.302, 8, "16.3 s"}, {wait, 2.004, 2, "2.004 s"}, {span, 9.471, 2, "9.47 s"}, {percent, 0.0685, 0.1, "0.069 %"}, {percent, 0.1001, 0.1, "0.1001 %"},
		{perSec, 312.7, 50, "313/s"}, {count, 17530, 1000, "17 530"}, {vus, 20, 20, "20 users"}} {
		if got := c.u.beside(c.n, c.limit); got != c.want {
			t.Errorf("%v beside %v is %q, want %q", c.n, c.limit, got, c.want)
		}
	}
}
