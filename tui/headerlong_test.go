package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
)

// A name as long as a label may be leaves the first line to what is broken.
func TestALongNameLeavesTheFirstLine(t *testing.T) {
	for _, w := range []int{60, 80, 120, 200} {
		f := oneDown()
		s := NewOffscreen(Options{Version: "1.0"}, w, 36)
		s.Show(Shown{Frame: f})
		f.Topology.Stack, f.Topology.Project = strings.Repeat("s", 100_000), strings.Repeat("p", 100_000)
		long := NewOffscreen(Options{Version: "1.0"}, w, 36)
		long.Show(Shown{Frame: f})
		first, _, _ := strings.Cut(ansi.Strip(long.String()), "\n")
		if want, _, _ := strings.Cut(ansi.Strip(s.String()), "\n"); !strings.Contains(want, "fault") && !strings.Contains(want, "mysql-slave1") {
			t.Fatalf("%d: %q", w, want)
		}
		if !strings.Contains(first, "fault") && !strings.Contains(first, "slave1") {
			t.Errorf("%d: %q", w, first)
		}
	}
}

// The time stays at the end of the first line whatever there is to say before it, from the width on where it has a place;
// and on any screen it is said that it does not show what is now.
func TestTheClockStays(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]incident.Frame{
		"all up": allUp(), "one down": oneDown(), "two down": twoDown(), "grey": pausedButUp(), "unreachable": unreachable(), "others": overlapping(),
		"an alert": bring(twoDown(), 0, clientEvent),
	} {
		for w := minWidth; w <= 240; w++ {
			m := screenOf(w, 36, Options{Version: "1.0"}, allUp(), f)
			first := func() string {
				line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
				return strings.TrimRight(line, " ")
			}
			if clock := "  " + f.At.UTC().Format("15:04:05"); w >= 100 && !strings.HasSuffix(first(), clock) {
				t.Errorf("%s, %d cells: no %q at the end of %q", name, w, clock, first())
			}
			press(m, " ")
			if !strings.HasSuffix(first(), m.c.Theme.Paused+" 0s") && !strings.HasSuffix(first(), "screen frozen 0s") {
				t.Errorf("%s, %d cells: frozen, but %q", name, w, first())
			}
		}
	}
}
