package incident

import (
	"testing"

	"hadash/incident/captured"
)

// What passed on the way since a fault is what HAProxy's own columns grew by since then, at every moment of a run.
func TestPassedSinceTheFault(t *testing.T) {
	for run, want := range map[string]int64{"baseline-stop-mysql-slave2": 15, "baseline-pause-mysql-slave1": 0, "tuned-kill-mysql-slave1": 0} {
		var f Frame
		var econ, tries, econ0, tries0 int64 // by the page, now and at the fault
		began := false
		for _, s := range captured.Samples(t, run) {
			f = Fold(f, s)
			if s.HAProxy != nil {
				econ, tries = 0, 0
				for i := range s.HAProxy.Servers {
					x := &s.HAProxy.Servers[i]
					econ, tries = econ+x.Econ, tries+x.Econ+x.Wretr+x.Wredis
				}
			}
			if len(f.Stopwatches) == 0 {
				econ0, tries0 = econ, tries
				continue
			}
			w := &f.Stopwatches[0]
			began = true
			p := f.Passed().Since(w.Before)
			if !p.Known || p.GaveUp != econ-econ0 || p.Attempts() != tries-tries0 {
				t.Fatalf("%s %v: %d of %d, by the page %d of %d", run, f.At, p.GaveUp, p.Attempts(), econ-econ0, tries-tries0)
			}
		}
		if p := f.Passed().Since(f.Stopwatches[0].Before); !began || p.GaveUp != want {
			t.Errorf("%s: %d sessions were given up, want %d", run, p.GaveUp, want)
		}
	}
}

// Of a fault that was known only later it is not known what had passed when it began.
func TestPassedOfALateFault(t *testing.T) {
	var f Frame
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		f = Fold(f, s)
	}
	w := f.Stopwatches[0]
	w.Before.Known = false
	if p := f.Passed().Since(w.Before); p.Known || p.GaveUp != 0 || p.Attempts() != 0 {
		t.Errorf("%+v", p)
	}
}
