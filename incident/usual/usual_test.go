package usual

import (
	"slices"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/clients"
)

// The usual is that of the seconds before the fault alone: it is the same however long the fault goes on, and the record of
// the clients has the same median.
func TestUsualIsOfBefore(t *testing.T) {
	for _, run := range []string{"baseline-stop-mysql-slave2", "baseline-pause-mysql-slave1", "tuned-kill-mysql-slave1", "tuned-pause-app1"} {
		var f incident.Frame
		var first Usual
		var before []clients.Second
		for _, s := range captured.Samples(t, run) {
			if f = incident.Fold(f, s); len(f.Stopwatches) == 0 {
				continue
			}
			at := f.Stopwatches[0].At
			if f.At.Sub(at) < 8*time.Second { // the last seconds before the fault are reported late
				continue
			}
			u := Before(&f, at)
			if first == (Usual{}) {
				first, before = u, f.Load.Seconds
			}
			if f.Load.On && u != first {
				t.Fatalf("%s, after %s: %+v, at first %+v", run, f.At.Sub(at), u, first)
			}
		}
		var took []time.Duration
		for _, s := range before {
			if at := f.Stopwatches[0].At.Unix(); s.At.Unix() < at && s.At.Unix() > at-60 && s.Requests > 0 {
				took = append(took, s.P95)
			}
		}
		slices.Sort(took)
		if len(took) < enough || first.P95 != took[len(took)/2] || first.Rate <= 0 {
			t.Errorf("%s: %+v, the clients' own record says %v", run, first, took)
		}
	}
}

// What was before watching began, or in too few seconds, is not known.
func TestUsualNotKnown(t *testing.T) {
	f := incident.Frame{Begun: time.Unix(1000, 0), At: time.Unix(1100, 0)}
	for _, at := range []int64{900, 1050} {
		if u := Before(&f, time.Unix(at, 0)); u != (Usual{}) {
			t.Errorf("%d: %+v", at, u)
		}
	}
}
