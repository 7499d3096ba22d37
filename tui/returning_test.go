package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
)

func firstLine(m *Model) string {
	first, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
	return first
}

// What was healed and is not back yet is no news of a failure.
func TestHealedIsOnItsWay(t *testing.T) {
	f := oneDown()
	w := stopwatchOf(&f, 1, 0)
	w.Moments[stopwatch.Healed] = stopwatch.Moment{At: f.At.Add(-3 * time.Second), Witness: event.ByDocker}
	w.Moments[stopwatch.Back] = stopwatch.Moment{}
	f.Faults, f.Stopwatches = nil, []stopwatch.Stopwatch{w}
	if got := firstLine(screenOf(120, 36, Options{}, f)); !strings.Contains(got, "healed: mysql-slave1 3.0 s ago") || strings.Contains(got, "broken") {
		t.Errorf("after its heal: %q", got)
	}
	if got := firstLine(screenOf(120, 36, Options{truths: greyReplica}, f)); !strings.Contains(got, "healed: mysql-slave1 3.0 s ago") || strings.Contains(got, "grey") {
		t.Errorf("after its heal, while its sources differ: %q", got)
	}
	w.Done = true
	f.Stopwatches = []stopwatch.Stopwatch{w}
	if got := firstLine(screenOf(120, 36, Options{}, f)); !strings.Contains(got, "1 of ") || !strings.Contains(got, "broken: mysql-slave1") {
		t.Errorf("given up: %q", got)
	}
}

// The first line names the subject of an alert once, and never says that all are up beside it.
func TestGreyIsToldOnce(t *testing.T) {
	grey := toldBy(map[string]string{"app3": "UP, and answers nothing"})
	m := screenOf(160, 36, Options{Hands: &fakeHands{}, truths: grey}, allUp(), bring(allUp(), 0, greyEvent))
	if got := firstLine(m); strings.Count(got, "app3") != 1 || strings.Contains(got, "● all ") {
		t.Errorf("with the alert: %q", got)
	}
	press(m, "esc")
	if got := firstLine(m); !strings.Contains(got, "1 grey failure: app3: UP, and answers nothing") {
		t.Errorf("without it: %q", got)
	}
	m = screenOf(160, 36, Options{Hands: &fakeHands{}, truths: grey}, allUp(), bring(oneDown(), 0, greyEvent))
	if got := firstLine(m); strings.Count(got, "app3") != 1 || !strings.Contains(got, "▼ mysql-slave1 stopped 10.5 s") {
		t.Errorf("beside a fault: %q", got)
	}
}

// What differs for a moment only is marked where all is compared, and no failure on the first line.
func TestPassingDisputeIsNoGreyFailure(t *testing.T) {
	passing := func(f *incident.Frame) []incident.Truth {
		rows := toldBy(map[string]string{"app3": "Docker: paused, nginx has not set it aside"})(f)
		for i := range rows {
			rows[i].Lasts = false
		}
		return rows
	}
	m := screenOf(120, 36, Options{Hands: &fakeHands{}, truths: passing}, allUp())
	if got := firstLine(m); !strings.Contains(got, "● all 10 up") {
		t.Errorf("%q", got)
	}
	press(m, "T", "!")
	if v := ansi.Strip(m.View()); !strings.Contains(v, "≠ Docker: paused, nginx has not set it aside") {
		t.Errorf("the table of truth does not say so:\n%s", v)
	}
}

// A fault that is over is the newest news until the user has taken note of it.
func TestBackIsRead(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "tuned-kill-mysql-slave1") {
		f = incident.Fold(f, s)
	}
	m := screenOf(120, 36, Options{}, f)
	if got := firstLine(m); !strings.Contains(got, "● back: mysql-slave1") || !strings.Contains(got, "it cost 0 of ") {
		t.Fatalf("%q", got)
	}
	press(m, "esc")
	m.Update(frameMsg(f))
	if got := firstLine(m); !strings.Contains(got, "● all 10 up") || strings.Contains(got, "back") {
		t.Errorf("after esc: %q", got)
	}
}

// The key line has what the chosen node can do now, and begins with what helps while a fault is open.
func TestKeysOfTheMoment(t *testing.T) {
	for name, tt := range map[string]struct {
		frame incident.Frame
		first string
		never []string
	}{
		"calm":    {allUp(), "s stop  x kill  p pause", []string{"S start"}},
		"stopped": {oneDown(), "S start  H heal all  enter why", []string{"s stop", "x kill", "p pause"}},
	} {
		lines := strings.Split(ansi.Strip(screenOf(200, 50, Options{Hands: &fakeHands{}}, tt.frame).View()), "\n")
		keys := strings.TrimSpace(lines[len(lines)-1])
		if !strings.HasPrefix(keys, tt.first) {
			t.Errorf("%s: %q", name, keys)
		}
		for _, text := range tt.never {
			if strings.Contains(keys, text) {
				t.Errorf("%s: %q has %q", name, keys, text)
			}
		}
	}
}
