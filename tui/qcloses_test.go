package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// On a page q closes it, and the key line says so; on the overview it quits.
func TestKeyLineSaysWhatQDoes(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, allUp())
	last := func() string {
		lines := strings.Split(strings.TrimRight(ansi.Strip(m.View()), "\n "), "\n")
		return strings.TrimSpace(lines[len(lines)-1])
	}
	if got := last(); !strings.HasSuffix(got, "? help  q quit") {
		t.Errorf("on the overview: %q", got)
	}
	for _, page := range []string{"enter", "T", "5", "6"} {
		press(m, page)
		if got := last(); !strings.HasSuffix(got, "? help  q close") {
			t.Errorf("on page %s: %q", page, got)
		}
		if quit := press(m, "q"); quit || m.page != pageNone {
			t.Errorf("q on page %s: quits %v, page %v", page, quit, m.page)
		}
	}
}
