package postmortem

import (
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/report"
)

// The JSON of a fault has when each of several HAProxies noticed, and says when the last did.
func TestNoticedByInJSON(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Balancers(t, "two") {
		f = incident.Fold(f, s)
	}
	j := faultJSONOf(report.English, f.Stopwatch("web_1"))
	if len(j.Notices) != 2 {
		t.Fatalf("%+v", j.Notices)
	}
	for i, n := range j.Notices {
		if n.Balancer != []string{"lb1", "lb2"}[i] || n.After == nil || n.Up == nil || n.Moved == 0 {
			t.Errorf("%+v", n)
		}
	}
	if last := j.Notices[1].After; j.Detected == nil || *j.Detected != *last {
		t.Errorf("noticed after %v, by lb2 after %v", j.Detected, *last)
	}
}
