package timeline

import (
	"slices"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
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

// The steps of a load are one line, which says how far it is; what the user asks for next, and its end, are others.
func TestStepsOfALoad(t *testing.T) {
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	vus := func(n int) *record.Act { return &record.Act{VUs: &n} }
	var f incident.Frame
	var p Pane
	f = incident.Fold(f, record.Sample{At: at, Source: record.SourceTopology, Topology: &record.Topology{Nodes: []record.Node{{Name: "k6", Role: record.RoleLoad}}}})
	for i, step := range []struct {
		s    record.Sample
		want []string // the last event of each line
	}{
		{record.Sample{Source: record.SourceYou, Act: vus(20)}, []string{"load: 20 users requested (you)"}},
		{record.Sample{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "k6", Action: "start"}}, []string{"load started"}},
		{record.Sample{Source: record.SourceK6, K6: &record.K6{Running: true, VUs: 20}}, []string{"load: 20 users"}},
		{record.Sample{Source: record.SourceYou, Act: vus(25)}, []string{"load: 20 users", "load: 25 users requested (you)"}},
		{record.Sample{Source: record.SourceK6, K6: &record.K6{Running: true, VUs: 25}}, []string{"load: 20 users", "load: 25 users"}},
		{record.Sample{Source: record.SourceYou, Act: vus(0)}, []string{"load: 20 users", "load: 25 users", "load: stop requested (you)"}},
		{record.Sample{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "k6", Action: "die", Detail: "0"}}, []string{"load: 20 users", "load: 25 users", "load ended"}},
		{record.Sample{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "k6", Action: "start"}}, []string{"load: 20 users", "load: 25 users", "load ended", "load started"}},
	} {
		step.s.At, step.s.Node = at.Add(time.Duration(i+1)*time.Second), "k6"
		f = incident.Fold(f, step.s)
		var got []string
		for _, l := range p.digest(&f, 20) {
			if f.Timeline[l.says].Kind == event.KindLoad {
				got = append(got, wording.English.Say(f.Timeline[l.says].Says))
			}
		}
		if !slices.Equal(got, step.want) {
			t.Errorf("step %d: %q, want %q", i+1, got, step.want)
		}
	}
}
