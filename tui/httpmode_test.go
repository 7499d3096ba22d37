package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// A HAProxy in HTTP mode without a load script: a server whose checks pass and that answers 500 is never "all up", and who
// counts the users is said; the same from its counters alone, and where the servers are no nodes.
func TestHTTPModeIsDrawn(t *testing.T) {
	for name, c := range map[string]struct {
		keep  func(*record.Sample)
		wants []string
	}{
		"log":      {func(*record.Sample) {}, []string{"w1: HAProxy: UP, yet ", "by HAProxy's log", "answers 5xx", " 5xx "}},
		"counters": {func(s *record.Sample) { s.Logs = nil }, []string{"w1: HAProxy: UP, yet ", "by HAProxy's counters", "answers 5xx", "≥"}},
		"no nodes": {func(s *record.Sample) {
			if s.Topology != nil {
				only := *s.Topology
				only.Nodes = only.Nodes[:1]
				s.Topology = &only
			}
		}, []string{"web/w1 is up and answers 5xx", "failed (HAProxy's log)"}},
	} {
		m, shown := screenOf(140, 36, everyKey), 0
		var f incident.Frame
		for _, s := range captured.Samples(t, "../http/500-and-stop") {
			c.keep(&s)
			f = incident.Fold(f, s)
			if s.HAProxy == nil || len(f.Erring) == 0 || !f.Errs(f.HAProxy.Find("web", "w1")) || f.At.Sub(f.Erring[0].Since).Seconds() < 2 {
				continue
			}
			m.Update(frameMsg(f))
			view := ansi.Strip(m.View())
			shown++
			for _, want := range c.wants {
				if !strings.Contains(view, want) {
					t.Fatalf("%s, %v: no %q:\n%s", name, f.At, want, view)
				}
			}
			if strings.Contains(view, "all 3 up") || strings.Contains(view, "all 1 up") {
				t.Fatalf("%s: all up:\n%s", name, view)
			}
		}
		if shown < 3 {
			t.Errorf("%s: drawn %d times", name, shown)
		}
	}
}
