package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// pairAt is the Frame of a captured run of stack/pair on tuned, so long after its beginning: HAProxy 3.0.11 with keepalived 2.3.3,
// without load. haproxy, which has the address, is killed after 7.4 s and started 3.5 s later.
func pairAt(t *testing.T, after time.Duration) incident.Frame {
	t.Helper()
	r, err := record.Open("testdata/pair.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f := incident.NewFrame(r.Header.Started)
	for s := range r.Samples() {
		if s.At.Sub(r.Header.Started) > after {
			break
		}
		f = incident.Fold(f, s)
	}
	f.Join()
	return f
}

func pairScreen(w, h int, f incident.Frame) *Model {
	return atMoment(w, h, faultMoment{frames: []incident.Frame{f}})
}

// The HAProxies of a pair side by side, before, while and after the active one is dead; its page, and who says what.
func TestGoldenPair(t *testing.T) {
	for name, after := range map[string]time.Duration{"before": 7 * time.Second, "dead": 10 * time.Second, "back": 15 * time.Second} {
		goldenFrame(t, "pair-"+name, pairScreen(160, 45, pairAt(t, after)))
	}
	for name, after := range map[string]time.Duration{"before": 7 * time.Second, "dead": 10 * time.Second} {
		m := pairScreen(120, 45, pairAt(t, after))
		press(m, "node:haproxy", "enter")
		goldenFrame(t, "pair-node-"+name, m)
		m = pairScreen(120, 36, pairAt(t, after))
		press(m, "T")
		goldenFrame(t, "pair-truth-"+name, m)
	}
}

// What the recording says is what its drill saw: the address moved by keepalived's word, and the killed one came back as the standby.
func TestPairAsRecorded(t *testing.T) {
	f := pairAt(t, time.Minute)
	w := f.Stopwatch("haproxy")
	if w == nil || w.Moments[stopwatch.Detected].Says.String() != "haproxy2 took the address 172.28.44.9" {
		t.Fatalf("%+v", w)
	}
	if d, ok := w.Detection(); !ok || d > 400*time.Millisecond || w.Late() || !w.Moments[stopwatch.Back].Seen() {
		t.Errorf("noticed after %v, %v; %+v", d, ok, w.Moments)
	}
	if active, standby := f.Pair(); active != "haproxy2" || standby != "haproxy" {
		t.Errorf("%s has it, and %s waits", active, standby)
	}
	view := ansi.Strip(pairScreen(160, 45, f).View())
	for _, want := range []string{"haproxy  standby", "haproxy2 active"} {
		if !strings.Contains(view, want) {
			t.Errorf("the screen does not say %q:\n%s", want, view)
		}
	}
}

// goneAt is the Frame of a captured run in which balancers of a pair die by themselves (incident/testdata/gone/ABOUT), at a time of
// its day.
func goneAt(t *testing.T, clock string) incident.Frame {
	t.Helper()
	until, err := time.Parse("2006-01-02 15:04:05", "2026-12-01 "+clock)
	if err != nil {
		t.Fatal(err)
	}
	r, err := record.Open("../incident/testdata/gone/pair.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f := incident.NewFrame(r.Header.Started)
	for s := range r.Samples() {
		if s.At.After(until) {
			break
		}
		f = incident.Fold(f, s)
	}
	f.Join()
	return f
}

// A HAProxy that is killed by others, one that hangs by itself, and an address that both have: the dashboard, the page of a HAProxy,
// and who says what.
func TestGoldenPairByItself(t *testing.T) {
	for name, clock := range map[string]string{"killed": "04:31:28", "gone": "04:31:48", "both": "04:32:08", "one": "04:32:14"} {
		goldenFrame(t, "pair-"+name, pairScreen(160, 45, goneAt(t, clock)))
	}
	for name, clock := range map[string]string{"gone": "04:31:48", "both": "04:32:08"} {
		for _, w := range []int{80, 120} {
			m := pairScreen(w, 36, goneAt(t, clock))
			press(m, "node:haproxy2", "enter")
			goldenFrame(t, "pair-node-"+name, m)
			m = pairScreen(w, 36, goneAt(t, clock))
			press(m, "T")
			goldenFrame(t, "pair-truth-"+name, m)
		}
	}
}
