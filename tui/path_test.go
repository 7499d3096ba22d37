package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
)

// The arrow to a node is crosses where somebody who knows says that nobody serves. One that starts may serve all the same,
// and so may one of which only Docker has told; traffic that is seen flows.
func TestArrowToWhatStarts(t *testing.T) {
	for name, c := range map[string]struct {
		health incident.Health
		lately float64
		dead   bool
	}{
		"UP":                    {incident.Up, 300, false},
		"starts, with traffic":  {incident.Starting, 300, false},
		"starts, and no more":   {incident.Starting, -1, false},
		"runs, Docker says":     {incident.Runs, -1, false},
		"nobody has said":       {incident.HealthUnknown, -1, false},
		"in maintenance":        {incident.Maint, -1, true},
		"draining, with some":   {incident.Drain, 3, false},
		"stopped a moment ago":  {incident.Stopped, 300, true},
		"failing, with traffic": {incident.Failing, 300, true},
	} {
		f := allUp()
		n := f.Node("nginx")
		n.Health, n.Recent = c.health, c.lately
		m := screenOf(120, 36, Options{}, f)
		if dead := strings.Contains(ansi.Strip(m.View()), "×▶"); dead != c.dead {
			t.Errorf("%s: crosses %v, want %v", name, dead, c.dead)
		}
	}
}
