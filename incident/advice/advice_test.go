package advice

import (
	"slices"
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
)

// The decisive cause of each real run, as it was told while the fault was open and afterwards. Nothing is said of a stack that
// is set up well.
func TestDecisive(t *testing.T) {
	for run, want := range map[string][]Cause{
		"baseline-stop-mysql-slave2":  {None, NoRedispatch},
		"baseline-pause-mysql-slave1": {OnlyConnects},
		"tuned-kill-mysql-slave1":     {None},
		"tuned-pause-app1":            {None},
	} {
		var f incident.Frame
		var told []Cause
		for _, s := range captured.Samples(t, run) {
			if f = incident.Fold(f, s); len(f.Stopwatches) == 0 {
				continue
			}
			x, ok := FactsOf(&f, &f.Stopwatches[0])
			if !ok {
				t.Fatalf("%s: no facts", run)
			}
			if c := x.Decisive(); len(told) == 0 || told[len(told)-1] != c {
				told = append(told, c)
			}
		}
		if !slices.Equal(told, want) {
			t.Errorf("%s: %v, want %v", run, told, want)
		}
	}
}

// A configuration that is not understood is no ground for advice, nor is a node that is not known.
func TestNoGround(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		f = incident.Fold(f, s)
	}
	w := f.Stopwatches[0]
	x, _ := FactsOf(&f, &w)
	x.Check = nil
	if c := x.Decisive(); c != None {
		t.Errorf("without a configuration: %d", c)
	}
	if w.Target = "nobody"; w.Target != "" {
		if _, ok := FactsOf(&f, &w); ok {
			t.Error("facts of a node that is not known")
		}
	}
}
