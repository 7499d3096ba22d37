package tui

import (
	"maps"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"hadash/tui/keys"
)

func TestRemappedKeys(t *testing.T) {
	h := &fakeHands{}
	m := screenOf(120, 36, Options{Hands: h, Keys: map[string][]string{"stop": {"f5"}, "yes": {"Y"}, "quit": {}, "suspend": {"alt+z"}}}, allUp())
	press(m, "s")
	if m.ask != nil {
		t.Error("s still stops")
	}
	m.Update(tea.KeyMsg{Type: tea.KeyF5})
	view := ansi.Strip(m.View())
	if m.ask == nil || !strings.Contains(view, "Y yes") || !strings.Contains(view, "f5 stop") {
		t.Fatalf("f5 does not ask, or help does not follow:\n%s", view)
	}
	press(m, "y")
	if len(h.calls) > 0 {
		t.Errorf("y still means yes: %v", h.calls)
	}
	press(m, "Y")
	if want := []string{"inject stop mysql-slave1"}; !slices.Equal(h.calls, want) {
		t.Errorf("calls %v", h.calls)
	}
	if m := screenOf(120, 36, Options{Keys: map[string][]string{"quit": {}}}, allUp()); press(m, "q") || !press(m, "ctrl+c") {
		t.Error("an unbound quit: q quits, or ctrl+c does not")
	}
}

// Every key that can be pressed is on the help page, and the page follows other keys.
func TestHelpHasEveryKey(t *testing.T) {
	for name, m := range map[string]*Model{
		"live":   screenOf(200, 50, everyKey, allUp()),
		"replay": replayOf(200, 50, &fakePlayer{}, Shown{Frame: oneDown(), Jumped: true, Bar: barAt(oneDown())}),
	} {
		listed := map[keys.Action]bool{}
		for _, column := range m.c.Keys.FullHelp() {
			for _, group := range column {
				for _, l := range group.Lines {
					for _, one := range l.Actions {
						listed[one] = listed[one] || !l.Off
					}
				}
			}
		}
		for _, a := range keys.Actions() {
			if name == "replay" && a == keys.Now {
				continue // quit is at once there
			}
			if m.c.Keys.On(a) && !listed[a] {
				t.Errorf("%s: %s is not on the help page, which has %v", name, a.Name(), slices.Sorted(maps.Keys(listed)))
			}
		}
	}
}

func TestHelpScrollsAndSearches(t *testing.T) {
	m := screenOf(80, 24, everyKey, allUp())
	has := func(want string, is bool) {
		t.Helper()
		checkSize(t, m, 80, 24)
		if view := ansi.Strip(m.View()); strings.Contains(view, want) != is {
			t.Errorf("%q on the page is %v:\n%s", want, !is, view)
		}
	}
	press(m, "?")
	has("the chosen node", true)
	press(m, "G")
	has("the chosen node", false)
	press(m, "g", "/", "user", "s")
	has("load; more, fewer users", true)
	has("restart", false)
	press(m, "esc")
	has("restart", true)
	press(m, "/", "x", "enter")
	has("kill, crash", true)
	press(m, "esc")
	if !m.help.Open {
		t.Fatal("the first esc closes the page")
	}
	press(m, "esc")
	if m.help.Open {
		t.Error("the second esc does not close it")
	}
	press(m, "?", "/", "x", "enter")
	m.Update(tea.KeyMsg{Type: tea.KeyEsc, Alt: true}) // as terminals send two of them at once
	if m.help.Open {
		t.Error("two at once do not close it")
	}
}
