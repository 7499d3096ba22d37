package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/tui/keys"
)

// keysOf are the keys of the key line, and press what the terminal sends for the first of each.
func keysOf(m *Model) (shown []keys.Line) {
	for _, l := range m.keyLine() {
		if !l.Off {
			shown = append(shown, l)
		}
	}
	return shown
}

// At no moment is a key offered that does nothing: pressed, none of them says that it is not possible.
func TestNoImpossibleKeyIsOffered(t *testing.T) {
	t.Parallel()
	readOnly, replayedOf := everyKey, everyKey
	readOnly.Hands = nil
	replayed(&replayedOf)
	lone := thousand()
	for name, x := range map[string]struct {
		o      Options
		frames []incident.Frame
	}{
		"all up": {everyKey, []incident.Frame{allUp()}}, "one down": {everyKey, []incident.Frame{oneDown()}}, "paused": {everyKey, []incident.Frame{paused("mysql-slave1")}},
		"HAProxy alone": {everyKey, lone}, "read-only": {readOnly, []incident.Frame{oneDown()}}, "a recording": {replayedOf, []incident.Frame{oneDown()}},
	} {
		for _, page := range []string{"", "enter", "T", "5", "6", "7", "8", "9"} {
			open := func() *Model {
				m := screenOf(200, 50, x.o, x.frames...)
				if page != "" {
					press(m, page)
				}
				m.said = remark{}
				return m
			}
			for _, l := range keysOf(open()) {
				m := open()
				label, _, _ := strings.Cut(l.Key, " ")
				k := map[string]string{"←": "left", "→": "right", "↑": "up", "↓": "down", "space": " ", "pgdn": "pgdown"}[label]
				if k == "" {
					k = label
				}
				press(m, k)
				if text := m.said.text; strings.Contains(text, "not ") || strings.Contains(text, "no ") || strings.Contains(text, "nothing") {
					t.Errorf("%s, page %q: %s %s says %q", name, page, l.Key, l.Does, text)
				}
			}
		}
	}
}

// The keys of the moment come first, and the most important ones have their place at 120 cells.
func TestKeyLineOfTheMoment(t *testing.T) {
	back := runFrame(t, "tuned-kill-mysql-slave1", 1)
	for name, x := range map[string]struct {
		frame  incident.Frame
		begins string
		has    []string
	}{
		"calm":  {allUp(), "s stop  x kill  p pause", []string{"T who says what", "e export"}},
		"fault": {oneDown(), "S start  H heal all  enter why  T who says what", []string{"e export", "6 charts"}},
		"back":  {back, "e report of this  enter menu", []string{"T who says what", "s stop"}},
	} {
		m := screenOf(120, 36, everyKey, x.frame)
		rows := strings.Split(ansi.Strip(m.View()), "\n")
		line := strings.TrimSpace(rows[len(rows)-1])
		if !strings.HasPrefix(line, x.begins) {
			t.Errorf("%s: %s", name, line)
		}
		for _, want := range x.has {
			if !strings.Contains(line, want) {
				t.Errorf("%s: no %q: %s", name, want, line)
			}
		}
	}
}

// On a frozen node the key that pauses says that it unpauses, and comes first.
func TestKeyThatUndoesSaysSo(t *testing.T) {
	for _, page := range []string{"", "T"} {
		m := screenOf(120, 36, everyKey, pausedButUp())
		if page != "" {
			press(m, page)
		}
		lines := strings.Split(ansi.Strip(m.View()), "\n")
		if last := lines[len(lines)-1]; !strings.HasPrefix(last, " p unpause ") || strings.Contains(last, "p pause") {
			t.Errorf("page %q: %s", page, last)
		}
	}
}

// Wherever the focus is, the screen says on which node its keys act: the node's row is marked, or the line above the keys is about
// it, or the key line begins with it. The key enter says what it does there.
func TestWhomKeysActOn(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		for pressed, enter := range map[string]string{"1": "why", "2": "logs around it", "2 k k": "logs around it", "3": "why", "4": "as written"} {
			m := screenOf(size[0], size[1], everyKey, oneDown())
			press(m, strings.Fields(pressed)...)
			id, _ := m.nodes.Chosen()
			lines := strings.Split(ansi.Strip(m.View()), "\n")
			last := lines[len(lines)-1]
			said := strings.Contains(last, "▸ "+id.Name+"  ") || m.layout.status && strings.Contains(lines[len(lines)-2], "▸ "+id.Name+" ")
			if pressed == "1" {
				said = strings.Contains(strings.Join(lines[:len(lines)-1], "\n"), "▸ "+id.Name)
			}
			if !said {
				t.Errorf("%v, after %s: nobody says that keys act on %s:\n%s", size, pressed, id.Name, strings.Join(lines[len(lines)-2:], "\n"))
			}
			for _, l := range m.keyLine() {
				if l.Actions[0] == keys.Open && l.Does != enter {
					t.Errorf("%v, after %s: enter is said to do %q, want %q", size, pressed, l.Does, enter)
				}
			}
			if press(m, "s"); m.ask != nil && !strings.Contains(ansi.Strip(m.View()), id.Name+"?") {
				t.Errorf("%v, after %s: the question does not name %s", size, pressed, id.Name)
			}
		}
	}
}
