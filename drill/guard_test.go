package drill

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// A guard that begins with the Frame in which the user's fault was opened knows the figures of that fault.
func TestGuardKnowsTheFaultThatIsOpen(t *testing.T) {
	c, err := ParseCondition("visible(app1) > 3")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	fault := stopwatch.Fault{Fault: record.Fault{Kind: record.Kill, Target: "app1"}, At: at, You: true, Watch: 2}
	old := stopwatch.Stopwatch{ID: 1, Fault: stopwatch.Fault{Fault: fault.Fault, At: at.Add(-time.Hour), Watch: 1}, Done: true}
	old.Felt.Failed, old.Felt.Requests = 90, 900
	now := stopwatch.Stopwatch{ID: 2, Fault: fault}
	now.Felt.Requests = 100
	f := incident.Frame{At: at, Faults: []stopwatch.Fault{fault}, Stopwatches: []stopwatch.Stopwatch{old, now}}
	g := NewGuard(c, &f)
	if s := g.See(&f); s.So || !s.Known {
		t.Errorf("%+v", s)
	}
	now.Felt.Failed = 4
	f.At, f.Stopwatches = at.Add(time.Second), []stopwatch.Stopwatch{old, now}
	if s := g.See(&f); !s.So || s.Saw != "visible(app1) 4 > 3" {
		t.Errorf("%+v", s)
	}
}
