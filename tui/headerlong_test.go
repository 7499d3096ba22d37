package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// A name as long as a label may be leaves the first line to what is broken.
func TestALongNameLeavesTheFirstLine(t *testing.T) {
	for _, w := range []int{60, 80, 120, 200} {
		f := oneDown()
		s := NewStill(Options{Version: "1.0"}, w, 36)
		s.Show(Shown{Frame: f})
		f.Topology.Stack, f.Topology.Project = strings.Repeat("s", 100_000), strings.Repeat("p", 100_000)
		long := NewStill(Options{Version: "1.0"}, w, 36)
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
