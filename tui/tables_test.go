package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/ui"
)

func TestNodesAreFilteredFoldedAndUnfolded(t *testing.T) {
	m := screenOf(120, 36, everyKey, thousand()...)
	for _, step := range []struct{ keys, has, lacks string }{
		{"/ web013 enter", "10 of 1 000 servers", "web0001"},
		{"u", "3 of 1 000 servers · not up · /web013", "web0136"},
		{"esc", "web0097", "servers · not up"},
		{"b", "48/50 up", "web0001"},
		{"g enter", "web0001", "no container of"},
		{"b", "shop-1 · roundrobin", "folded"},
	} {
		press(m, strings.Fields(step.keys)...)
		text := ansi.Strip(m.View())
		if step.keys == "g enter" {
			text, _, _ = strings.Cut(text, "no container of") // that is about the chosen server
		}
		if !strings.Contains(text, step.has) || strings.Contains(text, step.lacks) {
			t.Errorf("after %q: no %q, or %q in\n%s", step.keys, step.has, step.lacks, text)
		}
	}
}

func TestColumnsAreKept(t *testing.T) {
	var kept []ui.Prefs
	o := everyKey
	o.Keep = func(p ui.Prefs) error {
		p.Columns = slices.Clone(p.Columns)
		kept = append(kept, p)
		return errors.New("the disk is full")
	}
	o.Prefs = ui.Prefs{Columns: []string{"scur", "status"}, Sort: "-scur"}
	m := screenOf(120, 36, o, thousand()...)
	press(m, "5", "v", "/", "srv_abrt", "enter", " ", "v", "O")
	want := []ui.Prefs{{Columns: []string{"scur", "status", "srv_abrt"}, Sort: "-scur"}, {Columns: []string{"scur", "status", "srv_abrt"}, Sort: "scur"}}
	if diff := cmp.Diff(want, kept); diff != "" {
		t.Errorf("(-want +kept)\n%s", diff)
	}
	text := ansi.Strip(m.View())
	if !strings.Contains(text, "↑cur") || !strings.Contains(text, "the disk is full") {
		t.Error(text)
	}
	press(m, "v", "r")
	if kept[len(kept)-1].Columns != nil {
		t.Errorf("the usual ones are %v", kept[len(kept)-1].Columns)
	}
}

// The keys that break things act on the server chosen on the stats page, and enter opens its page.
func TestStatsPageActs(t *testing.T) {
	h := &fakeHands{}
	m := screenOf(120, 36, Options{Hands: h}, allUp())
	press(m, "j", "5", "s", "y")
	if want := []string{"inject stop mysql-slave2"}; !slices.Equal(h.calls, want) {
		t.Errorf("%v, want %v", h.calls, want)
	}
	if press(m, "enter"); openedNode(m) != "mysql-slave2" {
		t.Errorf("page %d of %v", m.page, openedNode(m))
	}
}

// What changed at the last reading is marked in mono too, and no longer a second later.
func TestChangedCellsAreMarked(t *testing.T) {
	first, second := allUp(), allUp()
	second.HAProxy.Servers[1].Status = record.ParseStatus("UP 2/3")
	later := second
	later.At = second.At.Add(1e9)
	for word, keys := range map[string][]string{"up, 1 failed": nil, "UP 2/3": {"5"}} {
		underlined := func(m *Model) bool { return strings.Contains(m.View(), m.c.Theme.Changed.Open+word) }
		m := screenOf(120, 36, everyKey, first)
		press(m, keys...)
		for i, f := range []incident.Frame{second, later} {
			if m.Update(frameMsg(f)); underlined(m) != (i == 0) {
				t.Errorf("%v, frame %d: %q", keys, i, m.View())
			}
		}
	}
}
