package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// costText is all that the panel says of a stopwatch.
func costText(t *testing.T, f incident.Frame, w incident.Stopwatch) string {
	t.Helper()
	f.Stopwatches = []incident.Stopwatch{w}
	return ansi.Strip(screenOf(200, 60, Options{}, f).View())
}

// What is expected stands beside what it is expected of: when the balancer says UP again, not when traffic comes.
func TestCostOfComingBack(t *testing.T) {
	back := func(kind record.FaultKind, up time.Duration) func(*incident.Stopwatch) {
		return func(s *incident.Stopwatch) {
			s.Kind = kind
			s.Moments[incident.Healed].At = at(20 * time.Second)
			s.Up = incident.Moment{At: at(20*time.Second + up), Witness: incident.ByLog}
			s.Moments[incident.Back] = incident.Moment{At: at(28 * time.Second), Witness: incident.ByPoll}
		}
	}
	for name, c := range map[string]struct {
		change func(*incident.Stopwatch)
		want   []string
	}{
		"in time":              {back(record.Pause, time.Second), []string{"UP again        ≤ 1.20 s    +1.00 s    exact", "recovery                    +8.00 s    polled"}},
		"late":                 {back(record.Pause, 2*time.Second), []string{"UP again        ≤ 1.20 s    +2.00 s !  exact", "recovery                    +8.00 s    polled"}},
		"its process starts":   {back(record.Stop, 2*time.Second), []string{"UP again    start+1.20 s    +2.00 s    exact", "recovery                    +8.00 s    polled"}},
		"nothing was expected": {func(s *incident.Stopwatch) { s.Expected.Known = false }, []string{"UP again               -          -"}},
	} {
		w := oneDown().Stopwatches[0]
		c.change(&w)
		got := costText(t, oneDown(), w)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q:\n%s", name, want, got)
			}
		}
	}
}

// One failed request has no window, but is said; what is tied to no fault stands apart.
func TestCostOfOneRequest(t *testing.T) {
	w := oneDown().Stopwatches[0]
	w.Felt.Failed, w.Hidden, w.Beside = 1, incident.Hidden{Redispatched: 1}, 12
	m := incident.Moment{At: at(time.Second), Witness: incident.ByClient, Text: "login failed at the client: no answer after 5.76s"}
	w.Moments[incident.FirstFailed], w.Moments[incident.LastFailed] = m, m
	got := costText(t, oneDown(), w)
	for _, want := range []string{"error window            one request    login failed at the client: no answer after 5.76s",
		"hidden       1 moved  ", "not tied     12 more were absorbed in its time"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q:\n%s", want, got)
		}
	}
}

// The bound of a stop is what its question said and the time in which its process ended, each by itself.
func TestCostOfAStop(t *testing.T) {
	var f incident.Frame
	asked := ""
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		if s.Act != nil && s.Act.Inject != nil {
			m := screenOf(120, 36, Options{predict: (*incident.Frame).Predict}, f)
			asked = m.expected(&f, f.Node(s.Act.Inject.Target), *s.Act.Inject).long
		}
		f = incident.Fold(f, s)
	}
	w := f.Stopwatches[0]
	if w.Ending() <= 0 || w.Bound() != w.Expected.Detect+w.Ending() {
		t.Fatalf("it ended within %s, the bound is %s", w.Ending(), w.Bound())
	}
	if want := "detected ≤ 12.00 s after its end"; asked != want {
		t.Errorf("asked %q, want %q", asked, want)
	}
	if got := costText(t, f, w); !strings.Contains(got, "≤ 12.00+0.87 s") {
		t.Errorf("no sum:\n%s", got)
	}
}
