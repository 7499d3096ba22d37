package wording

import (
	"math"
	"testing"
	"time"
)

const ms = time.Millisecond

// What is configured is said as it is configured, not rounded to something else.
func TestSetting(t *testing.T) {
	for d, want := range map[time.Duration]string{
		75 * ms: "75 ms", 5 * ms: "5 ms", 200 * ms: "200 ms", 2 * time.Second: "2 s", 1125 * ms: "1.125 s", 9995 * ms: "9.995 s",
		12500 * ms: "12.5 s", time.Minute: "60 s", 480*ms + 300*time.Nanosecond: "480 ms", 0: "0 s",
	} {
		if got := verbatim.Of(Setting(d)).String(); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}

func TestAbsurdSpans(t *testing.T) {
	for _, d := range []time.Duration{0, math.MaxInt64, math.MinInt64} {
		if got := verbatim.Of(Exact(d)).String(); got == "" || len(got) > 20 {
			t.Errorf("%d = %q", d, got)
		}
	}
}
