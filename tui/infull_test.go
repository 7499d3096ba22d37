package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/wording"
)

// The line above the keys has in full what the pane with the focus cuts, and the chosen node while none does.
func TestStatusLineSaysInFull(t *testing.T) {
	f := oneDown()
	f.Timeline[len(f.Timeline)-1].Says = wording.Text("servers/mysql-slave1 DOWN, " + strings.Repeat("Layer4 timeout, ", 3) + "the end")
	f.Stopwatches[0].Hidden.Repeated = 10
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, f)
	status := func() string { return strings.Split(ansi.Strip(m.View()), "\n")[34] }
	for _, tt := range []struct{ keys, want string }{
		{"1", "mysql-slave1 ▼ stopped"},
		{"2", "Layer4 timeout, the end"},
		{"2 k", "SC: refused or timed out ×3"},
		{"3", "137 retried by HAProxy · 137 moved to another server · 10 reads repeated by applications"},
		{"4", "mysql-slave1 ▼ stopped"},
	} {
		press(m, strings.Fields(tt.keys)...)
		if got := status(); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.keys, got, tt.want)
		}
	}
}

// A panel that is too low for all that a fault cost says how many lines it has no room for, and enter leads to them.
func TestCostSaysWhatIsLeftOut(t *testing.T) {
	m := screenOf(120, 30, Options{Hands: &fakeHands{}}, oneDown())
	if got := ansi.Strip(m.View()); !strings.Contains(got, " more ──\n") || strings.Contains(got, "first sign   after") {
		t.Fatalf("a panel that has room for all:\n%s", got)
	}
	press(m, "3")
	if got := ansi.Strip(m.View()); !strings.Contains(got, "━ enter ") {
		t.Errorf("does not say how to see the rest:\n%s", got)
	}
	press(m, "enter")
	if openedNode(m) != "mysql-slave1" {
		t.Errorf("enter leads to page %d of %v", m.page, openedNode(m))
	}
	m = screenOf(120, 90, Options{Hands: &fakeHands{}}, oneDown())
	if got := ansi.Strip(m.View()); strings.Contains(got, " more ──\n") || !strings.Contains(got, "first sign   after") {
		t.Errorf("a panel with room for all leaves something out:\n%s", got)
	}
}

// Where nothing was absorbed, failed or was seen first there is nothing to add.
func TestNothingToSayOfACost(t *testing.T) {
	f := oneDown()
	s := &f.Stopwatches[0]
	s.Hidden, s.Felt, s.Moments[stopwatch.FirstSign] = clients.Hidden{}, clients.Felt{}, stopwatch.Moment{}
	m := screenOf(120, 36, Options{}, f)
	press(m, "3")
	if got := strings.Split(ansi.Strip(m.View()), "\n")[34]; !strings.Contains(got, "▸ mysql-slave1 ▼ stopped") {
		t.Errorf("%q", got)
	}
}
