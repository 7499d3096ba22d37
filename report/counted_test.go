package report_test

import (
	"strings"
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/report"
	"hadash/report/postmortem"
)

// A report has no 0 for what nobody counted, and no verdict on it.
func TestNobodyCountedWhatWasAbsorbed(t *testing.T) {
	w := stopwatch.Stopwatch{Around: stopwatch.Around{NoPage: true}, Felt: clients.Felt{HasNginx: true, NginxRequests: 5}, Done: true}
	r := &report.Run{Begun: start, Ended: start.Add(time.Minute), Faults: []stopwatch.Stopwatch{w, w}}
	text := string(written(t, postmortem.Report{Run: r, Zone: time.UTC}.Markdown))
	for _, want := range []string{"| absorbed on the way | - |", "| application | reads repeated on another connection | - | no log of it has them |",
		"| HAProxy | connections retried (wretr) | - | its page was not read |", "ow many failures were absorbed is not known"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "nothing had to be absorbed") {
		t.Error("it says that none had to be absorbed")
	}
}

// A count of failures of which a part was not seen is a lower bound in every sentence.
func TestFailuresAtLeast(t *testing.T) {
	c := clients.Clients{By: event.ByLog, Counted: true, Requests: 9, Failed: 3, Least: true}
	for _, got := range []string{report.English.Reached(c), report.English.Clients(c), report.English.Figures(c)} {
		if !strings.Contains(got, "≥ 3") {
			t.Errorf("%q", got)
		}
	}
	c.Failed = 0
	if got := report.English.Clients(c); !strings.Contains(got, "not all were seen") {
		t.Errorf("%q", got)
	}
	if got := report.English.Reached(c); got != "no request was seen to fail" {
		t.Errorf("%q", got)
	}
}
