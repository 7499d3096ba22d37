package nodes

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// However far the nodes are scrolled, their last line is a row, and the border says how many rows are below it.
func TestNodesEndOnARow(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		f = incident.Fold(f, s)
	}
	c := ui.Context{Frame: &f, Live: &f, Screen: &paint.Screen{}, Theme: paint.Look{Name: paint.ThemeMono}.Theme(), Zone: time.UTC, Keys: keys.New(nil), Focused: true}
	for h := 7; h <= 24; h++ {
		p := New(&stats.Filter{}, &stats.Changes{})
		p.Index(&f, 100, h)
		if len(p.order) < 8 {
			t.Fatalf("%d rows", len(p.order))
		}
		c.Area = paint.Area(0, 0, 100, h)
		for range p.order {
			p.Reveal(c.Area.Under().H)
			end := p.end(c.Area.Under().H)
			c.Screen.Resize(100, h)
			p.Draw(&c, c.Area)
			text := ansi.Strip(c.Screen.String())
			if l := p.lines[end-1]; !l.hasRow() {
				t.Errorf("height %d, %s chosen: it ends on a heading:\n%s", h, p.at, text)
			}
			border, _, _ := strings.Cut(text, "\n")
			if more := p.below(end); (more > 0) != strings.Contains(border, " more") {
				t.Errorf("height %d, %s chosen: %d below, but %s", h, p.at, more, border)
			}
			p.Do(&c, keys.Down)
		}
	}
}
