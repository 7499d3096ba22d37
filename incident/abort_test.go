package incident

import (
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/record"
)

// A limit that was reached is an event of its own, and so is the line of a drill that broke it off.
func TestAbortIsTold(t *testing.T) {
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	for want, act := range map[string]record.Act{
		"aborted: visible 21 > 20; healing everything": {Abort: &record.Abort{When: "visible > 20", Saw: "visible 21 > 20"}},
		"line 2 aborted: abort when visible > 20: at 12:00:00.000, +9.7 s: it was 21": {Step: &record.Step{Line: 2, Verb: "abort",
			Text: "abort when visible > 20", State: record.StepAborted, Why: "at 12:00:00.000, +9.7 s: it was 21"}},
	} {
		f := Fold(Frame{}, record.Sample{At: at, Source: record.SourceYou, Act: &act})
		if len(f.Events) != 1 || f.Events[0].Says.String() != want || f.Events[0].Severity != event.Bad {
			t.Errorf("%+v, want %s", f.Events, want)
		}
	}
}
