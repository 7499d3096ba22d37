package timeline

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// While a fault is open, and for a while after, its moments are in sight, and the newest event is; the lines are in order.
func TestTheFaultStaysInSight(t *testing.T) {
	pinned := 0
	for _, f := range framesOf(t, "../../docs/experiment/baseline.hadash", 500*time.Millisecond) {
		for h := 3; h <= 12; h++ {
			var p Pane
			lines := p.digest(&f, h)
			if len(lines) > h || len(f.Timeline) > 0 && len(lines) == 0 {
				t.Fatalf("%d lines for %d", len(lines), h)
			}
			seen := func(nth int) bool { return p.lineAt(nth) >= 0 }
			for i, l := range lines {
				if i > 0 && l.at.Before(lines[i-1].at) {
					t.Errorf("%s: line %d is older than the one above", f.At, i)
				}
				if i > 0 && f.Timeline[l.nth].Kind == event.KindFault && f.Timeline[l.nth].Fault == f.Timeline[lines[i-1].nth].Fault && !f.Timeline[lines[i-1].nth].At.Before(f.Timeline[l.nth].At) {
					t.Errorf("%s: an effect stands above its fault %s", f.At, f.Timeline[l.nth].Fault)
				}
			}
			last := 0
			for nth := range f.Timeline {
				if e := &f.Timeline[nth]; !latest(e.At, e.Until).Before(latest(f.Timeline[last].At, f.Timeline[last].Until)) {
					last = nth
				}
			}
			if len(f.Timeline) > 0 && !seen(last) {
				t.Errorf("%s, %d lines: the newest event is not among them", f.At, h)
			}
			for i := range f.Stopwatches {
				s := &f.Stopwatches[i]
				stages := []stopwatch.Stage{stopwatch.Injected, stopwatch.Detected, stopwatch.Healed}[:min(h-1, 3)]
				if !recent(&f, s) || i < len(f.Stopwatches)-1 {
					continue
				}
				for nth := range f.Timeline {
					if e := &f.Timeline[nth]; e.Kind == event.KindFault && e.Fault == s.String() && e.At.Equal(s.Moments[stopwatch.Injected].At) && !seen(nth) {
						t.Errorf("%s, %d lines: %q is out of sight", f.At, h, e.Says.String())
					}
				}
				for _, stage := range stages {
					if nth := eventOf(&f, s, &s.Moments[stage]); nth >= 0 && !seen(nth) {
						t.Errorf("%s, %d lines: %s of %s is out of sight", f.At, h, stage, s)
					} else if nth >= 0 {
						pinned++
					}
				}
			}
		}
	}
	if pinned < 100 {
		t.Errorf("only %d moments were looked for", pinned)
	}
}

// framesOf is the Frames of a recording, so far apart.
func framesOf(t *testing.T, path string, every time.Duration) []incident.Frame {
	t.Helper()
	r, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out []incident.Frame
	var f incident.Frame
	for s := range r.Samples() {
		if f = incident.Fold(f, s); len(out) == 0 || f.At.Sub(out[len(out)-1].At) >= every {
			out = append(out, f)
		}
	}
	return out
}
