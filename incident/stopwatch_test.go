package incident

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// tuned and baseline are what the collectors read from the two configurations of the lab.
func settings(c record.Check) record.Sample {
	all := []record.Check{}
	for _, name := range []string{"db1", "db2"} {
		c.Backend, c.Server = "servers", name
		all = append(all, c)
	}
	return record.Sample{At: start, Source: record.SourceSettings, Node: "haproxy", Settings: &record.Settings{Checks: all}}
}

var (
	tunedCheck = record.Check{On: true, Protocol: true, Inter: 200 * time.Millisecond, Fastinter: 100 * time.Millisecond,
		Downinter: 200 * time.Millisecond, Rise: 2, Fall: 2, TimeoutCheck: 200 * time.Millisecond, TimeoutConnect: 75 * time.Millisecond}
	baselineCheck = record.Check{On: true, Inter: 2 * time.Second, Fastinter: 2 * time.Second, Downinter: 2 * time.Second, Rise: 2, Fall: 3,
		TimeoutConnect: 5 * time.Second}
)

func failure(seconds float64, name string, took time.Duration) record.Sample {
	return line(record.Line{At: at(seconds + 0.05), Node: "k6", Text: "failed", Request: &record.Request{At: at(seconds), Name: name, Took: took, Failed: true}})
}

func wantMoment(t *testing.T, w *stopwatch.Stopwatch, s stopwatch.Stage, seconds float64, witness event.Witness) {
	t.Helper()
	m := w.Moments[s]
	if !m.At.Equal(at(seconds)) || m.Witness != witness {
		t.Errorf("%s (%s): %v by %q, want +%v s by %q", s.Name(), s, m.At.Sub(start), m.Witness, seconds, witness)
	}
}

// All seven moments of a stop, each from its best witness, although the poll reports DOWN before the log does.
func TestMomentsOfAStop(t *testing.T) {
	f := play(
		settings(tunedCheck), containers(0, nil),
		haproxy(9, server("db1", "UP", func(s *record.Server) { s.Stot, s.Rate = 10, 5 }), server("db2", "UP", nil)),
		you(10, record.Act{Inject: &stopDB1}),
		docker(10.02, "db1", "kill", "15"),
		haproxy(10.1, server("db1", "UP 1/2", func(s *record.Server) { s.Stot, s.Wretr = 12, 3 }), server("db2", "UP", nil)),
		failure(10.15, "profile", 90*time.Millisecond), failure(10.4, "login", 300*time.Millisecond),
		docker(10.2, "db1", "die", "0"),
		haproxy(10.3, server("db1", "DOWN", func(s *record.Server) { s.Stot, s.Wretr, s.Wredis = 12, 4, 2 }), server("db2", "UP", nil)),
		stateLine(10.25, "db1", record.Down, "Layer4 timeout"),
		you(20, record.Act{Heal: &stopDB1}),
		docker(20.1, "db1", "start", ""),
		haproxy(20.9, server("db1", "DOWN 1/2", func(s *record.Server) { s.Stot = 12 }), server("db2", "UP", nil)),
		haproxy(21.1, server("db1", "UP", func(s *record.Server) { s.Stot = 12 }), server("db2", "UP", nil)),
		stateLine(21.05, "db1", record.Up, "Layer4 timeout"),
		haproxy(21.3, server("db1", "UP", func(s *record.Server) { s.Stot = 14 }), server("db2", "UP", nil)),
	)
	w := f.Stopwatch("db1")
	if w == nil {
		t.Fatal("no stopwatch")
	}
	wantMoment(t, w, stopwatch.Injected, 10.02, event.ByDocker)
	wantMoment(t, w, stopwatch.FirstSign, 10.1, event.ByPoll)
	wantMoment(t, w, stopwatch.Detected, 10.25, event.ByLog)
	wantMoment(t, w, stopwatch.FirstFailed, 10.15, event.ByClient)
	wantMoment(t, w, stopwatch.LastFailed, 10.4, event.ByClient)
	wantMoment(t, w, stopwatch.Healed, 20.1, event.ByDocker)
	wantMoment(t, w, stopwatch.Back, 21.3, event.ByPoll)
	if w.Moments[stopwatch.FirstSign].Within == 0 || w.Moments[stopwatch.Detected].Within != 0 {
		t.Errorf("precision of first sign %v and of detection %v: a poll is late, a log is not", w.Moments[stopwatch.FirstSign].Within, w.Moments[stopwatch.Detected].Within)
	}
	if !w.Up.At.Equal(at(21.05)) {
		t.Errorf("UP again at %v, want the log's +21.05 s", w.Up.At.Sub(start))
	}
	if d, ok := w.Recovery(); !ok || d != at(21.3).Sub(at(20.1)) {
		t.Errorf("recovery %v %v", d, ok)
	}
	if w.Felt.Failed != 2 || w.Felt.By["login"] != 1 || w.Felt.Slowest != 300*time.Millisecond {
		t.Errorf("felt %+v, want 2 failures, one of a log-in, the slowest 300 ms", w.Felt)
	}
	if w.Hidden.Retried != 4 || w.Hidden.Redispatched != 2 {
		t.Errorf("hidden %+v, want 4 retried, 2 moved", w.Hidden)
	}
	if w.Late() || w.Bound() != 450*time.Millisecond+180*time.Millisecond {
		t.Errorf("late %v, bound %v: 200 + 2x75 + 100 ms after the end of its process", w.Late(), w.Bound())
	}
	if w.Done {
		t.Error("done at once: late log lines could not be counted any more")
	}
	f = Fold(f, haproxy(27, server("db1", "UP", nil), server("db2", "UP", nil)))
	if !f.Stopwatch("db1").Done || f.Running() {
		t.Error("not done some seconds after it was back")
	}
}

// The grey failure: nothing notices, and that is what is said.
func TestNeverDetected(t *testing.T) {
	pause := record.Fault{Kind: record.Pause, Target: "db1"}
	up := func(seconds float64, stot int64) record.Sample {
		return haproxy(seconds, server("db1", "UP", func(s *record.Server) { s.Stot, s.Scur = stot, 7 }), server("db2", "UP", nil))
	}
	f := play(settings(baselineCheck), containers(0, nil), up(9, 1), up(9.5, 5), you(10, record.Act{Inject: &pause}), docker(10, "db1", "pause", ""),
		up(11, 5), up(12.5, 5), up(14, 5))
	wantTold(t, f, []event.Kind{event.KindTruth}, "10s db1: Docker: paused, HAProxy: UP")
	f = Fold(f, docker(22, "db1", "unpause", ""))
	f = Fold(f, up(22.2, 6))
	w := f.Stopwatch("db1")
	if w.Moments[stopwatch.Detected].Seen() {
		t.Errorf("detected: %+v", w.Moments[stopwatch.Detected])
	}
	if len(w.Findings) != 1 || !strings.HasPrefix(w.Findings[0].String(), "paused for 12.00 s and HAProxy kept it UP") {
		t.Errorf("findings %q", w.Findings)
	}
	if !w.Expected.Never || w.Blast.Hanging != 7 {
		t.Errorf("expected %+v, hanging %d, want never and 7", w.Expected, w.Blast.Hanging)
	}
	wantMoment(t, w, stopwatch.Back, 22.2, event.ByPoll) // sessions came until then, and did so again
}

// A fault healed before anybody could notice is no finding against HAProxy; one detected after its heal was
// detected.
func TestHealedTooSoon(t *testing.T) {
	f := play(settings(baselineCheck), containers(0, nil), haproxy(9, server("db1", "UP", nil)),
		docker(10, "db1", "kill", "9"), docker(10, "db1", "die", "137"), docker(12, "db1", "start", ""))
	if w := f.Stopwatch("db1"); len(w.Findings) != 1 || !strings.Contains(w.Findings[0].String(), "before HAProxy had to notice (≤ 12.0 s)") {
		t.Errorf("findings %q", w.Findings)
	}
	f = Fold(f, stateLine(12.5, "db1", record.Down, "Layer4 timeout"))
	w := f.Stopwatch("db1")
	if len(w.Findings) != 0 || !w.Moments[stopwatch.Detected].At.Equal(at(12.5)) {
		t.Errorf("findings %q, detected %v", w.Findings, w.Moments[stopwatch.Detected])
	}
	f = Fold(f, stateLine(15, "db1", record.Up, "Layer4 timeout"))
	wantMoment(t, f.Stopwatch("db1"), stopwatch.Back, 15, event.ByLog)
}

// Somebody else's fault: HAProxy's log is read before Docker's event.
func TestLogBeforeDocker(t *testing.T) {
	f := play(containers(0, nil), haproxy(9, server("db1", "UP", nil)), stateLine(10.3, "db1", record.Down, "Layer4 timeout"),
		docker(10, "db1", "kill", "9"), docker(10.01, "db1", "die", "137"))
	wantMoment(t, f.Stopwatch("db1"), stopwatch.Injected, 10, event.ByDocker)
	wantMoment(t, f.Stopwatch("db1"), stopwatch.Detected, 10.3, event.ByLog)
}

func TestFlapsAreCounted(t *testing.T) {
	slow := record.Fault{Kind: record.Slow, Target: "db1", Amount: 2}
	f := play(containers(0, nil), haproxy(9, server("db1", "UP", nil)), you(10, record.Act{Inject: &slow}), you(10.1, record.Act{Made: &slow}))
	for i := range 3 {
		f = Fold(f, stateLine(11+float64(2*i), "db1", record.Down, "Layer4 timeout"))
		f = Fold(f, stateLine(12+float64(2*i), "db1", record.Up, "Layer4 timeout"))
	}
	f = Fold(f, you(20, record.Act{Heal: &slow}))
	f = Fold(f, you(20.2, record.Act{Healed: &slow}))
	w := f.Stopwatch("db1")
	wantMoment(t, w, stopwatch.Injected, 10.1, event.ByYou)
	wantMoment(t, w, stopwatch.Detected, 11, event.ByLog)
	wantMoment(t, w, stopwatch.Healed, 20.2, event.ByYou)
	if w.Flaps != 2 || len(f.Faults) != 0 {
		t.Errorf("flaps %d, faults %v, want 2 and none", w.Flaps, f.Faults)
	}
}

// Two faults at once: each has the events of its own node, both have what clients felt, and both say so.
func TestOverlap(t *testing.T) {
	killDB2 := record.Fault{Kind: record.Kill, Target: "db2"}
	f := play(containers(0, nil), haproxy(9, server("db1", "UP", nil), server("db2", "UP", nil)),
		you(10, record.Act{Inject: &stopDB1}), docker(10, "db1", "kill", "15"), docker(10.1, "db1", "die", "0"),
		you(11, record.Act{Inject: &killDB2}), docker(11, "db2", "kill", "9"), docker(11, "db2", "die", "137"),
		stateLine(10.4, "db1", record.Down, "Layer4 timeout"), stateLine(11.5, "db2", record.Down, "Layer4 timeout"), failure(11.6, "profile", time.Second))
	one, two := f.Stopwatch("db1"), f.Stopwatch("db2")
	wantMoment(t, one, stopwatch.Detected, 10.4, event.ByLog)
	wantMoment(t, two, stopwatch.Detected, 11.5, event.ByLog)
	if one.Felt.Failed != 1 || two.Felt.Failed != 1 || !slices.Equal(one.Overlaps, []string{"kill db2"}) || !slices.Equal(two.Overlaps, []string{"stop db1"}) {
		t.Errorf("%+v %q, %+v %q", one.Felt, one.Overlaps, two.Felt, two.Overlaps)
	}
}

// Kill a paused container: the pause ends with the process, the kill is healed by the start.
func TestKillPaused(t *testing.T) {
	pause, kill := record.Fault{Kind: record.Pause, Target: "db1"}, record.Fault{Kind: record.Kill, Target: "db1"}
	f := play(containers(0, nil), you(1, record.Act{Inject: &pause}), docker(1, "db1", "pause", ""),
		you(5, record.Act{Inject: &kill}), docker(5, "db1", "kill", "9"), docker(5.1, "db1", "die", "137"))
	if len(f.Faults) != 1 || f.Faults[0].Kind != record.Kill {
		t.Errorf("faults %v, want the kill alone", f.Faults)
	}
	f = Fold(f, docker(9, "db1", "start", ""))
	if len(f.Faults) != 0 || len(f.Stopwatches) != 2 || !f.Stopwatches[0].Moments[stopwatch.Healed].At.Equal(at(5.1)) {
		t.Errorf("faults %v, stopwatches %+v", f.Faults, f.Stopwatches)
	}
}

// A kill by somebody else of what we cut off is a fault of its own.
func TestNestedByOthers(t *testing.T) {
	cut := record.Fault{Kind: record.Cut, Target: "db1"}
	f := play(containers(0, nil), you(1, record.Act{Inject: &cut}), docker(1, "db1", "disconnect", "lab_net"), docker(5, "db1", "kill", "9"), docker(5.1, "db1", "die", "137"))
	wantTold(t, f, []event.Kind{event.KindFault}, "1s cut db1 (you)", "5s kill db1 (somebody else)")
	if len(f.Faults) != 2 {
		t.Errorf("faults %v, want both", f.Faults)
	}
}

// Maintenance: dated by HAProxy's own sentence, and healed by it, whoever asked.
func TestMaintenance(t *testing.T) {
	maint := record.Fault{Kind: record.SetMaint, Target: "db1"}
	f := play(containers(0, nil), idle, haproxy(0.5, server("db1", "UP", nil)), you(1, record.Act{Inject: &maint}), haproxy(1.2, server("db1", "MAINT", nil)),
		stateLine(1.1, "db1", record.Maint, "Layer4 timeout"))
	if len(f.Faults) != 1 || !f.Faults[0].You {
		t.Fatalf("faults %+v, want ours", f.Faults)
	}
	wantMoment(t, f.Stopwatch("db1"), stopwatch.Injected, 1.1, event.ByLog)
	f = Fold(f, stateLine(5, "db1", record.Up, "Layer4 timeout"))
	w := f.Stopwatch("db1")
	wantMoment(t, w, stopwatch.Healed, 5, event.ByLog)
	wantMoment(t, w, stopwatch.Back, 5, event.ByLog)
	f = Fold(f, stateLine(50, "db1", record.Drain, "Layer4 timeout"))
	wantTold(t, f, []event.Kind{event.KindFault}, "1.1s maint db1 (you)", "50s drain db1 (somebody else)")
}

// Counters that fell because HAProxy restarted count from zero, and never below it.
func TestRestartedCounters(t *testing.T) {
	row := func(seconds float64, pid int, retries int64) record.Sample {
		s := haproxy(seconds, server("db1", "DOWN", func(s *record.Server) { s.Wretr = retries }))
		s.HAProxy.Pid = pid
		return s
	}
	f := play(containers(0, nil), row(1, 8, 40), docker(2, "db1", "kill", "9"), docker(2, "db1", "die", "137"), row(3, 8, 45), row(4, 9, 3), row(5, 9, 4))
	if w := f.Stopwatch("db1"); w.Hidden.Retried != 9 || len(w.Findings) != 1 {
		t.Errorf("retried %d, findings %q, want 5 + 3 + 1 and the restart told", w.Hidden.Retried, w.Findings)
	}
}

// The clients' own record, second by second: told when it is whole, percentiles within one bucket.
func TestSeconds(t *testing.T) {
	window := func(second int64, n, took int) record.Sample {
		w := record.Window{Second: second, Requests: n, Max: record.Edge(took), Buckets: []record.Bucket{{N: took, Count: n}}}
		return record.Sample{At: time.Unix(second+1, 0), Source: record.SourceLogs, Node: "k6", Logs: &record.Logs{Windows: []record.Window{w}}}
	}
	s := start.Unix()
	f := play(window(s, 90, 50), window(s+1, 1, 50), window(s, 9, 80), window(s, 1, 120), window(s+2, 1, 50))
	if len(f.Load.Seconds) != 0 {
		t.Errorf("told too soon: %+v", f.Load.Seconds)
	}
	f = Fold(f, window(s+3, 1, 50))
	want := clients.Second{At: time.Unix(s, 0), Requests: 100, P50: record.Edge(50), P95: record.Edge(80), P99: record.Edge(80), Max: record.Edge(120)}
	if len(f.Load.Seconds) != 1 || f.Load.Seconds[0] != want {
		t.Errorf("got %+v, want %+v", f.Load.Seconds, want)
	}
}

func TestPredict(t *testing.T) {
	row := &record.Server{}
	for _, c := range []struct {
		check record.Check
		fault record.Fault
		want  time.Duration
		never bool
	}{
		{tunedCheck, record.Fault{Kind: record.Kill}, 450 * time.Millisecond, false},
		{tunedCheck, record.Fault{Kind: record.Pause}, 700 * time.Millisecond, false},
		{baselineCheck, record.Fault{Kind: record.Cut}, 12 * time.Second, false},
		{baselineCheck, record.Fault{Kind: record.Pause}, 0, true},
		{record.Check{Inter: time.Second}, record.Fault{Kind: record.Kill}, 0, true},
		{tunedCheck, record.Fault{Kind: record.Delay, Amount: 20}, 0, true},
	} {
		if got := (&predict.Checking{Check: &c.check, Row: row}).Predict(c.fault); got.Detect != c.want || got.Never != c.never || !got.Known {
			t.Errorf("%s: %+v, want %v, never %v", c.fault.Kind, got, c.want, c.never)
		}
	}
}

// The master's row says why log-ins fail and reads go on.
func TestMasterDown(t *testing.T) {
	withMaster := lab
	withMaster.Nodes = append(slices.Clone(lab.Nodes), record.Node{Name: "master", Role: record.RoleMaster})
	f := play(record.Sample{At: start, Source: record.SourceTopology, Topology: &withMaster},
		record.Sample{At: at(1), Source: record.SourceDocker, Containers: []record.Container{{Node: "master", State: "running", Networks: 1}}},
		docker(2, "master", "kill", "9"), docker(2, "master", "die", "137"), failure(3, "login", time.Millisecond))
	got := f.Truth(f.Node("master"))
	if len(got.Disagree) != 1 || !strings.Contains(got.Disagree[0].String(), "logins write to it and get 503 (1 so far)") {
		t.Errorf("truth %+v", got)
	}
	if len(told(f, event.KindTruth)) != 1 {
		t.Errorf("told %q", told(f, event.KindTruth))
	}
}

// History is read while a fault is made: what was before it neither heals it nor counts for it.
func TestHistoryIsNotOurs(t *testing.T) {
	f := play(containers(0, nil), you(10, record.Act{Inject: &stopDB1}), docker(-60, "db1", "start", ""),
		record.Sample{At: at(10.2), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Answers: &record.AnswerTally{Requests: 500, Last: at(-30)}}})
	if w := f.Stopwatch("db1"); len(f.Faults) != 1 || w.Moments[stopwatch.Healed].Seen() || w.Felt.NginxRequests != 0 {
		t.Errorf("faults %v, healed %v, %d requests", f.Faults, w.Moments[stopwatch.Healed], w.Felt.NginxRequests)
	}
}

// Docker's event is written when its part is done; the log of who felt it may be a little earlier, and then
// dates the fault.
func TestSignBeforeDockersWord(t *testing.T) {
	kill := record.Fault{Kind: record.Kill, Target: "db1"}
	f := play(containers(0, nil), haproxy(9, server("db1", "UP", nil)), you(10, record.Act{Inject: &kill}),
		docker(10.12, "db1", "kill", "9"), stateLine(10.1, "db1", record.Down, "Layer4 connection problem"))
	w := f.Stopwatch("db1")
	if !f.Faults[0].At.Equal(w.At) {
		t.Errorf("T0 %v, the open fault has %v", w.At.Sub(start), f.Faults[0].At.Sub(start))
	}
	if d, ok := w.Detection(); !ok || d != 0 || w.Moments[stopwatch.Injected].Within != 20*time.Millisecond {
		t.Errorf("detection %v %v, T0 %+v", d, ok, w.Moments[stopwatch.Injected])
	}
}

// The same, when the log is read first.
func TestSignReadBeforeDockersWord(t *testing.T) {
	kill := record.Fault{Kind: record.Kill, Target: "db1"}
	f := play(containers(0, nil), haproxy(9, server("db1", "UP", nil)), you(10, record.Act{Inject: &kill}),
		stateLine(10.1, "db1", record.Down, "Layer4 connection problem"), docker(10.12, "db1", "kill", "9"))
	if d, ok := f.Stopwatch("db1").Detection(); !ok || d != 0 || !f.Faults[0].At.Equal(at(10.1)) {
		t.Errorf("detection %v %v, fault at %v", d, ok, f.Faults[0].At.Sub(start))
	}
}

// A crash is dated by Docker's own record of its end, not by the event that came when all was cleared up.
func TestCrashIsDatedByItsEnd(t *testing.T) {
	dead := containers(12, map[string]string{"db1": "exited"})
	for i := range dead.Containers {
		dead.Containers[i].Finished = at(10)
	}
	f := play(containers(0, nil), remembered, haproxy(9, server("db1", "UP", nil)), stateLine(10.2, "db1", record.Down, "Layer4 connection problem"),
		docker(10.7, "db1", "die", "137"), dead)
	w := f.Stopwatch("db1")
	wantMoment(t, w, stopwatch.Injected, 10, event.ByDocker)
	wantMoment(t, w, stopwatch.Detected, 10.2, event.ByLog)
	wantTold(t, f, []event.Kind{event.KindFault}, "10s crash db1 (somebody else)")
	for _, e := range f.Timeline { // what came between the two belongs to it
		if e.Kind == event.KindServer && (e.Fault != w.String() || e.After != 200*time.Millisecond) {
			t.Errorf("%s of %q, after %v", e.Kind, e.Fault, e.After)
		}
	}
}

// A server whose weight was lowered went on serving: it is UP when it is healed, and no log will say so.
func TestWeightIsUpWhenItIsHealed(t *testing.T) {
	fault := record.Fault{Kind: record.SetWeight, Target: "db1", Amount: 10}
	act := func(seconds float64, a record.Act) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceYou, Act: &a}
	}
	f := play(containers(0, nil), haproxy(0, server("db1", "UP", nil)),
		act(1, record.Act{Inject: &fault}), act(1.1, record.Act{Made: &fault}),
		haproxy(2, server("db1", "UP", nil)),
		act(9, record.Act{Heal: &fault}), act(9.1, record.Act{Healed: &fault}), haproxy(10, server("db1", "UP", nil)))
	if w := f.Stopwatch("db1"); w == nil || !w.Moments[stopwatch.Healed].At.Equal(at(9.1)) || !w.Up.At.Equal(at(9.1)) {
		t.Errorf("%+v", w)
	}
}
