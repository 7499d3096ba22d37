package tui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

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
	t.Parallel()
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
	m := screenOf(120, 36, everyKey, f)
	press(m, "6", "Z")
	golden(t, "charts-blocks-120x36.txt", ansi.Strip(m.View())+"\n")
	m = screenOf(80, 24, Options{ASCII: true, NoColor: true}, f)
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

// A kept drawing equals a new one, whatever has changed since; nothing is drawn needlessly.
func TestChartsKept(t *testing.T) {
	begun, middle := runFrame(t, "tuned-kill-mysql-slave1", 0.5), runFrame(t, "tuned-kill-mysql-slave1", 0.8)
	begun.Lines, begun.Notable, middle.Lines, middle.Notable = nil, nil, nil, nil
	marked := middle
	marked.Stopwatches = nil
	for _, page := range []string{"6", "7", "9", "enter"} {
		kept := screenOf(120, 60, everyKey, begun)
		press(kept, page)
		for _, step := range []struct {
			name string
			w    int
			f    incident.Frame
			keys []string
		}{
			{"as before", 120, begun, nil}, {"later", 120, middle, nil}, {"other marks", 120, marked, nil}, {"as large as", 100, marked, nil},
			{"zoom", 100, marked, []string{"z"}}, {"theme", 100, marked, []string{"z", "t", "t"}}, {"earlier", 120, begun, []string{"z", "t", "t"}},
		} {
			before := kept.View()
			fresh := screenOf(step.w, 60, everyKey, step.f)
			press(fresh, append([]string{page}, step.keys...)...)
			kept.Update(tea.WindowSizeMsg{Width: step.w, Height: 60})
			kept.Update(frameMsg(step.f))
			for kept.board.Title(&kept.c)[0].Text != fresh.board.Title(&fresh.c)[0].Text {
				press(kept, "z")
			}
			for kept.look.Name != fresh.look.Name {
				press(kept, "t")
			}
			kept.said, fresh.said = remark{}, remark{}
			if got := kept.View(); got != fresh.View() {
				t.Errorf("page %s, %s: kept\n%s\ndrawn fresh\n%s", page, step.name, ansi.Strip(got), ansi.Strip(fresh.View()))
			} else if same := step.name == "as before"; same != (got == before) {
				t.Errorf("page %s, %s: changed %v", page, step.name, !same)
			}
		}
	}
}

// The keys of the charts work on every page with charts, and blocks are drawn where there is more than ASCII.
func TestBlocks(t *testing.T) {
	f := runFrame(t, "tuned-kill-mysql-slave1", 1)
	for _, page := range []string{"6", "7", "9", "enter"} {
		m := screenOf(120, 60, everyKey, f)
		press(m, page)
		dots := m.View()
		press(m, "Z")
		blocks := m.View()
		if strings.Contains(blocks, "⣀") || !strings.Contains(blocks, "▁▁") {
			t.Errorf("page %s has no blocks:\n%s", page, ansi.Strip(blocks))
		}
		if press(m, "Z"); m.View() != dots {
			t.Errorf("page %s: Z Z leaves\n%s", page, ansi.Strip(m.View()))
		}
		o := everyKey
		o.Blocks = true
		m = screenOf(120, 60, o, f)
		if press(m, page); m.View() != blocks {
			t.Errorf("page %s, asked for blocks:\n%s", page, ansi.Strip(m.View()))
		}
	}
	m := screenOf(120, 36, Options{ASCII: true}, f)
	press(m, "6", "Z")
	if got := ansi.Strip(m.View()); m.said.text == "" || strings.ContainsAny(got, "▁⣀") {
		t.Errorf("with nothing but ASCII it says %q and draws\n%s", m.said.text, got)
	}
}

// BenchmarkCharts is a frame of the charts that nothing has happened on since the last one, and the first one of a second.
func BenchmarkCharts(b *testing.B) {
	f := runFrame(b, "tuned-kill-mysql-slave1", 1)
	for _, then := range []struct {
		name string
		by   time.Duration
	}{{"kept", 0}, {"new", time.Second}} {
		b.Run(then.name, func(b *testing.B) {
			m := screenOf(200, 50, everyKey, f)
			press(m, "6")
			b.ReportAllocs()
			for b.Loop() {
				m.frame.At = m.frame.At.Add(then.by)
				_ = m.View()
			}
		})
	}
}
