package logs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/muesli/termenv"

	"hadash/incident/captured"
	"hadash/record"
	"hadash/tui/paint"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

// written is n lines of an application, a millisecond apart.
func written(from, n int) []*record.Line {
	var out []*record.Line
	for i := from; i < from+n; i++ {
		out = append(out, &record.Line{At: noon.Add(time.Duration(i) * time.Millisecond), Node: "app1", Text: fmt.Sprintf("line %05d", i)})
	}
	return out
}

// caught is every line of a run of the real stack, as they came.
func caught(t testing.TB, run string) []*record.Line {
	t.Helper()
	var out []*record.Line
	for _, s := range captured.Samples(t, run) {
		if s.Logs == nil {
			continue
		}
		for i := range s.Logs.Lines {
			out = append(out, &s.Logs.Lines[i])
		}
	}
	if len(out) < 5 {
		t.Fatalf("%s has only %d lines", run, len(out))
	}
	return out
}

var runs = []string{"baseline-stop-mysql-slave2", "tuned-kill-mysql-slave1", "tuned-pause-app1", "baseline-pause-mysql-slave1"}

// allOf is the lines of all runs.
func allOf(t testing.TB) []*record.Line {
	t.Helper()
	var out []*record.Line
	for _, run := range runs {
		out = append(out, caught(t, run)...)
	}
	return out
}

func texts(p *Panel) []string {
	var out []string
	for i := range p.Lines() {
		out = append(out, p.Line(i).Text())
	}
	return out
}

// bottomLine is the text of the line on the last row.
func bottomLine(p *Panel) string {
	if p.end() == 0 {
		return ""
	}
	return p.Line(p.end() - 1).Text()
}

func ofRows(rows int) Panel {
	p := New()
	p.Fit(rows)
	return p
}

// drawn is the panel as text.
func drawn(p *Panel, w, h int) string {
	var s paint.Screen
	s.Resize(w, h)
	th := paint.NewTheme(paint.ThemeMono, termenv.Ascii, false)
	p.Draw(&View{Screen: &s, Theme: th, Zone: time.UTC, Name: func(a, _ string) string { return a }}, paint.Area(0, 0, w, h))
	return s.String()
}

func must(t testing.TB, text string) *Pattern {
	t.Helper()
	p, err := Compile(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func has(t *testing.T, view string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(view, w) {
			t.Errorf("no %q in\n%s", w, view)
		}
	}
}
