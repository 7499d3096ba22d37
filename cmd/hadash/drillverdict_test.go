package main

import (
	"strings"
	"testing"
	"time"

	"hadash/drill"
	"hadash/record"
)

func TestAbortInTheVerdict(t *testing.T) {
	d, _ := drill.Parse("x.drill", []byte("abort when failed > 3\nload 20 users\nwait 10m"))
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	r := &drill.Result{Drill: d, State: drill.Aborted, Why: "failed 4 > 3 at +9.7 s", Halt: &drill.Halt{}, Began: at, Ended: at}
	r.Outcomes = []*drill.Outcome{
		{Step: record.Step{Line: 1, Verb: "abort", Text: "abort when failed > 3", State: record.StepAborted, Why: "at 12:00:09.700, +9.7 s: it was 4"}},
		{Step: record.Step{Line: 3, Verb: "wait", Text: "wait 10m", State: record.StepSkipped}},
	}
	var b strings.Builder
	writeVerdict(&b, r)
	want := "x: ABORTED: failed 4 > 3 at +9.7 s; 0 of 0 expectations held; 1 line not run\n" +
		"  line 1 aborted: abort when failed > 3: at 12:00:09.700, +9.7 s: it was 4\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
	if code := exitCode(drillsEnd(t.Context(), []*drill.Result{r}, nil), false); code != exitBroken {
		t.Errorf("exit %d", code)
	}
}
