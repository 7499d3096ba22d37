package verdict

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
)

// Between the command to start a node and its start the fault is open, and its heal requested.
func TestHealIsRequested(t *testing.T) {
	var f incident.Frame
	var requested time.Duration
	before := 0
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		f = incident.Fold(f, s)
		if len(f.Faults) != 1 {
			continue
		}
		if x := &f.Faults[0]; Requested(&f, x) {
			requested = f.At.Sub(x.At)
		} else if requested > 0 {
			t.Fatalf("%v after the fault it is no longer requested", f.At.Sub(x.At))
		} else {
			before++
		}
	}
	if before == 0 || requested == 0 {
		t.Errorf("%d Frames before the request, then %v", before, requested)
	}
}
