package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
)

// While a fault is open, and for a while after, its moments are in sight, and the newest event is; the lines are in order.
func TestTheFaultStaysInSight(t *testing.T) {
	pinned := 0
	for _, f := range framesOf(t, "../docs/experiment/baseline.hadash", 500*time.Millisecond) {
		for h := 3; h <= 12; h++ {
			var p timelinePanel
			lines := p.digest(&f, h)
			if len(lines) > h || len(f.Timeline) > 0 && len(lines) == 0 {
				t.Fatalf("%d lines for %d", len(lines), h)
			}
			seen := map[int]bool{}
			for i, l := range lines {
				seen[l.nth] = true
				if i > 0 && l.at.Before(lines[i-1].at) {
					t.Errorf("%s: line %d is older than the one above", f.At, i)
				}
			}
			if last := len(f.Timeline) - 1; last >= 0 && !seen[last] {
				t.Errorf("%s, %d lines: the newest event is not among them", f.At, h)
			}
			for i := range f.Stopwatches {
				s := &f.Stopwatches[i]
				stages := []stopwatch.Stage{stopwatch.Injected, stopwatch.Detected, stopwatch.Healed}[:min(h-1, 3)]
				if !recent(&f, s) || i < len(f.Stopwatches)-1 {
					continue
				}
				for nth := range f.Timeline {
					if e := &f.Timeline[nth]; e.Kind == event.KindFault && e.Fault == s.String() && e.At.Equal(s.Moments[stopwatch.Injected].At) && !seen[nth] {
						t.Errorf("%s, %d lines: %q is out of sight", f.At, h, e.Text)
					}
				}
				for _, stage := range stages {
					if nth := eventOf(&f, s, &s.Moments[stage]); nth >= 0 && !seen[nth] {
						t.Errorf("%s, %d lines: %s of %s is out of sight", f.At, h, stage, s)
					} else if nth >= 0 {
						pinned++
					}
				}
			}
		}
	}
	if pinned < 100 {
		t.Errorf("only %d moments were looked for", pinned)
	}
}

// Ten seconds of noise after a fault fill five lines of the timeline, and the fault and DOWN are still there; alike lines
// are one with their count and the time of the last. Whoever goes up sees each of them.
func TestNoiseIsFolded(t *testing.T) {
	f := oneDown()
	for i := range 30 {
		when := at(11*time.Second + time.Duration(i)*time.Second)
		f.At = when
		f.Timeline = append(f.Timeline, event.Event{ID: 100 + i, At: when, Until: when, Count: 2, Kind: event.KindClient, Severity: event.Bad, Subject: "k6",
			To: "login", Text: fmt.Sprintf("login failed after %d ms", 100+i), Fault: "stop mysql-slave1", After: when.Sub(fault)})
		if i%10 == 0 {
			f.Timeline = append(f.Timeline, event.Event{ID: 200 + i, At: when, Until: when, Count: 1, Kind: event.KindContainer, Text: fmt.Sprint("other ", i)})
		}
	}
	m := screenOf(120, 36, Options{}, f)
	got := ansi.Strip(m.View())
	for _, want := range []string{"↯ stop mysql-slave1 (you)", "▼ servers/mysql-slave1 DOWN", "14:49:35.38 +40.00 s   ▼ login failed after 129 ms ×60", "other 20"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("no %q, or more than one:\n%s", want, got)
		}
	}
	seen := got
	press(m, "2")
	for range f.Timeline {
		press(m, "k")
		seen += ansi.Strip(m.View())
	}
	for i := range f.Timeline {
		if text := f.Timeline[i].Text; !strings.Contains(seen, text[:min(len(text), 24)]) {
			t.Errorf("%q is not to be seen", text)
		}
	}
}
