package main

import (
	"strings"
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// The effects of a fault are predicted, and it is refused, without a screen, by the present state.
func TestFaultIsWeighedAndRefused(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		if s.Act != nil && s.Act.Inject != nil {
			break
		}
		f = incident.Fold(f, s)
	}
	stop := record.Fault{Kind: record.Stop, Target: "mysql-slave2"}
	facts, last := foreseen(&f, stop)
	if got := strings.Join(facts, " · "); last || !strings.Contains(got, "2 replicas stay up") || !strings.Contains(got, "noticed ≤ 12.0 s after its end") {
		t.Errorf("%q, the last: %t", got, last)
	}
	if err := refuse(&f, stop); err != nil {
		t.Errorf("refused: %v", err)
	}
	f.Node("mysql-slave2").Container.State = "exited"
	if err := refuse(&f, stop); err == nil || exitCode(err, false) != exitBroken || !strings.Contains(err.Error(), "nothing was broken: mysql-slave2 is not running (exited)") {
		t.Errorf("stopped already: %v", err)
	}
	stop.Target = "mysql-slave9"
	if err := refuse(&f, stop); exitCode(err, false) != exitUsage || !strings.Contains(err.Error(), "no such service here; did you mean mysql-slave") {
		t.Errorf("unknown: %v", err)
	}
}
