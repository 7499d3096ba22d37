package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// However far the nodes are scrolled, their last line is a row, and the border says how many rows are below it.
func TestNodesEndOnARow(t *testing.T) {
	for h := 16; h <= 45; h++ {
		m := screenOf(100, h, Options{}, oneDown())
		for range m.nodes.order {
			in := m.layout.nodes.Inner()
			end := m.nodes.end(in.H)
			if l := m.nodes.lines[end-1]; !l.hasRow() {
				t.Errorf("height %d, %s chosen: it ends on a heading:\n%s", h, m.nodes.at, m.View())
			}
			border := strings.Split(ansi.Strip(m.View()), "\n")[in.Y-1]
			if more := m.nodes.below(end); (more > 0) != strings.Contains(border, " more") {
				t.Errorf("height %d, %s chosen: %d below, but %s", h, m.nodes.at, more, border)
			}
			press(m, "j")
		}
	}
}
