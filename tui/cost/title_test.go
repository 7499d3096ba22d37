package cost

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/paint"
)

// Which of the faults is shown is written in full, whatever else has to go.
func TestTheTitleSaysWhichFault(t *testing.T) {
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	open := stopwatch.Stopwatch{ID: 3, Fault: stopwatch.Fault{Fault: record.Fault{Kind: record.Crash, Target: "mysql-slave1"}, At: at}}
	healed := open
	healed.Moments[stopwatch.Healed] = stopwatch.Moment{At: at.Add(10 * time.Second)}
	for _, s := range []stopwatch.Stopwatch{open, healed} {
		f := incident.Frame{At: at.Add(16300 * time.Millisecond), Stopwatches: []stopwatch.Stopwatch{{ID: 1}, {ID: 2}, s}}
		for w := 48; w <= 120; w++ {
			c := contextOf(&f)
			c.Screen = new(paint.Screen)
			c.Screen.Resize(w, 12)
			new(Pane).Draw(c, paint.Area(0, 0, w, 12))
			first, _, _ := strings.Cut(ansi.Strip(c.Screen.String()), "\n")
			if !strings.Contains(first, " mysql-slave1 crashed ") || !strings.Contains(first, " 3 of 3 ─") || w >= 80 && !strings.Contains(first, "what it cost") {
				t.Errorf("%d cells: %s", w, first)
			}
		}
	}
}
