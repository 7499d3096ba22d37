package tui

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
)

func probeFrames(t *testing.T) (all []incident.Frame) {
	t.Helper()
	r, err := record.Open("testdata/probe.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f := incident.NewFrame(r.Header.Started)
	for read := r.Read(); ; {
		s, ok := read.Next()
		if !ok {
			return all
		}
		f = incident.Fold(f, s)
		all = append(all, f)
	}
}

func TestLookProbe(t *testing.T) {
	all := probeFrames(t)
	for _, f := range []incident.Frame{all[len(all)/2], all[len(all)-1]} {
		for _, size := range [][2]int{{120, 40}, {80, 24}} {
			m := screenOf(size[0], size[1], Options{}, f)
			t.Log("\n" + ansi.Strip(m.View()))
		}
	}
	m := screenOf(120, 45, Options{}, all[len(all)-1])
	press(m, "node:probe", "enter")
	t.Log("\n" + ansi.Strip(m.View()))
}
