package tui

import (
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// runFrame is the Frame that so much of a captured run makes.
func runFrame(t testing.TB, run string, part float64) incident.Frame {
	var f incident.Frame
	samples := captured.Samples(t, run)
	for _, s := range samples[:int(part*float64(len(samples)))] {
		f = incident.Fold(f, s)
	}
	return f
}

func TestGoldenCharts(t *testing.T) {
	f := runFrame(t, "tuned-kill-mysql-slave1", 1)
	for _, size := range sizes {
		m := screenOf(size[0], size[1], everyKey, f)
		press(m, "6")
		goldenFrame(t, "charts", m)
	}
	middle := runFrame(t, "tuned-kill-mysql-slave1", 0.8)
	k := *middle.Load.K6 // the runs were recorded before thresholds were read
	k.Thresholds = []record.Threshold{{Metric: "checks"}, {Metric: "http_req_duration", Crossed: true}, {Metric: "http_req_failed"}}
	middle.Load.K6 = &k
	for _, size := range sizes {
		m := screenOf(size[0], size[1], everyKey, middle)
		press(m, "9")
		goldenFrame(t, "load", m)
	}
	for _, size := range sizes {
		m := screenOf(size[0], size[1], everyKey, middle)
		press(m, "enter")
		goldenFrame(t, "node-run", m)
	}
	m := screenOf(80, 24, Options{ASCII: true, NoColor: true}, f)
	press(m, "6", "z")
	goldenFrame(t, "charts-ascii", m)
}

func TestChartsAtEverySize(t *testing.T) {
	frames := []incident.Frame{{}, allUp(), runFrame(t, "tuned-pause-app1", 1)}
	for i := range 2 * len(frames) {
		page, f := "69"[i%2:i%2+1], frames[i/2]
		m := screenOf(120, 36, everyKey, f)
		press(m, page)
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
	m := screenOf(200, 50, everyKey, runFrame(b, "tuned-kill-mysql-slave1", 1))
	press(m, "6")
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}
