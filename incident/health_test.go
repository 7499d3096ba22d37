package incident

import (
	"testing"
	"time"

	"hadash/incident/stopwatch"
	"hadash/record"
)

// Docker calls a node unhealthy some time after it was healed, by a check of before: its word is only as new as that
// check.
func TestAHealthWordIsAsOldAsItsCheck(t *testing.T) {
	for name, c := range map[string]struct {
		checked time.Time
		told    bool
	}{
		"a check of before the heal": {at(19), false},
		"not known":                  {time.Time{}, false},
		"a check of after it":        {at(25), true},
	} {
		ill := func(seconds float64) record.Sample {
			s := containers(seconds, nil)
			for i := range s.Containers {
				if s.Containers[i].Node == "db1" {
					s.Containers[i].Health, s.Containers[i].Checked = "unhealthy", c.checked
				}
			}
			return s
		}
		f := play(containers(0, nil), rows(9, "UP", "UP"), docker(10, "db1", "pause", ""), rows(12, "UP", "UP"), docker(20, "db1", "unpause", ""),
			docker(21, "db1", "health_status", "unhealthy"), ill(26), rows(26.1, "UP", "UP"), ill(35), rows(36, "UP", "UP"), ill(45), rows(46, "UP", "UP"))
		disagree := f.Truth(f.Node("db1")).Disagree
		if (len(disagree) > 0) != c.told {
			t.Errorf("%s: in dispute %q", name, disagree)
		}
		if sign := f.Stopwatch("db1").Moments[stopwatch.FirstSign]; sign.At.After(at(20)) {
			t.Errorf("%s: its first sign is after its heal: %+v", name, sign)
		}
	}
}
