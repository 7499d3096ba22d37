package tui

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/paint"

	"github.com/muesli/termenv"
)

// Through a whole recording nothing is red once all is back, also where there is room for alerts, and the loss of a fault that
// is over is not red in the time of the next one.
func TestNoRedAfterBack(t *testing.T) {
	t.Parallel()
	th := paint.NewTheme("dark", termenv.ANSI256, false)
	for _, name := range []string{"baseline", "tuned"} {
		r, err := record.Open("../docs/experiment/" + name + ".hadash")
		if err != nil {
			t.Fatal(err)
		}
		m := screenOf(200, 50, Options{Theme: "dark"})
		f := incident.NewFrame(r.Header.Started)
		var last time.Time
		back := 0
		for s := range r.Samples() {
			if f = incident.Fold(f, s); f.At.Sub(last) < 100*time.Millisecond && len(f.Events) == 0 {
				continue
			}
			last = f.At
			m.Update(frameMsg(f))
			if m.c.Verdict.State != verdict.Back {
				continue
			}
			back++
			if runs, glyphs := reds(m.View(), th); runs > 0 {
				t.Errorf("%s, %s: %d runs and %d glyphs in red\n%s", name, f.At.Format("05.00"), runs, glyphs, m.View())
				break
			}
		}
		if back == 0 {
			t.Errorf("%s: never back", name)
		}
		_ = r.Close()
	}
}
