package progress

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
)

// The reason that ends a drill early is a line, beside the step that it interrupted; in a pipe there is nothing else.
func TestAbortOnAPipe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		p := NewDrill(&b)
		abort := record.Step{Line: 1, Verb: "abort", Text: "abort when visible > 3", State: record.StepBegun}
		wait := record.Step{Line: 3, Verb: "wait", Text: "wait 10m", State: record.StepBegun}
		p.Step(abort)
		time.Sleep(5 * time.Second)
		p.Step(wait)
		time.Sleep(4700 * time.Millisecond)
		abort.State, abort.Why = record.StepAborted, "at 12:00:09.700, +9.7 s: it was 4"
		wait.State, wait.Why = record.StepSkipped, "broken off: visible 4 > 3 at +9.7 s"
		p.Step(abort)
		p.Step(wait)
		p.Say("healed: start app1")
		p.End()
		want := `   0.0s   abort when visible > 3: watched from here on
   9.7s ✗ abort when visible > 3: at 12:00:09.700, +9.7 s: it was 4
   9.7s - wait 10m: broken off: visible 4 > 3 at +9.7 s
   9.7s   healed: start app1
`
		if b.String() != want {
			t.Errorf("got\n%s\nwant\n%s", &b, want)
		}
	})
}
