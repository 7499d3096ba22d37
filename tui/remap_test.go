package tui

import (
	"maps"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

func TestCheckKeys(t *testing.T) {
	for name, tt := range map[string]struct {
		over map[string][]string
		want []string // part of each problem; none: it is well
	}{
		"nothing":             {nil, nil},
		"another key":         {map[string][]string{"stop": {"ctrl+s", "F5"}}, nil},
		"no key":              {map[string][]string{"freeze": {}}, nil},
		"swapped":             {map[string][]string{"stop": {"x"}, "kill": {"s"}}, nil},
		"unknown action":      {map[string][]string{"stopp": {"s"}}, []string{"stopp: no such action; did you mean stop?"}},
		"unknown key":         {map[string][]string{"stop": {"ctrl+f99"}}, []string{`stop: "ctrl+f99" is no key`}},
		"two on one":          {map[string][]string{"stop": {"x"}}, []string{`stop: "x" means kill already`}},
		"both given":          {map[string][]string{"stop": {"f5"}, "note": {"f5"}}, []string{`"f5" means`}},
		"page against world":  {map[string][]string{"stop": {"f6"}, "pick": {"f6"}}, []string{`"f6" means`}},
		"replay against live": {map[string][]string{"stop": {"]"}}, nil},
		"replay and screen":   {map[string][]string{"faster": {"?"}}, []string{`faster: "?" means help already`}},
		"question":            {map[string][]string{"yes": {"j"}}, nil},
		"yes and no":          {map[string][]string{"yes": {"n"}}, []string{`yes: "n" means no already`}},
		"letters are typed":   {map[string][]string{"erase": {"x"}}, []string{`erase: "x" is wanted for typing`}},
		"no way to answer":    {map[string][]string{"yes": {}}, []string{"yes: it needs a key"}},
		"ctrl+c":              {map[string][]string{"stop": {"ctrl+c"}}, []string{"stop: ctrl+c always quits"}},
		"quit keeps ctrl+c":   {map[string][]string{"quit": {}}, nil},
		"quit and close":      {map[string][]string{"quit": {"Q"}, "close": {"Q", "esc"}}, nil},
		"a page":              {map[string][]string{"truth": {"f2"}, "logs": {"f4"}, "page-up": {"PgUp", "alt+v"}}, nil},
	} {
		err := CheckKeys(tt.over)
		var got []string
		if err != nil {
			got = strings.Split(err.Error(), "\n")
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
			continue
		}
		for i := range got {
			if !strings.Contains(got[i], tt.want[i]) {
				t.Errorf("%s: %q, want %q", name, got[i], tt.want[i])
			}
		}
	}
}

// Every action has a name of its own, and the usual keys of all of them are valid and free of conflicts.
func TestUsualKeysAreValid(t *testing.T) {
	over := map[string][]string{}
	for _, a := range Actions(nil) {
		if _, twice := over[a.Action]; twice || len(a.Keys) == 0 || !a.Usual {
			t.Errorf("%s: %+v", a.Action, a)
		}
		over[a.Action] = a.Keys
	}
	if err := CheckKeys(over); err != nil {
		t.Error(err)
	}
	for _, a := range Actions(over) {
		if !a.Usual {
			t.Errorf("%s: %q spelled out is not the same", a.Action, a.Keys)
		}
	}
}

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
		"replay": replayOf(200, 50, &fakePlayer{}, Shown{Frame: oneDown(), Jumped: true, Reel: reelAt(oneDown())}),
	} {
		listed := map[string]bool{}
		for _, column := range m.helpColumns() {
			for _, l := range column {
				for _, one := range l.Keys() {
					listed[one] = true
				}
			}
		}
		for _, a := range m.keys.actions() {
			if name == "replay" && a.b == &m.keys.Now {
				continue // quit is at once there
			}
			if a.b.Enabled() && !listed[byName(a.name)] {
				t.Errorf("%s: %s is not on the help page, which has %v", name, a.name, slices.Sorted(maps.Keys(listed)))
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
	press(m, "g", "/", "VU", "s")
	has("load; more, fewer VUs", true)
	has("restart", false)
	press(m, "esc")
	has("restart", true)
	press(m, "/", "x", "enter")
	has("kill, crash", true)
	press(m, "esc")
	if !m.helping {
		t.Fatal("the first esc closes the page")
	}
	press(m, "esc")
	if m.helping {
		t.Error("the second esc does not close it")
	}
	press(m, "?", "/", "x", "enter")
	m.Update(tea.KeyMsg{Type: tea.KeyEsc, Alt: true}) // as terminals send two of them at once
	if m.helping {
		t.Error("two at once do not close it")
	}
}
