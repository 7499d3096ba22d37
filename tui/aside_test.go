package tui

import (
	"strings"
	"testing"
	"time"

	"hadash/incident"
)

// An instance that nginx has set aside is tried again within a second, not at one instant; and where fail_timeout was not
// read nobody knows when.
func TestAsideSaysWhen(t *testing.T) {
	m := screenOf(120, 36, Options{}, oneDown())
	n := m.frame.Node("app1")
	for _, c := range []struct {
		left  time.Duration
		known bool
		text  string
		cell  string
	}{
		{3 * time.Second, true, "nginx tries it again after 14:49:", m.c.Theme.AtMost + "4s"},
		{-500 * time.Millisecond, true, "nginx tries it again after 14:49:", m.c.Theme.AtMost + "1s"},
		{-time.Second, true, "", "-"},
		{3 * time.Second, false, "for how long is not known", "?"},
	} {
		n.Upstream = incident.Upstream{Aside: m.frame.At.Add(c.left), AsideKnown: c.known}
		if got := m.aside(n); !strings.Contains(got, c.text) || (got == "") != (c.text == "") {
			t.Errorf("%s: %q", c.left, got)
		}
		for _, col := range instanceColumns {
			if col.title != "aside" {
				continue
			}
			if got, _ := col.cell(m, n, nil); string(got) != c.cell {
				t.Errorf("%s: %q, want %q", c.left, got, c.cell)
			}
		}
	}
}
