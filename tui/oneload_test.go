package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// The row of the load counts as the first line does: since the fault, not since watching began.
func TestTheRowOfTheLoadCountsSinceTheFault(t *testing.T) {
	f := oneDown()
	f.Watched.Felt.Failed = 11
	if view := ansi.Strip(screenOf(80, 45, Options{}, f).View()); !strings.Contains(view, "20 users ") || strings.Contains(view, "11 failed") {
		t.Errorf("%s", view)
	}
}
