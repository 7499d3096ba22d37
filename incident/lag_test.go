package incident

import (
	"testing"

	"hadash/record"
)

// A server is slow since it was seen to be, whoever was asked just then: HAProxy's lastchg is of its going UP.
func TestSlowSinceItWasSeen(t *testing.T) {
	row := func(name string, rtime int64) record.Server {
		return server(name, "UP", func(s *record.Server) { s.Mode, s.Rate, s.Stot, s.Rtime, s.Lastchg = modeHTTP, 50, 9000, rtime, 600 })
	}
	f := play(containers(0, nil), haproxy(0.5, row("db1", 900), row("db2", 10), row("db3", 12)))
	for s := 2; f.Node("db1").Health != Slow; s++ {
		if s == 20 {
			t.Fatalf("db1 is %s", f.Node("db1").State())
		}
		if s%2 == 0 {
			f = Fold(f, containers(float64(s), nil))
		}
		f = Fold(f, haproxy(float64(s)+0.5, row("db1", 900), row("db2", 10), row("db3", 12)))
	}
	n := f.Node("db1")
	if !n.Since.Equal(at(6)) || n.AtLeast {
		t.Errorf("slow since %s, at least: %v; want %s", n.Since, n.AtLeast, at(6))
	}
	for s := 7; s < 20; s++ {
		f = Fold(f, haproxy(float64(s)+0.5, row("db1", 11), row("db2", 10), row("db3", 12)))
	}
	if n := f.Node("db1"); n.Health != Up || !n.Since.After(at(6)) {
		t.Errorf("%s since %s", n.Health, n.Since)
	}
}
