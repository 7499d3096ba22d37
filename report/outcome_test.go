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
		"held":             {steps(record.StepDone, record.StepHeld, record.StepHeld), true, "Held: all 2 expectations were met."},
		"heading":          {heading, true, "Held: all 2 expectations were met."},
		"failed":           {steps(record.StepHeld, record.StepFailed), false, "Failed: 1 of 2 expectations did not hold; line 2, expect db1 DOWN within 2s."},
		"aborted":          {steps(record.StepHeld, record.StepAborted, record.StepSkipped), false, "Aborted by line 2, expect db1 DOWN within 2s: -."},
		"broken off":       {steps(record.StepHeld, record.StepSkipped), false, "Not finished"},
		"interrupted":      {steps(record.StepHeld, record.StepBegun), false, "Not finished"},
		"newer":            {steps(record.StepHeld, "molten"), false, "Not finished"},
		"asks for nothing": {steps(record.StepDone), true, "Done; the drill expected nothing."},
	} {
		r := &report.Run{Steps: c.steps}
		if got := r.Judgement(); got.Held != c.held || got.Drill != (len(c.steps) > 0) {
			t.Errorf("%s: %+v", name, got)
		}
		if got := report.English.Outcome(r); !strings.HasPrefix(got, c.says) {
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
		"The clients felt nothing: none of 1\u202f000 requests failed, the slowest took 0.30 s.":                   felt(second),
		"The clients felt it: 7 of 1\u202f000 requests failed, the slowest took 16.00 s.":                          felt(bad),
		"The clients felt a wait: none of 1\u202f000 requests failed, but the slowest took 8.00 s.":                felt(late),
		"The clients felt it: 5 of 29\u202f120 requests failed, the slowest took 15.64 s (k6's own sums).":         felt(clients.Felt{K6Requests: 29120, K6Failed: 5, K6Slowest: 15640 * time.Millisecond}),
		"The clients felt it: 7 of 1\u202f000 requests failed, how long they took is not known.":                   felt(dropped),
		"None of 1\u202f000 requests failed at the clients, how long they took is not known (nginx's access log).": felt(clients.Felt{HasNginx: true, NginxRequests: 1000}),
		"No client asked for anything (nginx's access log).":                                                       felt(clients.Felt{HasNginx: true}),
		"What the clients felt is not known.":                                                                      felt(clients.Felt{HasNginx: true, NginxRequests: 1000, Blind: true}),
		"What the clients felt is not known. The fault, stop mysql-slave1, was detected after 0.23 s.":             {Faults: []stopwatch.Stopwatch{hiddenStop()}},
		"What the clients felt is not known. 1 of 2 faults detected, the slowest after 0.23 s.":                    {Faults: []stopwatch.Stopwatch{hiddenStop(), greyPause()}},
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
	if got := d.under(t, "Post-mortem: one replica dies").bold[0]; !strings.HasPrefix(got, "Failed: 1 of 2 expectations did not hold; line 2") {
		t.Errorf("verdict %q", got)
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
