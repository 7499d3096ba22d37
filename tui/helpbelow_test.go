package tui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// A help page that is cut says how many lines are below, and with which key they come.
func TestHelpSaysWhatIsBelow(t *testing.T) {
	m := screenOf(100, 30, Options{}, oneDown())
	press(m, "?")
	border := func() string { return strings.Split(ansi.Strip(m.View()), "\n")[0] }
	if want := fmt.Sprintf("pgdn %d more", m.help.Length(m.in(m.whole()))-29); !strings.Contains(border(), want) {
		t.Errorf("no %q on %s", want, border())
	}
	for range 5 {
		press(m, "pgdown")
	}
	if strings.Contains(border(), " more") {
		t.Errorf("nothing is below: %s", border())
	}
}
