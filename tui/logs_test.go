package tui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/record"
)

func someLines(from, n int) []*record.Line {
	var out []*record.Line
	for i := from; i < from+n; i++ {
		out = append(out, &record.Line{At: noon, Node: "app1", Text: fmt.Sprintf("line %05d", i)})
	}
	return out
}

func lastLine(p *logsPanel) string {
	if p.end() == 0 {
		return ""
	}
	return p.ring.at(p.seen[p.end()-1]).Text
}

func TestRingForgets(t *testing.T) {
	p := newLogsPanel()
	p.add(someLines(0, keptLines+100))
	if p.ring.first() != 100 || len(p.seen) != keptLines || p.ring.at(p.seen[0]).Text != "line 00100" {
		t.Errorf("first %d, %d seen, %s", p.ring.first(), len(p.seen), p.ring.at(p.seen[0]).Text)
	}
}

func TestLogsHoldAndFollow(t *testing.T) {
	p := newLogsPanel()
	p.add(someLines(0, 100))
	p.scroll(-10, 5)
	p.add(someLines(100, 50))
	if got := lastLine(&p); got != "line 00089" {
		t.Errorf("held at %q", got)
	}
	p.scroll(-far, 5)
	if got := lastLine(&p); got != "line 00004" {
		t.Errorf("scrolled to %q", got)
	}
	p.scroll(far, 5)
	p.add(someLines(150, 1))
	if got := lastLine(&p); got != "line 00150" {
		t.Errorf("follows at %q", got)
	}
	p.toggleFollow()
	p.add(someLines(151, keptLines))
	p.catchUp()
	if p.end() != 1 {
		t.Errorf("the held line is forgotten, and %d lines are before the oldest", p.end())
	}
}

func TestLogFilter(t *testing.T) {
	m := screenOf(120, 36, Options{}, oneDown())
	for filter, want := range map[string]int{
		"": 4, "slave1": 3, "SLAVE1": 3, "haproxy": 2, "down|warn": 2, "(": 0, "日本": 1, "^level": 1, "nothing": 0,
	} {
		m.logs.setFilter(filter)
		if len(m.logs.seen) != want {
			t.Errorf("%q: %d lines, want %d", filter, len(m.logs.seen), want)
		}
	}
	m.logs.setFilter("")
	press(m, "a")
	if len(m.logs.seen) != 6 || m.logs.hidden != 2 {
		t.Errorf("all: %d lines, %d hidden", len(m.logs.seen), m.logs.hidden)
	}
}

func TestLogSideways(t *testing.T) {
	m := screenOf(60, 16, Options{}, oneDown())
	press(m, "4", "k")
	for range 3 {
		press(m, "right")
	}
	if got := ansi.Strip(m.View()); !strings.Contains(got, "check duration: 2002ms") {
		t.Errorf("the end of the line is not seen:\n%s", got)
	}
}

func TestTimelineScrolls(t *testing.T) {
	f := oneDown()
	m := screenOf(80, 24, Options{}, f)
	press(m, "2", "k", "k")
	got := ansi.Strip(m.View())
	if !strings.Contains(got, "load began") || strings.Contains(got, "Layer4 timeout ") {
		t.Errorf("not scrolled:\n%s", got)
	}
	press(m, "G")
	if m.timeline.anchor != 0 {
		t.Error("does not follow after the last")
	}
}

// A screen that begins late shows the notable lines from before, and none twice.
func TestEarlierLines(t *testing.T) {
	f := allUp()
	f.Notable = append(someLines(0, 3), f.Lines[0])
	m := screenOf(120, 36, Options{}, f, allUp())
	if got := len(m.logs.seen); got != 3+1+1 {
		t.Errorf("%d lines, want the 3 earlier, and 1 of each Frame", got)
	}
}
