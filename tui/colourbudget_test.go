package tui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/verdict"
	"hadash/tui/paint"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

var sgr = regexp.MustCompile("\x1b\\[[0-9;]*m")

// reds counts the runs of text in red, and the glyphs in them.
func reds(view string, th *paint.Theme) (runs, glyphs int) {
	for line := range strings.SplitSeq(view, "\n") {
		at, on := 0, false
		if !strings.Contains(line, th.Bad.Open) {
			continue
		}
		for _, m := range append(sgr.FindAllStringIndex(line, -1), []int{len(line), len(line)}) {
			if text := line[at:m[0]]; on && strings.TrimSpace(text) != "" {
				runs++
				glyphs += ansi.StringWidth(strings.ReplaceAll(text, " ", ""))
			}
			if m[0] < m[1] {
				on = th.Bad.Open != "" && line[m[0]:m[1]] == th.Bad.Open
			}
			at = m[1]
		}
	}
	return runs, glyphs
}

// everyFifth is every fifth Frame of a run.
func everyFifth(t *testing.T, run string) (all []incident.Frame) {
	t.Helper()
	var f incident.Frame
	for i, s := range captured.Samples(t, run) {
		if f = incident.Fold(f, s); i%5 == 0 {
			all = append(all, f)
		}
	}
	return all
}

// Red is rationed: none while nothing is broken and once it is over, and little while a fault is open, whichever panel has the
// focus.
func TestColourBudget(t *testing.T) {
	t.Parallel()
	th := paint.NewTheme("dark", termenv.ANSI256, false)
	for _, run := range []string{"baseline-stop-mysql-slave2", "baseline-pause-mysql-slave1", "tuned-kill-mysql-slave1", "tuned-pause-app1"} {
		frames := everyFifth(t, run)
		for nth, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
			m := screenOf(size[0], size[1], Options{Theme: "dark"})
			stats := screenOf(size[0], size[1], Options{Theme: "dark"})
			press(stats, "5")
			seen := 0
			for i, f := range frames {
				m.Update(frameMsg(f))
				if i%3 != nth && i > 0 && f.At.Sub(frames[i-1].At) < time.Second { // each moment at one of the sizes
					continue
				}
				runs, glyphs := reds(m.View(), th)
				most, mostGlyphs := 8, 100
				switch m.c.Verdict.State {
				case verdict.Well, verdict.Back:
					most, mostGlyphs = 0, 0
				}
				seen = max(seen, runs)
				if runs > most || glyphs > mostGlyphs {
					t.Errorf("%s, %v, %s: %d runs and %d glyphs in red\n%s", run, size, f.At.Format("05.00"), runs, glyphs, m.View())
					break
				}
				if i%10 > 2 {
					continue
				}
				stats.Update(frameMsg(f))
				if runs, glyphs := reds(stats.View(), th); runs > most || glyphs > mostGlyphs || !strings.Contains(ansi.Strip(stats.View()), "━ stats ━") {
					t.Errorf("%s, %v, %s, HAProxy's page: %d runs and %d glyphs in red\n%s", run, size, f.At.Format("05.00"), runs, glyphs, stats.View())
					break
				}
			}
			if seen == 0 {
				t.Errorf("%s, %v: nothing was ever red", run, size)
			}
		}
	}
}
