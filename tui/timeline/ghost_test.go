package timeline

import (
	"strings"
	"testing"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/tui/ui"
)

// What is expected is only what a prediction knows: until it happens, not after, and no later than the prediction says.
func TestGhostsArePredicted(t *testing.T) {
	kinds := map[string]int{}
	for _, path := range recordings {
		each(t, path, func(f *incident.Frame) {
			c := ui.Context{Frame: f, Verdict: verdict.Of(f)}
			g, is := ghostOf(&c)
			if !is {
				return
			}
			s := newest(f, g.node)
			switch {
			case s == nil:
				t.Fatalf("%s: nobody broke %s", f.At, g.node)
			case g.by == 0:
				if !s.Moments[stopwatch.Healed].Seen() || s.Moments[stopwatch.Back].Seen() {
					t.Errorf("%s: %q is expected of %s", f.At, g.text, s)
				}
			case !s.Expected.Known || s.Expected.Never || s.Moments[stopwatch.Detected].Seen() || s.Moments[stopwatch.Healed].Seen():
				t.Errorf("%s: %q was not predicted of %s, or is over", f.At, g.text, s)
			case g.by != s.Bound() || g.within > g.by:
				t.Errorf("%s: %q by %s in %s, predicted within %s", f.At, g.text, g.by, g.within, s.Bound())
			}
			kinds[strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return -1
				}
				return r
			}, g.text)]++
		})
	}
	for _, want := range []string{"HAProxy takes it out", "HAProxy sends again once its checks pass", "HAProxy sends again after  more check"} {
		if kinds[want] == 0 {
			t.Errorf("never %q, only %v", want, kinds)
		}
	}
}

func newest(f *incident.Frame, node string) *stopwatch.Stopwatch {
	for i := len(f.Stopwatches) - 1; i >= 0; i-- {
		if f.Stopwatches[i].Target == node {
			return &f.Stopwatches[i]
		}
	}
	return nil
}
