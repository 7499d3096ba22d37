package incident

import (
	"slices"
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

var killDB1 = record.Fault{Kind: record.Kill, Target: "db1"}

// upDown is HAProxy's page with db1 in a state, and its total of sessions.
func upDown(seconds float64, status string, stot int64) record.Sample {
	return haproxy(seconds, server("db1", status, func(s *record.Server) { s.Stot = stot }), server("db2", "UP", nil))
}

// once is a fault of db1 that was detected, healed, and back 2 s after its heal.
func once() []record.Sample {
	return []record.Sample{containers(0, nil), upDown(8, "UP", 10), upDown(9, "UP", 20),
		docker(10, "db1", "kill", "9"), docker(10.1, "db1", "die", "137"), lost(10.2), stateLine(10.5, "db1", record.Down, "Layer4"), upDown(11, "DOWN", 20),
		docker(20, "db1", "start", ""), stateLine(21, "db1", record.Up, "Layer4"), upDown(21.5, "UP", 20), upDown(22, "UP", 22)}
}

// again is the next fault of the same node while the first one still waits for late reports, with its consequences.
var again = []record.Sample{lost(23.2), cut(23.3, "SD"), stateLine(23.5, "db1", record.Down, "Layer4"), upDown(23.6, "DOWN", 25)}

// What belongs to the next fault of a node is not claimed by the one before, by whoever it is made and whoever is heard first.
func TestNextFaultOfANode(t *testing.T) {
	for name, samples := range map[string][]record.Sample{
		"from here":                       slices.Concat([]record.Sample{you(23, record.Act{Inject: &killDB1}), docker(23.05, "db1", "kill", "9"), docker(23.1, "db1", "die", "137")}, again),
		"by others":                       slices.Concat([]record.Sample{docker(23.05, "db1", "kill", "9"), docker(23.1, "db1", "die", "137")}, again),
		"by others, and Docker is late":   slices.Concat(again, []record.Sample{docker(23.05, "db1", "kill", "9"), docker(23.6, "db1", "die", "137")}),
		"by others, and Docker is slower": slices.Concat(again, []record.Sample{docker(23.05, "db1", "kill", "15"), docker(33, "db1", "die", "0")}),
	} {
		t.Run(name, func(t *testing.T) {
			f := play(slices.Concat(once(), samples, []record.Sample{docker(40, "db1", "start", ""), stateLine(41, "db1", record.Up, "Layer4"), upDown(42, "UP", 30), upDown(60, "UP", 40)})...)
			if len(f.Stopwatches) != 2 {
				t.Fatalf("%d stopwatches", len(f.Stopwatches))
			}
			first, second := &f.Stopwatches[0], &f.Stopwatches[1]
			if first.Felt.Failed != 1 || first.Blast.Cut != 0 || first.Flaps != 0 || !first.Done {
				t.Errorf("the first one cost %d failed, %d cut, %d flaps, done %v", first.Felt.Failed, first.Blast.Cut, first.Flaps, first.Done)
			}
			wantMoment(t, first, stopwatch.FirstFailed, 10.2, event.ByClient)
			wantMoment(t, first, stopwatch.LastFailed, 10.2, event.ByClient)
			wantMoment(t, first, stopwatch.Detected, 10.5, event.ByLog)
			wantMoment(t, first, stopwatch.Back, 22, event.ByPoll)
			if !first.Up.At.Equal(at(21)) {
				t.Errorf("the first one is UP at %v", first.Up.At.Sub(start))
			}
			if second.Felt.Failed != 1 || second.Blast.Cut != 1 {
				t.Errorf("the second one cost %d failed, %d cut", second.Felt.Failed, second.Blast.Cut)
			}
			wantMoment(t, second, stopwatch.Detected, 23.5, event.ByLog)
			if !second.Up.At.Equal(at(41)) {
				t.Errorf("the second one is UP at %v", second.Up.At.Sub(start))
			}
		})
	}
}

// A fault that was healed, and whose node is broken again before it was back, was never back.
func TestBrokenAgainBeforeItIsBack(t *testing.T) {
	f := play(containers(0, nil), upDown(8, "UP", 10), upDown(9, "UP", 20), docker(10, "db1", "kill", "9"), docker(10.1, "db1", "die", "137"),
		stateLine(10.5, "db1", record.Down, "Layer4"), upDown(11, "DOWN", 20), docker(20, "db1", "start", ""), docker(20.5, "db1", "kill", "9"), docker(20.6, "db1", "die", "137"),
		lost(20.8), docker(40, "db1", "start", ""), stateLine(41, "db1", record.Up, "Layer4"), upDown(42, "UP", 30))
	first, second := &f.Stopwatches[0], &f.Stopwatches[1]
	if first.Up.Seen() || first.Moments[stopwatch.Back].Seen() || !first.Done || first.Felt.Failed != 0 {
		t.Errorf("the first one: UP %v, back %v, done %v, %d failed", first.Up.At, first.Moments[stopwatch.Back].At, first.Done, first.Felt.Failed)
	}
	if len(first.Findings) != 1 || first.Findings[0].String() != "broken again before it was back" {
		t.Errorf("findings %q", first.Findings)
	}
	if d, ok := second.Recovery(); !ok || d != time.Second || second.Felt.Failed != 1 {
		t.Errorf("the second one: back %v after its heal, %d failed", d, second.Felt.Failed)
	}
}

// While two faults of a node are open, what happens is the later one's; an earlier one that lasts longer goes on then.
func TestTwoOpenFaultsOfANode(t *testing.T) {
	slow := record.Fault{Kind: record.Slow, Target: "db1", Amount: 50}
	f := play(containers(0, nil), upDown(8, "UP", 10), upDown(9, "UP", 20), you(10, record.Act{Inject: &slow}), you(10.1, record.Act{Made: &slow}), lost(11),
		docker(20, "db1", "kill", "9"), docker(20.1, "db1", "die", "137"), lost(20.3), stateLine(20.5, "db1", record.Down, "Layer4"),
		docker(30, "db1", "start", ""), stateLine(31, "db1", record.Up, "Layer4"), upDown(31.5, "UP", 20), upDown(32, "UP", 30),
		lost(50), you(60, record.Act{Healed: &slow}), upDown(61, "UP", 90))
	first, second := &f.Stopwatches[0], &f.Stopwatches[1]
	if first.Felt.Failed != 2 || second.Felt.Failed != 1 {
		t.Errorf("%d and %d failed, want 2 and 1", first.Felt.Failed, second.Felt.Failed)
	}
	if first.Moments[stopwatch.Detected].Seen() || !first.Unnoticed.IsZero() || !first.Unwatched() {
		t.Errorf("the first one is detected at %v, %q: what HAProxy would have said of it is not known", first.Moments[stopwatch.Detected].At, first.Unnoticed)
	}
}

// Two faults of a node that one start heals are both back then.
func TestHealedTogether(t *testing.T) {
	f := play(containers(0, nil), upDown(8, "UP", 10), upDown(9, "UP", 20), you(10, record.Act{Inject: &stopDB1}), docker(10, "db1", "kill", "15"), docker(10.1, "db1", "die", "0"),
		stateLine(10.5, "db1", record.Down, "Layer4"), upDown(11, "DOWN", 20), you(15, record.Act{Inject: &killDB1}), docker(20, "db1", "start", ""), stateLine(21, "db1", record.Up, "Layer4"),
		upDown(22, "UP", 30))
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; !w.Up.At.Equal(at(21)) || !w.Moments[stopwatch.Back].Seen() {
			t.Errorf("%s: UP at %v, back at %v", w, w.Up.At, w.Moments[stopwatch.Back].At)
		}
	}
}

// What a fault claimed that could not be made after all is its predecessor's.
func TestNextFaultWasNotMade(t *testing.T) {
	f := play(slices.Concat(once(), []record.Sample{you(23, record.Act{Inject: &killDB1})}, again, []record.Sample{you(24, record.Act{Failed: &killDB1, Why: "no"})})...)
	if w := f.Stopwatch("db1"); len(f.Stopwatches) != 1 || w.Felt.Failed != 2 || w.Blast.Cut != 1 {
		t.Errorf("%d stopwatches, %d failed, %d cut", len(f.Stopwatches), w.Felt.Failed, w.Blast.Cut)
	}
}

// A failure from before a fault is no sign of it and does not date it, however late its line is read.
func TestFailedBeforeTheFault(t *testing.T) {
	answered := func(read, ended float64, within, took time.Duration) record.Sample {
		return line(record.Line{At: at(read), Node: "nginx", Text: "a line with 502", Access: &record.Access{At: at(ended), Within: within, Status: 502, Took: took}})
	}
	kill := []record.Sample{you(9, record.Act{Inject: &killDB1}), docker(10, "db1", "kill", "9"), docker(10.1, "db1", "die", "137")}
	for name, c := range map[string]struct {
		seen   []record.Sample
		failed int
		first  float64 // 0 = none
		before int     // how many of the lines are read before Docker's word
	}{
		"it failed before":                         {[]record.Sample{answered(10.4, 9.8, 0, time.Second)}, 0, 0, 0},
		"nginx held its line back":                 {[]record.Sample{answered(14, 8, time.Second, 0)}, 0, 0, 0},
		"the client says so":                       {[]record.Sample{lost(9.9)}, 0, 0, 0},
		"it failed long before, after the request": {[]record.Sample{lost(9.2)}, 0, 0, 0},
		"the client says so before Docker":         {[]record.Sample{lost(9.9)}, 0, 0, 1},
		"and it was sent long before":              {[]record.Sample{answered(9.9, 9.9, 0, time.Second)}, 0, 0, 1},
		"it failed after":                          {[]record.Sample{answered(10.4, 10.3, 0, 0)}, 1, 10.3, 0},
		"in a second of which it is not known":     {[]record.Sample{answered(14, 10, time.Second, 0)}, 1, 11, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := play(slices.Concat([]record.Sample{containers(0, nil), logged(5, 10, 0, 0), lost(6)}, kill[:1], c.seen[:c.before], kill[1:], c.seen[c.before:])...)
			w := f.Stopwatch("db1")
			wantMoment(t, w, stopwatch.Injected, 10, event.ByDocker)
			if got := w.Felt.Failed + w.Felt.NginxFailed; got != c.failed {
				t.Errorf("%d failed, want %d", got, c.failed)
			}
			sign := w.Moments[stopwatch.FirstSign]
			if c.first == 0 && sign.Seen() || c.first != 0 && !sign.At.Equal(at(c.first)) {
				t.Errorf("first sign %v %q", sign.At.Sub(start), sign.Says)
			}
		})
	}
}

// Where nothing failed before, a request that failed after the user's request for a fault dates it: Docker's event is late.
func TestFailureDatesAFault(t *testing.T) {
	asked, told := you(9.8, record.Act{Inject: &killDB1}), docker(10, "db1", "kill", "9")
	for name, samples := range map[string][]record.Sample{
		"read before Docker's word": {asked, lost(9.9), told},
		"read after it":             {asked, told, lost(9.9)},
	} {
		f := play(append([]record.Sample{containers(0, nil)}, samples...)...)
		w := f.Stopwatch("db1")
		if !w.At.Equal(at(9.9)) || w.Felt.Failed != 1 {
			t.Errorf("%s: T0 %v, %d failed", name, w.At.Sub(start), w.Felt.Failed)
		}
		if open := &f.Faults[0]; !open.At.Equal(w.At) || open.Told != w.Told {
			t.Errorf("%s: T0 %v, the open fault has %v", name, w.At.Sub(start), open.At.Sub(start))
		}
		wantMoment(t, w, stopwatch.FirstFailed, 9.9, event.ByClient)
	}
}

// A node that fails since before its fault does not move the fault back, one sign after the other.
func TestSignsDoNotWalkBack(t *testing.T) {
	broken := func(seconds float64, kind record.UpstreamKind) record.Sample {
		return line(record.Line{At: at(seconds), Node: "nginx", Text: string(kind), Upstream: &record.UpstreamError{Kind: kind, Addr: app1Addr}})
	}
	f := play(containers(0, nil), broken(14.4, record.UpstreamReset), broken(14.6, record.UpstreamTimeout), broken(14.8, record.UpstreamRefused),
		docker(15, "app1", "kill", "9"), docker(15.1, "app1", "die", "137"))
	w := f.Stopwatch("app1")
	wantMoment(t, w, stopwatch.Injected, 14.8, event.ByDocker)
	if m := w.Moments[stopwatch.Injected]; m.At.Add(m.Within) != at(15) {
		t.Errorf("it may be %v late, want until Docker's event", m.Within)
	}
}

// A wait that began before the fault is its first failed request only where no other failed, and says so.
func TestWaitedBeforeTheFault(t *testing.T) {
	kill := []record.Sample{containers(0, nil), docker(10, "db1", "kill", "9"), docker(10, "db1", "die", "137"), failure(10.1, "login", 5*time.Second)}
	f := play(kill...)
	w := f.Stopwatch("db1")
	wantMoment(t, w, stopwatch.FirstFailed, 10.1, event.ByClient)
	if says := w.Moments[stopwatch.FirstFailed].Says.String(); says != "login failed at the client: no answer after 5.0 s, sent 4.9 s before the fault" {
		t.Errorf("%q", says)
	}
	if m := w.Moments[stopwatch.FirstSign]; m.Seen() {
		t.Errorf("first sign %v", m)
	}
	f = Fold(f, failure(10.3, "login", 0))
	w = f.Stopwatch("db1")
	wantMoment(t, w, stopwatch.FirstFailed, 10.3, event.ByClient)
	wantMoment(t, w, stopwatch.LastFailed, 10.3, event.ByClient)
	if w.Felt.Failed != 2 {
		t.Errorf("%d failed", w.Felt.Failed)
	}
}

// A request that was sent before a fault and failed in its time is told so.
func TestSentBeforeTheFault(t *testing.T) {
	f := play(containers(0, nil), docker(10, "db1", "kill", "9"), docker(10, "db1", "die", "137"),
		line(record.Line{At: at(10.1), Node: "k6", Request: &record.Request{At: at(10.1), Name: "login", Failed: true, Status: 502, Took: 2 * time.Second}}))
	m := f.Stopwatch("db1").Moments[stopwatch.FirstFailed]
	if says := m.Says.String(); says != "login failed at the client: status 502 after 2.0 s, sent 1.9 s before the fault" {
		t.Errorf("%q", says)
	}
}
