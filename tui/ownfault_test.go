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

var stopDB1 = record.Fault{Kind: record.Own, Target: "mysql-slave1", Name: "stop-db1"}

func withOwn(h *fakeHands, frames ...incident.Frame) *Model {
	fill := record.Fault{Kind: record.Own, Target: "app1", Name: "fill-disk"}
	return screenOf(120, 44, Options{Hands: h, Own: []record.Fault{fill, stopDB1}}, frames...)
}

// A fault of the user's own is in the menu of its node only, below those that hadash has.
func TestOwnFaultInMenu(t *testing.T) {
	h := &fakeHands{}
	m := withOwn(h, allUp())
	press(m, "enter", "a")
	if got := strings.Join(body(m, false), "\n"); !strings.Contains(got, "stop-db1") || strings.Contains(got, "fill-disk") {
		t.Errorf("the menu:\n%s", got)
	}
	press(m, "G", "enter")
	if got := ansi.Strip(m.View()); !strings.Contains(got, "stop-db1 on mysql-slave1?") || !strings.Contains(got, "a command of yours") {
		t.Errorf("it is not asked:\n%s", got)
	}
	press(m, "y")
	if len(h.calls) != 1 || h.calls[0] != "inject stop-db1 on mysql-slave1" {
		t.Errorf("calls: %q", h.calls)
	}
}

// The palette has it under its own name for whatever node is chosen; its kind is no command.
func TestOwnFaultInPalette(t *testing.T) {
	for typed, want := range map[string]string{":fill-disk": "inject fill-disk on app1", ":stop-db1": "inject stop-db1 on mysql-slave1"} {
		h := &fakeHands{}
		m := withOwn(h, allUp())
		m.o.Yes = true
		press(m, ":")
		for _, r := range typed[1:] {
			press(m, string(r))
		}
		press(m, "enter")
		if len(h.calls) != 1 || h.calls[0] != want {
			t.Errorf("%s: %q", typed, h.calls)
		}
	}
	m := screenOf(120, 44, Options{Own: []record.Fault{stopDB1}}, allUp())
	press(m, "enter")
	if got := ansi.Strip(m.View()); strings.Contains(got, "stop-db1") {
		t.Errorf("read-only:\n%s", got)
	}
}

// A fault that is open is healed by its own heal, from the menu and with S.
func TestOwnFaultHeals(t *testing.T) {
	open := with(allUp(), stopwatch.Fault{Fault: stopDB1, At: fault, You: true})
	for _, keys := range [][]string{{"S"}, {"enter", "enter"}, {"H"}} {
		h := &fakeHands{}
		m := withOwn(h, open)
		if press(m, keys...); len(h.calls) != 1 || h.calls[0] != "heal stop-db1 on mysql-slave1" {
			t.Errorf("%q: %q\n%s", keys, h.calls, ansi.Strip(m.View()))
		}
	}
}

// A heal that failed stays on the first line until the fault is healed, however long that takes and whatever is pressed.
func TestUnhealedStays(t *testing.T) {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	var f incident.Frame
	m := screenOf(200, 44, Options{Hands: &fakeHands{}})
	see := func(after time.Duration, s record.Sample) string {
		s.At, s.Source = at.Add(after), record.SourceYou
		f = incident.Fold(f, s)
		m.Update(frameMsg(f))
		return strings.Split(ansi.Strip(m.View()), "\n")[0] + strings.Split(ansi.Strip(m.View()), "\n")[1]
	}
	see(0, record.Sample{Topology: &record.Topology{Project: "lab", Nodes: []record.Node{{Name: "mysql-slave1", Kind: record.KindServer}}}})
	see(time.Second, record.Sample{Act: &record.Act{Inject: &stopDB1}})
	see(2*time.Second, record.Sample{Act: &record.Act{Heal: &stopDB1}})
	const says, alert = "broken by stop-db1", "▼ NOT healed: "
	if got := see(3*time.Second, record.Sample{Act: &record.Act{Unhealed: &stopDB1, Why: "its heal command failed (exit status 255)"}}); !strings.Contains(got, ", NOT healed") || !strings.Contains(got, alert) {
		t.Errorf("at once: %s", got)
	}
	press(m, "j")
	if got := see(10*time.Minute, record.Sample{Act: &record.Act{Note: "x"}}); !strings.Contains(got, ", NOT healed") || !strings.Contains(got, alert) {
		t.Errorf("after ten minutes: %s", got)
	}
	see(11*time.Minute, record.Sample{Act: &record.Act{Heal: &stopDB1}})
	if got := see(11*time.Minute+time.Second, record.Sample{Act: &record.Act{Healed: &stopDB1}}); strings.Contains(got, says) || strings.Contains(got, "NOT") {
		t.Errorf("after the heal: %s", got)
	}
}
