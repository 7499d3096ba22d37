package incident

import (
	"testing"
)

// A fault of before hadash began is told of before the configurations are read: what to expect of it is known with them.
func TestPredictedOnceRead(t *testing.T) {
	f := play(remembered, docker(-3, "db1", "pause", ""), docker(-2, "app1", "stop", ""),
		settings(tunedCheck), haproxy(0.2, server("db1", "UP", nil), server("db2", "UP", nil)))
	w := f.Stopwatch("db1")
	if want := f.Predict(w.Fault.Fault); !w.Expected.Known || w.Expected != want {
		t.Errorf("expected %+v, want %+v", w.Expected, want)
	}
}
