package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident/consequence"
	"hadash/tui/keys"
)

// The table of truth begins at the node that is chosen on the overview, each time it is opened.
func TestTruthBeginsAtTheChosenNode(t *testing.T) {
	m := screenOf(120, 36, Options{}, oneDown())
	for range 4 {
		press(m, "T")
		if id, _ := m.subject(); id.Name != chosenName(m) {
			t.Errorf("%s is chosen there, %s here", chosenName(m), id)
		}
		press(m, "j", "esc", "j", "j")
	}
}

// Each of its rows begins with a sign, as all tables of nodes do.
func TestTruthHasSigns(t *testing.T) {
	m := screenOf(120, 36, Options{}, oneDown())
	press(m, "T")
	view := ansi.Strip(m.View())
	for i := range m.frame.Nodes {
		n := &m.frame.Nodes[i]
		if want := m.c.NodeSign(n).Glyph + " " + n.Name; !strings.Contains(view, want) {
			t.Errorf("no %q in\n%s", want, view)
		}
	}
}

// Every key that breaks or heals the chosen row now is on the key line, and none that it refuses.
func TestTruthListsItsKeys(t *testing.T) {
	m := screenOf(400, 36, Options{Hands: &fakeHands{}}, oneDown())
	press(m, "T")
	for _, node := range []string{"mysql-slave1", "mysql-slave2"} {
		for id, _ := m.subject(); id.Name != node; id, _ = m.subject() {
			press(m, "j")
		}
		lines := strings.Split(ansi.Strip(m.View()), "\n")
		last := lines[len(lines)-1]
		for _, a := range keys.World {
			possible := true
			if n := m.frame.Node(node); a == keys.Start {
				possible = !n.Container.Running()
			} else if kind := keys.Fault(a); kind != "" {
				possible = !consequence.Refuse(n, kind).Refused()
			}
			if want := m.c.Hint(m.c.Keys.Line(a)); m.c.Keys.On(a) && strings.Contains(last, want) != possible {
				t.Errorf("%s: %q possible %v, on %s", node, want, possible, last)
			}
		}
	}
}
