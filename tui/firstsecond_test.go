package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident/clients"
	"hadash/record"
)

// A load that has just begun was not quick, it was not measured: no time is 0 ms before the first request.
func TestLoadBeforeItsFirstRequest(t *testing.T) {
	f := allUp()
	f.Load.Seconds, f.Load.K6, f.Load.Duration = []clients.Second{{At: f.At.Add(-time.Second)}}, &record.K6{VUs: 20}, record.Trend{}
	for _, key := range []string{"1", "9"} {
		m := screenOf(120, 36, Options{}, f)
		press(m, key)
		screen := ansi.Strip(m.View())
		for line := range strings.Lines(screen) {
			if (strings.Contains(line, "p95") || strings.Contains(line, "last second") || strings.Contains(line, "since it began")) && strings.Contains(line, "0 ms") {
				t.Errorf("%s: %s", key, line)
			}
		}
		if !strings.Contains(screen, "20 users  ") && !strings.Contains(screen, "since it began") {
			t.Errorf("%s has no place for what was felt:\n%s", key, screen)
		}
	}
}
