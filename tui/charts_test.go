package tui

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
)

// runFrame is the last Frame of a captured run.
func runFrame(t testing.TB, run string) incident.Frame {
	var f incident.Frame
	for _, s := range captured.Samples(t, run) {
		f = incident.Fold(f, s)
	}
	return f
}

func TestGoldenCharts(t *testing.T) {
	f := runFrame(t, "tuned-kill-mysql-slave1")
	for _, size := range sizes {
		m := screenOf(size[0], size[1], everyKey, f)
		press(m, "6")
		checkSize(t, m, size[0], size[1])
		golden(t, fmt.Sprintf("charts-%dx%d.txt", size[0], size[1]), ansi.Strip(m.View())+"\n")
	}
	m := screenOf(80, 24, Options{ASCII: true, NoColor: true}, f)
	press(m, "6", "z")
	golden(t, "charts-ascii-80x24.txt", ansi.Strip(m.View())+"\n")
}

func TestChartsAtEverySize(t *testing.T) {
	for _, f := range []incident.Frame{{}, allUp(), runFrame(t, "tuned-pause-app1")} {
		m := screenOf(120, 36, everyKey, f)
		press(m, "6")
		for _, w := range widths {
			for _, h := range heights {
				m.w, m.h = w, h
				m.arrange()
				checkSize(t, m, w, h)
			}
		}
	}
}

func BenchmarkCharts(b *testing.B) {
	m := screenOf(200, 50, everyKey, runFrame(b, "tuned-kill-mysql-slave1"))
	press(m, "6")
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}
