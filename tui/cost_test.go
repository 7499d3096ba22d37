package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/clients"
	"hadash/incident/consequence"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/wording"
)

// costText is all that the panel says of a stopwatch.
func costText(t *testing.T, f incident.Frame, w stopwatch.Stopwatch) string {
	t.Helper()
	f.Stopwatches = []stopwatch.Stopwatch{w}
	return ansi.Strip(screenOf(200, 60, Options{}, f).View())
}

// What is expected stands beside what it is expected of: when the balancer says UP again, not when traffic comes.
func TestCostOfComingBack(t *testing.T) {
	back := func(kind record.FaultKind, up time.Duration) func(*stopwatch.Stopwatch) {
		return func(s *stopwatch.Stopwatch) {
			s.Kind = kind
			s.Moments[stopwatch.Healed].At = at(20 * time.Second)
			s.Up = stopwatch.Moment{At: at(20*time.Second + up), Witness: event.ByLog}
			s.Moments[stopwatch.Back] = stopwatch.Moment{At: at(28 * time.Second), Witness: event.ByPoll}
		}
	}
	for name, c := range map[string]struct {
		change func(*stopwatch.Stopwatch)
		want   []string
	}{
		"in time":            {back(record.Pause, time.Second), []string{"back         8.00 s after the heal, up after 1.00 s, due ≤ 1.2 s  exact"}},
		"late":               {back(record.Pause, 2*time.Second), []string{"back         8.00 s after the heal, up after 2.00 s late, due ≤ 1.2 s  exact"}},
		"its process starts": {back(record.Stop, 2*time.Second), []string{"back         8.00 s after the heal, up after 2.00 s, due start+1.2 s  exact"}},
		"nothing was expected": {func(s *stopwatch.Stopwatch) {
			back(record.Pause, time.Second)(s)
			s.Expected.Known = false
		}, []string{"back         8.00 s after the heal, up after 1.00 s  exact"}},
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
	w.Felt.Failed, w.Hidden, w.Beside = 1, clients.Hidden{Redispatched: 1, Saved: 1, Settled: 1}, 12
	m := stopwatch.Moment{At: at(time.Second), Witness: event.ByClient, Says: wording.Text("login failed at the client: no answer after 5.76s")}
	w.Moments[stopwatch.FirstFailed], w.Moments[stopwatch.LastFailed] = m, m
	got := costText(t, oneDown(), w)
	for _, want := range []string{"failing      once, 1.00 s after the break  login failed at the client: no answer after 5.76s",
		"absorbed     1 moved to another server · 12 not of this fault"} {
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
			c := consequence.Of(&f, f.Node(s.Act.Inject.Target), *s.Act.Inject, f.Predict(*s.Act.Inject))
			asked = paint.Consequence(c.Detection(), "≤").Long
		}
		f = incident.Fold(f, s)
	}
	w := f.Stopwatches[0]
	if w.Ending() <= 0 || w.Bound() != w.Expected.Detect+w.Ending() {
		t.Fatalf("it ended within %s, the bound is %s", w.Ending(), w.Bound())
	}
	if want := "noticed ≤ 12.0 s after its end"; asked != want {
		t.Errorf("asked %q, want %q", asked, want)
	}
	if got := costText(t, f, w); !strings.Contains(got, "due ≤ 12.7 s") {
		t.Errorf("no sum:\n%s", got)
	}
}

// Once a fault is healed the card says how long it was broken, how much of that was until the heal, and who made it.
func TestCostOfTheWholeFault(t *testing.T) {
	w := oneDown().Stopwatches[0]
	if got := costText(t, oneDown(), w); strings.Contains(got, "broken  ") {
		t.Errorf("it is not over:\n%s", got)
	}
	w.You, w.At = false, at(0)
	w.Moments[stopwatch.Injected].At = w.At
	w.Moments[stopwatch.Healed] = stopwatch.Moment{At: at(20 * time.Second), Witness: event.ByYou}
	w.Moments[stopwatch.Back] = stopwatch.Moment{At: at(27700 * time.Millisecond)}
	got := costText(t, oneDown(), w)
	for _, want := range []string{"broken       27.70 s  20.00 s of it till your heal  by others", "back         7.70 s after the heal"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q:\n%s", want, got)
		}
	}
}
