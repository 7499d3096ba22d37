package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/record"
	"hadash/report"
	"hadash/report/compare"
	"hadash/report/markdown"
	"hadash/report/postmortem"
	"hadash/report/section"
)

// A captured run of the real HAProxy with a probe before it: one of three servers is killed, without another try.
func probeRun(t *testing.T) *report.Run {
	t.Helper()
	rec, err := record.Open("../tui/testdata/probe.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	return report.Gather(rec)
}

// A report says what a probe felt, names it as the witness, and has what the balancer's log says beside it.
func TestReportOfAProbe(t *testing.T) {
	r := probeRun(t)
	if c := r.Clients(); c.By != event.ByProbe || c.Failed != 2 || c.Requests != 134 || len(r.Seconds) < 6 {
		t.Fatalf("%+v, %d seconds", c, len(r.Seconds))
	}
	sum := 0
	for _, s := range r.Seconds {
		sum += s.Requests
	}
	if sum != r.Clients().Requests {
		t.Errorf("%d requests in the seconds, %d in all", sum, r.Clients().Requests)
	}
	var en, ru, js bytes.Buffer
	for _, err := range []error{(postmortem.Report{Run: r}).Markdown(&en), (postmortem.Report{Run: r, Lang: report.Russian}).Markdown(&ru), (postmortem.Report{Run: r}).JSON(&js)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{
		"**2 of 134 requests failed (1.5 %); the slowest took 17 ms (the probe's record).**",
		"| source | the probe's record |",
		"| T3 | first failed request | 19:31:50.13 | +0.07 s | ±50 ms, the probe's record | /health failed at the probe: 503 after 0.8 ms |",
		"|  | the probe's record | HAProxy's HTTP log |", "| failed | 2 (503 2) | 2 |",
		"## Probes", "| target | http&#58;//", "/health?...", "| answered by | app2 51, app3 50, app1 32 |", "| sent | 20/s, timeout 2.0 s |",
	} {
		if !strings.Contains(en.String(), want) {
			t.Errorf("no %s in\n%s", want, en.String())
		}
	}
	for _, not := range []string{"Load (k6)", "load script", "q=1 "} {
		if head, _, _ := strings.Cut(en.String(), "### Evidence"); strings.Contains(head, not) {
			t.Errorf("the report says %s", not)
		}
	}
	for _, want := range []string{"(запись пробника)", "## Пробники", "±50 мс, запись пробника"} {
		if !strings.Contains(ru.String(), want) {
			t.Errorf("no %s in\n%s", want, ru.String())
		}
	}
	for _, want := range []string{`"witness": "the probe's record"`, `"first_failed": "2026-11-30T19:31:50.13`} {
		if !strings.Contains(js.String(), want) {
			t.Errorf("no %s in\n%s", want, js.String())
		}
	}
}

// When the fault is over, the report says whether the probe and the log agree.
func TestProbeAndLogAgree(t *testing.T) {
	for _, c := range []struct {
		more, others int
		want         string
	}{
		{0, 0, "The two witnesses agree on how many failed. Their requests differ by 1 (0.99 %)"},
		{3, 0, "**The two witnesses do not agree: 2 failed by the probe's record, 5 by the balancer's log.**"},
		{3, 400, "Others sent requests besides the probe"},
	} {
		r := probeRun(t)
		w := r.Faults[0]
		w.Done = true
		w.Felt.NginxFailed += c.more
		w.Felt.NginxRequests += c.others
		w.Felt.Probe.Others += c.others
		var b bytes.Buffer
		p := markdown.New(&b, report.English, time.UTC)
		section.Fault(p, &w)
		if err := p.Flush(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), c.want) {
			t.Errorf("no %s in\n%s", c.want, b.String())
		}
		if by := w.Felt.Clients().By; (by == event.ByLog) != (c.others > 0) {
			t.Errorf("%d others: by %s", c.others, by)
		}
	}
}

// The figures of a probe are not those of a load.
func TestProbeIsComparedWithCare(t *testing.T) {
	rec, err := record.Open("../docs/experiment/tuned.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	load := report.Gather(rec)
	const other = "What users felt is by a probe in only one of A and B: the two counted other requests."
	for _, c := range []struct {
		runs []*report.Run
		says bool
	}{{[]*report.Run{load, probeRun(t)}, true}, {[]*report.Run{probeRun(t), probeRun(t)}, false}} {
		var b bytes.Buffer
		if err := (compare.Of(c.runs)).Write(&b, compare.Options{Lang: report.English}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), other) != c.says || strings.Contains(b.String(), "kept no record: what its users felt") {
			t.Errorf("the comparison says it: %v\n%s", !c.says, b.String())
		}
	}
}
