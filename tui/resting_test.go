package tui

import (
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
)

// A load that is off is shown as off everywhere: the overview, the last line, its own page.
func TestLoadThatIsOffIsOffEverywhere(t *testing.T) {
	f := allUp()
	f.Load = incident.Load{}
	k6 := f.Node("k6")
	k6.Health, k6.Container.State, k6.Container.ExitCode = incident.Stopped, "exited", 105
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, f)
	for _, keys := range [][]string{nil, {"T", "g"}, {"enter"}} {
		press(m, keys...)
		got := ansi.Strip(m.View())
		if !strings.Contains(got, "◌ off") && (keys != nil || !regexp.MustCompile(`(?m)^ ◌ k6 ─.*\n   off  `).MatchString(got)) || strings.Contains(got, "stopped 3h08m") {
			t.Errorf("%q:\n%s", keys, got)
		}
	}
}
