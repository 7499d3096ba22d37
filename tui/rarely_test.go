package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident/captured"
	"hadash/record"
)

// That HAProxies are read less often than was asked for stands in the first line, and on the page of statistics with why.
func TestRarelyReadIsSaid(t *testing.T) {
	f := shapeAt(t, captured.Shapes()[0], 15*time.Second)
	for _, rarely := range []bool{false, true} {
		if rarely {
			f.Pace = record.Pace{Every: 4250 * time.Millisecond, Asked: time.Second, Cost: 637 * time.Millisecond}
		}
		for _, size := range [][2]int{{200, 50}, {120, 36}, {80, 24}, {60, 12}} {
			m := screenOf(size[0], size[1], Options{}, f)
			first, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
			if got, want := strings.Contains(first, "read every 4.25 s, not 1 s"), rarely && size[0] >= 120; got != want {
				t.Errorf("%v: %q", size, first)
			}
			press(m, "5")
			page := ansi.Strip(m.View())
			lines := strings.Split(page, "\n")
			if len(lines) != size[1] {
				t.Errorf("%v: %d lines", size, len(lines))
			}
			said := strings.Join(strings.Fields(page), " ")
			if got, want := strings.Contains(said, "is read every 4.25 s, not every 1 s. To read all of them takes 637 ms"), rarely && size[1] >= 24; got != want {
				t.Errorf("%v: it is %v that the page says it:\n%s", size, got, page)
			}
		}
	}
}
