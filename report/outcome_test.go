package report_test

import (
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/postmortem"
)

func steps(states ...record.StepState) (all []report.Step) {
	for i, s := range states {
		all = append(all, report.Step{Step: record.Step{Line: i + 1, Verb: "expect", Text: "expect db1 DOWN within 2s", State: s}})
	}
	return all
}

func TestJudgement(t *testing.T) {
	heading := append(steps(record.StepHeld, record.StepHeld), report.Step{Step: record.Step{Line: 9, Verb: "#", Text: "# a heading", State: record.StepBegun}})
	for name, c := range map[string]struct {
		steps []report.Step
		held  bool
		says  string
	}{
		"no drill":         {nil, false, ""},
		"held":             {steps(record.StepDone, record.StepHeld, record.StepHeld), true, "Drill: all 2 expectations held."},
		"heading":          {heading, true, "Drill: all 2 expectations held."},
		"failed":           {steps(record.StepHeld, record.StepFailed), false, "Drill: 1 of 2 expectations failed (line 2)."},
		"aborted":          {steps(record.StepHeld, record.StepAborted, record.StepSkipped), false, "Drill: aborted by line 2, expect db1 DOWN within 2s: -."},
		"broken off":       {steps(record.StepHeld, record.StepSkipped), false, "Drill: not finished, it ended before all of its lines were reached."},
		"interrupted":      {steps(record.StepHeld, record.StepBegun), false, "Drill: not finished, it ended before all of its lines were reached."},
		"newer":            {steps(record.StepHeld, "molten"), false, "Drill: not finished, it ended before all of its lines were reached."},
		"asks for nothing": {steps(record.StepDone), true, "Drill: done, it expected nothing."},
	} {
		r := &report.Run{Steps: c.steps}
		if got := r.Judgement(); got.Held != c.held || got.Drill != (len(c.steps) > 0) {
			t.Errorf("%s: %+v", name, got)
		}
		if got := report.English.Drill(r); got != c.says {
			t.Errorf("%s: %q, want %q", name, got, c.says)
		}
	}
}

// The first line says what the clients felt, with the numbers that matter, whoever counted them.
func TestOutcomeSaysWhatClientsFelt(t *testing.T) {
	second := clients.Felt{Requests: 1000, Slowest: 300 * time.Millisecond}
	bad, late := second, second
	bad.Failed, bad.Slowest, late.Slowest = 7, 16*time.Second, 8*time.Second
	felt := func(f clients.Felt) *report.Run {
		return &report.Run{Frame: incident.Frame{Watched: clients.Span{Felt: f}}}
	}
	dropped := bad
	dropped.Slowest = 0
	for want, r := range map[string]*report.Run{
		"None of 1\u202f000 requests failed; the slowest took 300 ms.":                                                 felt(second),
		"7 of 1\u202f000 requests failed (0.70 %); the slowest took 16.0 s.":                                           felt(bad),
		"None of 1\u202f000 requests failed, but users waited: the slowest took 8.0 s.":                                felt(late),
		"5 of 29\u202f120 requests failed (0.017 %); the slowest took 15.6 s (k6's own sums).":                         felt(clients.Felt{K6Requests: 29120, K6Failed: 5, K6Slowest: 15640 * time.Millisecond}),
		"7 of 1\u202f000 requests failed (0.70 %); how long they took is not known.":                                   felt(dropped),
		"None of 1\u202f000 requests failed; how long they took is not known (nginx's access log).":                    felt(clients.Felt{HasNginx: true, NginxRequests: 1000}),
		"No user asked for anything (nginx's access log).":                                                             felt(clients.Felt{HasNginx: true}),
		"What users felt is not known.":                                                                                felt(clients.Felt{HasNginx: true, NginxRequests: 1000, Blind: true}),
		"What users felt is not known. mysql-slave1 stopped by you: noticed after 0.23 s, back 0.61 s after the heal.": {Faults: []stopwatch.Stopwatch{hiddenStop()}},
		"What users felt is not known. mysql-slave1 stopped by you: noticed after 0.23 s, back 0.61 s after the heal. " +
			"mysql-slave1 paused by somebody else: never noticed, not seen back.": {Faults: []stopwatch.Stopwatch{hiddenStop(), greyPause()}},
		"What users felt is not known. 4 of 5 faults noticed, the slowest after 0.23 s.": {Faults: []stopwatch.Stopwatch{hiddenStop(), hiddenStop(), greyPause(), hiddenStop(), hiddenStop()}},
	} {
		if got := report.English.Outcome(r); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

// A drill's lines stand under its headings, each with what it came to.
func TestWhatADrillDid(t *testing.T) {
	r := run(t, "tuned-kill-mysql-slave1")
	r.Header.Title = "one replica dies"
	r.Steps = append([]report.Step{{Step: record.Step{Line: 1, Verb: "#", Text: "# one replica dies", State: record.StepBegun}},
		{Step: record.Step{Line: 1, Verb: "#", Text: "# one replica dies under load", State: record.StepBegun}}}, steps(record.StepHeld, record.StepFailed)...)
	r.Steps[3].Why, r.Steps[3].Russian = "it was 1.24 s", "было 1.24 с"
	d := read(t, written(t, postmortem.Report{Run: r}.Markdown))
	if len(d) > 0 && d[2].heading == "one replica dies" {
		t.Error("the title is a heading once more")
	}
	s := d.under(t, "one replica dies under load")
	r.Steps[2].State = "molten"
	if got := read(t, written(t, postmortem.Report{Run: r}.Markdown)).under(t, "one replica dies under load").cell(t, "1", "outcome"); got != "molten" {
		t.Errorf("a state of a newer hadash: %q", got)
	}
	r.Steps[2].State = record.StepHeld
	if got := s.cell(t, "1", "outcome"); got != "held" {
		t.Errorf("line 1: %q", got)
	}
	if got := s.cell(t, "2", "outcome") + ", " + s.cell(t, "2", "what was seen"); got != "FAILED, it was 1.24 s" {
		t.Errorf("line 2: %q", got)
	}
	if top := d.under(t, "Post-mortem: one replica dies"); !strings.HasPrefix(top.bold[0], "None of 11\u202f577 requests failed;") ||
		!strings.Contains(top.words, "Drill: 1 of 2 expectations failed (line 2).\n") {
		t.Errorf("it opens with %q", top.words)
	}
	ru := read(t, written(t, postmortem.Report{Run: r, Lang: report.Russian}.Markdown)).under(t, "«one replica dies under load»")
	if got := ru.cell(t, "2", "итог") + ", " + ru.cell(t, "2", "что видно"); got != "НЕ ВЫПОЛНЕНО, было 1.24 с" {
		t.Errorf("line 2 in Russian: %q", got)
	}
}

// HAProxy's page is shown as it was before the fault, while it was open, and at the end.
func TestTablesBeforeDuringAfter(t *testing.T) {
	r := run(t, "tuned-kill-mysql-slave1")
	if len(r.Tables) != 3 {
		t.Fatalf("%d tables", len(r.Tables))
	}
	sw := &r.Faults[0]
	healed := sw.Moments[stopwatch.Healed].At
	for i, want := range []struct {
		title  string
		state  record.State
		inTime bool
	}{
		{"before the first fault", record.Up, r.Tables[0].At.Before(sw.At)},
		{"during kill mysql-slave1, just before its heal", record.Down, r.Tables[1].At.Before(healed) && healed.Sub(r.Tables[1].At) < 5*time.Second},
		{"at the end", record.Up, r.Tables[2].At.After(healed)},
	} {
		got := r.Tables[i]
		if s := got.Page.Find("servers", "mysql-slave1"); got.Title.String() != want.title || s == nil || s.Status.State != want.state || !want.inTime {
			t.Errorf("table %d: %q at %s: %+v", i, got.Title, got.At, s)
		}
	}
}
