package pages

import (
	"strings"
	"testing"
	"time"

	"github.com/muesli/termenv"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// An instance that nginx has set aside is tried again within a second, not at one instant; and where fail_timeout was not
// read nobody knows when.
func TestAsideSaysWhen(t *testing.T) {
	f := incident.Frame{At: time.Date(2026, 3, 14, 14, 49, 5, 0, time.UTC), Nodes: []incident.Node{{Node: record.Node{Name: "app1", Role: record.RoleApp}}}}
	c := &ui.Context{Frame: &f, Theme: paint.Look{Name: paint.ThemeMono, Depth: termenv.ANSI256}.Theme(), Zone: time.UTC}
	n := f.Node("app1")
	for _, tt := range []struct {
		left  time.Duration
		known bool
		text  string
		cell  string
	}{
		{3 * time.Second, true, "nginx tries it again after 14:49:", c.Theme.AtMost + "4s"},
		{-500 * time.Millisecond, true, "nginx tries it again after 14:49:", c.Theme.AtMost + "1s"},
		{-time.Second, true, "", ""},
		{3 * time.Second, false, "for an unknown time", "?"},
	} {
		n.Upstream = incident.Upstream{Aside: f.At.Add(tt.left), AsideKnown: tt.known}
		if got := c.Aside(n); !strings.Contains(got, tt.text) || (got == "") != (tt.text == "") {
			t.Errorf("%s: %q", tt.left, got)
		}
		for _, col := range instanceColumns {
			if col.title != "aside" {
				continue
			}
			if got, _ := col.cell(c, n, nil); string(got) != tt.cell {
				t.Errorf("%s: %q, want %q", tt.left, got, tt.cell)
			}
		}
	}
}
