package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/drill"
	"hadash/record"
)

// What breaks a drill off stands as a line, with what it broke off; on a pipe there is nothing else.
func TestAbortOnAPipe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		p := newDrillProgress(&b)
		abort := record.Step{Line: 1, Verb: "abort", Text: "abort when visible > 3", State: record.StepBegun}
		wait := record.Step{Line: 3, Verb: "wait", Text: "wait 10m", State: record.StepBegun}
		p.step(abort)
		time.Sleep(5 * time.Second)
		p.step(wait)
		time.Sleep(4700 * time.Millisecond)
		abort.State, abort.Why = record.StepAborted, "at 12:00:09.700, +9.7 s: it was 4"
		wait.State, wait.Why = record.StepSkipped, "broken off: visible 4 > 3 at +9.7 s"
		p.step(abort)
		p.step(wait)
		p.say("healed: start app1")
		p.end()
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

func TestAbortInTheVerdict(t *testing.T) {
	d, _ := drill.Parse("x.drill", []byte("abort when visible > 3\nload 20 VUs\nwait 10m"))
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	r := &drill.Result{Drill: d, State: drill.Aborted, Why: "visible 4 > 3 at +9.7 s", Halt: &drill.Halt{}, Began: at, Ended: at}
	r.Outcomes = []*drill.Outcome{
		{Step: record.Step{Line: 1, Verb: "abort", Text: "abort when visible > 3", State: record.StepAborted, Why: "at 12:00:09.700, +9.7 s: it was 4"}},
		{Step: record.Step{Line: 3, Verb: "wait", Text: "wait 10m", State: record.StepSkipped}},
	}
	var b strings.Builder
	writeVerdict(&b, r)
	want := "x: ABORTED: visible 4 > 3 at +9.7 s; 0 of 0 expectations held; 1 line not run\n" +
		"  line 1 aborted: abort when visible > 3: at 12:00:09.700, +9.7 s: it was 4\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
	if code := exitCode(drillsEnd(t.Context(), []*drill.Result{r}, nil), false); code != exitBroken {
		t.Errorf("exit %d", code)
	}
}
