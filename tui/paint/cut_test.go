package paint

import (
	"strings"
	"testing"
)

// A text is cut to that many cells between words or in one, and never in a figure or between it and its unit.
func TestFiguresAreNotCut(t *testing.T) {
	th := Look{Name: ThemeMono}.Theme()
	for _, c := range []struct {
		text string
		w    int
		want string
	}{
		{"1 858 failed", 12, "1 858 failed"}, {"1 858 failed", 9, "1 858 fa…"}, {"1 858 failed", 6, "…"}, {"1 858 failed", 4, "…"},
		{"394/s", 4, "…"}, {"app1  394/s", 10, "app1  …"}, {"mysql-slave12 UP", 13, "mysql-slave1…"}, {"p95 9 ms", 7, "p95 …"},
		{"slowest 3.35 s · login 2", 14, "slowest …"}, {"slowest 3.35 s · login 2", 16, "slowest 3.35 s …"},
		{"slowest 3.35 s · login 26", 24, "slowest 3.35 s · login …"}, {"first sign +0.18 s", 16, "first sign …"},
		{"within ≤12.00 s", 11, "within …"}, {"at 14:48:55.38", 10, "at …"}, {"日本 1 858", 8, "日本 …"}, {"", 0, ""},
		{"3 failed of 12 requests", 19, "3 failed of 12 req…"}, {"3 failed of 12 requests", 16, "3 failed of 12 …"}, {"3 failed of 12 requests", 15, "3 failed of …"},
		{"DOWN 1/2, Layer4", 11, "DOWN 1/2, …"}, {"of 12 496 requests", 7, "of …"},
		{"192.168.100.200:8080", 12, "192.168.100…"}, {"01-web-of-the-shop", 12, "01-web-of-t…"},
	} {
		row := Row{}
		p := Pen{Row: &row, Th: th, End: c.w}
		p.Put(Style{}, c.text)
		want := c.want
		if want != c.text { // what was cut fills the room, so that nothing is written behind it
			want += strings.Repeat(" ", c.w-Width(want))
		}
		if got := string(row.buf); got != want || row.X != Width(want) {
			t.Errorf("%q in %d cells: %q, %d cells; want %q", c.text, c.w, got, row.X, want)
		}
	}
	row := Row{}
	p := Pen{Row: &row, Th: th, End: 20}
	p.Right(Style{}, []byte("12345"), 4)
	p.Right(Style{}, []byte("7"), 4)
	if got := string(row.buf); got != "   …   7" {
		t.Errorf("%q", got)
	}
}
