package verdict_test

import (
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/verdict"
)

// The seconds of a real run add up to what the fault cost, and those before watching began are not known.
func TestFailedIn(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		f = incident.Fold(f, s)
	}
	u := verdict.Of(&f).Users
	const n = 300
	first := f.At.Unix() - n + 1
	sum, unknown := 0, 0
	for i, failed := range u.FailedIn(&f, first, n) {
		switch {
		case failed < 0:
			unknown++
		case first+int64(i) < f.Stopwatches[0].At.Unix() && failed > 0:
			t.Errorf("%d failed before the fault", failed)
		default:
			sum += failed
		}
	}
	if want := f.Stopwatches[0].Felt.Clients().Failed; sum != want || unknown == 0 || unknown > n-20 {
		t.Errorf("%d failed, want %d; %d of %d seconds are not known", sum, want, unknown, n)
	}
}
