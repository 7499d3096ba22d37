package tui

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/paint"
)

// logsScenes are the logs of captured runs, and the keys pressed over them.
var logsScenes = []struct{ name, run, keys string }{
	{"logs-explained", "baseline-stop-mysql-slave2", "4"},
	{"logs-search", "baseline-stop-mysql-slave2", "/ m y s q l - s l a v e 2 enter n n"},
	{"logs-typing", "tuned-pause-app1", "/ t i m e d | ("},
	{"logs-keep", "tuned-pause-app1", "& a p p 1 enter"},
	{"logs-node", "tuned-kill-mysql-slave1", "i"},
	{"logs-around", "tuned-kill-mysql-slave1", "2 g j j enter"},
	{"logs-grave", "baseline-stop-mysql-slave2", "4 V V"},
}

func TestGoldenLogs(t *testing.T) {
	t.Parallel()
	for _, s := range logsScenes {
		f := lived(t, s.run)
		for _, size := range sizes[1:] {
			t.Run(fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1]), func(t *testing.T) {
				m := screenOf(size[0], size[1], everyKey, f)
				press(m, strings.Fields(s.keys)...)
				goldenFrame(t, s.name, m)
			})
		}
	}
}

func TestGoldenLogsColour(t *testing.T) {
	f := lived(t, "baseline-stop-mysql-slave2")
	for _, theme := range []string{paint.ThemeDark, paint.ThemeMono} {
		o := everyKey
		o.Theme = theme
		m := screenOf(120, 36, o, f)
		press(m, strings.Fields("/ s l a v e 2 enter n")...)
		golden(t, "logs-search-"+theme+"-120x36.ansi", m.View()+"\n")
	}
}

func TestLogsEverySize(t *testing.T) {
	t.Parallel()
	for _, s := range logsScenes {
		m := screenOf(400, 120, everyKey, lived(t, s.run))
		press(m, strings.Fields(s.keys)...)
		for _, w := range widths {
			for _, h := range heights {
				m.Update(tea.WindowSizeMsg{Width: w, Height: h})
				checkSize(t, m, w, h)
			}
		}
		press(m, "esc", "esc", "4")
		for range 9 {
			press(m, "right")
			checkSize(t, m, m.w, m.h)
		}
	}
}
