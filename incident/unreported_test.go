package incident

import (
	"testing"
	"time"

	"hadash/incident/stopwatch"
	"hadash/record"
)

// The time of a fault whose return nobody reports ends all the same: what fails later is not counted to it, and it is not
// said that the node was not back.
func TestAFaultWhoseReturnNobodyReportsEnds(t *testing.T) {
	for node, faults := range map[string][]record.Sample{
		"db1":   {docker(10, "db1", "kill", "15"), docker(10.2, "db1", "die", "0"), docker(30, "db1", "start", "")},
		"app1":  {docker(10, "app1", "pause", ""), docker(30, "app1", "unpause", "")},
		"nginx": {docker(10, "nginx", "kill", "15"), docker(10.2, "nginx", "die", "0"), docker(30, "nginx", "start", "")},
	} {
		samples := append([]record.Sample{routed(), containers(0, nil)}, faults...)
		for s := 31.0; s < 180; s++ {
			samples = append(samples, containers(s, nil), lost(s+0.5))
		}
		f := play(samples...)
		w := f.Stopwatch(node)
		if w == nil || !w.Done || !w.Unreported || w.Awaited() || f.Running() {
			t.Errorf("%s: it runs on: %+v", node, w)
			continue
		}
		if last := w.Moments[stopwatch.LastFailed].At; last.After(at(30).Add(trafficWait+time.Second)) || w.Felt.Failed > 20 {
			t.Errorf("%s: %d failed, the last at %s", node, w.Felt.Failed, last.Sub(start))
		}
		if n := len(w.Findings); n == 0 || w.Findings[n-1].String() != "nothing that was watched reports when it served again" {
			t.Errorf("%s: %v", node, w.Findings)
		}
	}
}
