package report_test

import (
	"path/filepath"
	"testing"

	samples "hadash/incident/captured"
	"hadash/record"
	"hadash/report"
)

// captured is a run of the real stack, as it comes out of a recording of it.
func captured(t *testing.T, name string) *report.Run {
	t.Helper()
	rec, err := record.Open(recorded(t, name, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	r := report.Gather(rec)
	return r
}

// recorded writes the Samples of a captured run into a recording; what with changes in them is in it too.
func recorded(t *testing.T, name string, with func(*record.Sample)) string {
	t.Helper()
	all := samples.Samples(t, name)
	for i := range all {
		if with != nil {
			with(&all[i])
			all[i] = record.Settle(all[i])
		}
	}
	return samples.Recording(t, filepath.Join(t.TempDir(), name+".hadash"), record.Header{Hadash: "test", Project: "hadash"}, all)
}
