package incident

import "testing"

// A load generator that does not run is off, not broken; paused it is.
func TestResting(t *testing.T) {
	for state, want := range map[string]string{"exited": "off", "paused": "paused", "running": "runs"} {
		f := play(containers(0, map[string]string{"k6": state, "db1": state}))
		if n := f.Node("k6"); n.State() != want || n.Resting() != (want == "off") {
			t.Errorf("k6 %s is %q, resting %v", state, n.State(), n.Resting())
		}
		if n := f.Node("db1"); n.Resting() || n.State() != n.Health.String() {
			t.Errorf("db1 %s is %q, resting %v", state, n.State(), n.Resting())
		}
	}
}
