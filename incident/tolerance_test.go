package incident

import (
	"fmt"
	"testing"
	"time"

	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
)

const ms = time.Millisecond

// frozen plays a pause of db1 on the tuned stack that is detected after some time, told with a reason.
func frozen(t *testing.T, after float64, reason string, more ...record.Sample) *stopwatch.Stopwatch {
	t.Helper()
	pause := record.Fault{Kind: record.Pause, Target: "db1"}
	all := append([]record.Sample{settings(tunedCheck), containers(0, nil), haproxy(9, server("db1", "UP", nil), server("db2", "UP", nil)),
		you(10, record.Act{Inject: &pause}), docker(10, "db1", "pause", "")}, more...)
	f := play(append(all, stateLine(10+after, "db1", record.Down, reason))...)
	w := f.Stopwatch("db1")
	if w == nil || w.Bound() != 700*ms {
		t.Fatalf("bound: %+v", w)
	}
	return w
}

// checkLine is a line of "option log-health-checks".
func checkLine(seconds float64, status string, took int) record.Sample {
	return line(record.Line{At: at(seconds), Node: "haproxy", Check: &record.HealthCheck{Backend: "servers", Server: "db1", Status: record.ParseStatus(status),
		Reason: fmt.Sprintf("Layer7 timeout, check duration: %dms", took)}})
}

// The time that HAProxy's checks took says how late the timers of its machine are: 0.906 s against 0.70 s was seen on a
// busy one, whose checks took 282 and 229 ms instead of 200; 0.705 s on an idle one.
func TestLateness(t *testing.T) {
	failing := func(took int64) record.Sample {
		return haproxy(10.3, server("db1", "UP 1/2", func(s *record.Server) { s.CheckStatus, s.CheckDuration, s.Chkfail = "L7TOUT", took, 1 }), server("db2", "UP", nil))
	}
	for name, c := range map[string]struct {
		w         *stopwatch.Stopwatch
		late      bool
		tolerance time.Duration
	}{
		"idle":                {frozen(t, 0.705, "Layer7 timeout, check duration: 200ms"), false, 40 * ms},
		"rounded":             {frozen(t, 0.705, "Layer7 timeout, check duration: 199ms"), false, 40 * ms},
		"idle, and late":      {frozen(t, 0.75, "Layer7 timeout, check duration: 201ms"), true, 40 * ms},
		"busy":                {frozen(t, 0.906, "Layer7 timeout, check duration: 229ms", failing(282)), false, 328 * ms},
		"busy, and later":     {frozen(t, 1.1, "Layer7 timeout, check duration: 229ms", failing(282)), true, 328 * ms},
		"not as busy as late": {frozen(t, 0.906, "Layer7 timeout, check duration: 229ms"), true, 116 * ms},
		"not said":            {frozen(t, 0.906, "Layer7 timeout"), false, 320 * ms},
		"a line of its own":   {frozen(t, 0.906, "", checkLine(10.3, "UP 1/2", 282), checkLine(10.9, "DOWN", 229)), false, 328 * ms},
		"of the last check":   {frozen(t, 0.906, "", checkLine(10.9, "DOWN", 282)), false, 328 * ms},
		"another timer":       {frozen(t, 0.906, "Layer4 timeout, check duration: 20ms"), false, 320 * ms},
		"no timer":            {frozen(t, 1.1, "Layer4 connection problem, info: \"refused\", check duration: 300ms"), true, 320 * ms},
		"another server's":    {frozen(t, 0.906, "Layer7 timeout", stateLine(10.2, "db2", record.Down, "Layer7 timeout, check duration: 900ms")), false, 320 * ms},
	} {
		if c.w.Late() != c.late || c.w.Tolerance() != c.tolerance {
			t.Errorf("%s: late %v, tolerance %s", name, c.w.Late(), c.w.Tolerance())
		}
		if n, each, shown := c.w.Timers(); n != 4 || each*4 != c.tolerance || shown != (c.tolerance != 320*ms) {
			t.Errorf("%s: %d timers, each %s, shown %v", name, n, each, shown)
		}
	}
}

// What is not detected is overdue beyond the tolerance only, and so is what is not UP again.
func TestOverdue(t *testing.T) {
	w := stopwatch.Stopwatch{Fault: stopwatch.Fault{At: at(10), Fault: record.Fault{Kind: record.Pause}}, Expected: predict.Prediction{Known: true, Detect: time.Second, Back: time.Second, Timers: predict.Timers{Detect: 4, Back: 3}}}
	if w.Overdue(at(11.3)) || !w.Overdue(at(11.33)) || !w.Soon(1320*ms) || w.Soon(1321*ms) {
		t.Errorf("tolerance %s", w.Tolerance())
	}
	w.Moments[stopwatch.Healed], w.Up = stopwatch.Moment{At: at(20)}, stopwatch.Moment{At: at(21.23)}
	if w.UpLate() {
		t.Errorf("UP late, tolerance %s", w.BackTolerance())
	}
	if w.Up.At = at(21.25); !w.UpLate() {
		t.Errorf("not UP late, tolerance %s", w.BackTolerance())
	}
	w.Expected.Never = true
	if w.Overdue(at(100)) || w.Soon(0) {
		t.Error("nothing would notice, and so nothing is overdue")
	}
}

// Docker reports a kill before its process is gone, and its end after the cleanup: its own record of the end, or the
// first sign, is when checks begin to fail.
func TestEndOfAKill(t *testing.T) {
	kill := record.Fault{Kind: record.Kill, Target: "db1"}
	begin := []record.Sample{settings(tunedCheck), containers(0, nil), haproxy(9, server("db1", "UP", nil)), you(10, record.Act{Inject: &kill}),
		docker(10.02, "db1", "kill", "9"), docker(10.52, "db1", "die", "137")}
	ended := containers(10.22, map[string]string{"db1": "exited"})
	ended.At = at(10.6)
	sign := haproxy(10.17, server("db1", "UP 1/2", nil))
	for name, c := range map[string]struct {
		more []record.Sample
		want time.Duration
	}{
		"the event":       {nil, 500 * ms},
		"Docker's record": {[]record.Sample{ended}, 200 * ms},
		"the first sign":  {[]record.Sample{ended, sign}, 150 * ms},
	} {
		f := play(append(begin[:len(begin):len(begin)], c.more...)...)
		w := f.Stopwatch("db1")
		if got := w.Ending().Round(ms); got != c.want || w.Bound().Round(ms) != c.want+450*ms {
			t.Errorf("%s: ending %s, bound %s", name, got, w.Bound())
		}
	}
}
