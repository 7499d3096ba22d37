package incident

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// windowOf is a second of the load script's own record, told four seconds later.
func windowOf(second int64, n, failed int, longest time.Duration) record.Sample {
	w := record.Window{Second: second, Requests: n, Failed: failed, Max: longest, Buckets: []record.Bucket{{N: 50, Count: n}}}
	return record.Sample{At: time.Unix(second+4, 0), Source: record.SourceLogs, Node: "k6", Logs: &record.Logs{Windows: []record.Window{w}}}
}

// logged is a batch of nginx's access log, with a line for each failure.
func logged(seconds float64, n, failed int, slowest time.Duration) record.Sample {
	s := record.Sample{At: at(seconds + 0.2), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{
		Answers: &record.AnswerTally{Requests: n, Failed: failed, Slowest: slowest, SlowestAt: at(seconds), Last: at(seconds)}}}
	for range failed {
		s.Logs.Lines = append(s.Logs.Lines, record.Line{At: at(seconds), Node: "nginx", Text: "a line with 502",
			Access: &record.Access{At: at(seconds), Status: 502, Method: "GET", URI: "/x", Took: slowest}})
	}
	return s
}

// refusal is a request that failed at the load script.
func refusal(seconds float64, took time.Duration) record.Sample {
	return line(record.Line{At: at(seconds), Node: "k6", Text: "login failed",
		Request: &record.Request{At: at(seconds), Name: "login", Failed: true, Status: 502, Took: took}})
}

func sameClients(t *testing.T, what string, got, want clients.Clients) {
	t.Helper()
	if got.By != want.By || got.Counted != want.Counted || got.Requests != want.Requests || got.Failed != want.Failed || got.Slowest != want.Slowest ||
		got.Least != want.Least {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}

// What was felt before hadash watched is read back from the logs, and is in no sum of what it watched.
func TestNothingOfBeforeIsCounted(t *testing.T) {
	s := start.Unix()
	f := play(containers(0, nil), refusal(-20, time.Second), logged(-19, 1071, 1029, 20*time.Second), windowOf(s-30, 500, 40, 9*time.Second),
		rerouted(-5, app1Addr), repeats(-4, "app1", ""), timedOut(-3, app1Addr), cut(-2, "SD"))
	sameClients(t, "before", f.Watched.Felt.Clients(), clients.Clients{})
	if u := f.Node("app1").Upstream; f.Hidden.Total() != 0 || f.Nginx.Errors != 0 || u.Requests+u.Errors+u.Hidden != 0 || len(f.Node("db1").Endings) != 0 {
		t.Errorf("hidden %+v, %d errors, %+v, endings %v", f.Hidden, f.Nginx.Errors, u, f.Node("db1").Endings)
	}
	f = Fold(f, logged(3, 10, 1, 40*time.Millisecond))
	sameClients(t, "since", f.Watched.Felt.Clients(), clients.Clients{By: event.ByLog, Counted: true, Requests: 10, Failed: 1, Slowest: 40 * time.Millisecond})
}

// Requests and failures come from the same witness and are of the same span, whoever sent them.
func TestWitnessOfClients(t *testing.T) {
	s := start.Unix()
	pauseNginx := record.Fault{Kind: record.Pause, Target: "nginx"}
	var alone, mixed, before []record.Sample
	for i := range int64(60) {
		alone = append(alone, logged(float64(i)+0.5, 100, 0, 30*time.Millisecond), windowOf(s+i, 100, 0, 31*time.Millisecond))
		mixed = append(mixed, logged(float64(i)+0.5, 130, 0, 30*time.Millisecond), windowOf(s+i, 100, 0, 31*time.Millisecond))
		if i < 10 {
			before = append(before, windowOf(s+i-40, 200, 200, 3*time.Second), windowOf(s+i, 10, 0, 31*time.Millisecond))
		}
		before = append(before, logged(float64(i)+0.5, 140, 0, 30*time.Millisecond))
	}
	slices.SortStableFunc(before, func(a, b record.Sample) int { return a.At.Compare(b.At) })
	for name, c := range map[string]struct {
		seen []record.Sample
		want clients.Clients
	}{
		"nobody":                         {nil, clients.Clients{}},
		"the load script":                {alone, clients.Clients{By: event.ByClient, Counted: true, Requests: 6000, Slowest: 31 * time.Millisecond}},
		"others beside it":               {mixed, clients.Clients{By: event.ByLog, Counted: true, Requests: 7800, Slowest: 30 * time.Millisecond}},
		"a load that ran before":         {before, clients.Clients{By: event.ByLog, Counted: true, Requests: 8400, Slowest: 30 * time.Millisecond}},
		"failures only":                  {[]record.Sample{refusal(3, time.Second)}, clients.Clients{By: event.ByClient, Failed: 1, Slowest: time.Second}},
		"a line and its second":          {[]record.Sample{refusal(3.5, 2*time.Second), windowOf(s+3, 40, 1, 2*time.Second), windowOf(s+9, 1, 0, time.Millisecond)}, clients.Clients{By: event.ByClient, Counted: true, Requests: 41, Failed: 1, Slowest: 2 * time.Second}},
		"a line whose second is late":    {[]record.Sample{windowOf(s+1, 10, 0, time.Millisecond), windowOf(s+8, 5, 0, time.Millisecond), refusal(3.5, 2*time.Second), windowOf(s+3, 40, 1, 2*time.Second)}, clients.Clients{By: event.ByClient, Counted: true, Requests: 55, Failed: 1, Slowest: 2 * time.Second}},
		"a line whose second never came": {[]record.Sample{windowOf(s+1, 10, 0, time.Millisecond), windowOf(s+8, 5, 0, time.Millisecond), refusal(9.5, 2*time.Second)}, clients.Clients{By: event.ByClient, Counted: true, Requests: 16, Failed: 1, Slowest: 2 * time.Second}},
		"nginx was broken for a while":   {[]record.Sample{logged(0.5, 100, 3, time.Millisecond), you(1, record.Act{Inject: &pauseNginx}), you(9, record.Act{Heal: &pauseNginx}), logged(12, 50, 0, time.Millisecond)}, clients.Clients{By: event.ByLog, Counted: true, Requests: 150, Failed: 3, Slowest: time.Millisecond, Least: true}},
		"a log without times":            {[]record.Sample{logged(2, 100, 1, 0)}, clients.Clients{By: event.ByLog, Counted: true, Requests: 100, Failed: 1}},
		"k6's sums": {[]record.Sample{k6(1, 1000, 50, time.Second), k6(2, 1100, 53, time.Second), k6(3, 1200, 52, 2*time.Second)},
			clients.Clients{By: event.ByPoll, Counted: true, Requests: 200, Failed: 3, Slowest: 2 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			f := play(append([]record.Sample{containers(0, nil)}, c.seen...)...).Ended()
			sameClients(t, name, f.Watched.Felt.Clients(), c.want)
		})
	}
}

// k6 is what k6's REST API says.
func k6(seconds float64, requests, failed int64, longest time.Duration) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceK6, Node: "k6",
		K6: &record.K6{Running: true, VUs: 20, Requests: requests, Failed: failed, Duration: record.Trend{Max: longest}}}
}

// A failure that nginx logged has its time also when nginx is the witness.
func TestFailuresHaveTheirTime(t *testing.T) {
	f := play(containers(0, nil), rows(1, "UP", "UP"), docker(10, "db1", "kill", "9"), docker(10.2, "db1", "die", "137"),
		logged(10.4, 50, 1, time.Second), logged(12, 50, 0, time.Second), logged(14.5, 50, 1, 2*time.Second))
	w := f.Stopwatch("db1")
	wantMoment(t, w, stopwatch.FirstFailed, 10.4, event.ByLog)
	wantMoment(t, w, stopwatch.LastFailed, 14.5, event.ByLog)
	if d, ok := w.ErrorWindow(); !ok || d != 4100*time.Millisecond || w.Felt.Clients().Failed != 2 {
		t.Errorf("%v %v %+v", d, ok, w.Felt.Clients())
	}
}

// What failed or was slow in the second in which a fault began, and before it, is none of its cost.
func TestASecondBelongsToWhatCameAfterT0(t *testing.T) {
	s := start.Unix()
	f := play(containers(0, nil), rows(1, "UP", "UP"), refusal(10.1, 8*time.Second), docker(10.6, "db1", "kill", "9"), docker(10.8, "db1", "die", "137"),
		refusal(10.9, time.Second), windowOf(s+10, 100, 2, 8*time.Second), windowOf(s+11, 100, 0, 20*time.Millisecond), windowOf(s+16, 1, 0, time.Millisecond)).Ended()
	sameClients(t, "fault", f.Stopwatch("db1").Felt.Clients(), clients.Clients{By: event.ByClient, Counted: true, Requests: 200, Failed: 1, Slowest: time.Second})
	sameClients(t, "watched", f.Watched.Felt.Clients(), clients.Clients{By: event.ByClient, Counted: true, Requests: 201, Failed: 2, Slowest: 8 * time.Second})
}

// A drill is counted from its steady state, else from its first line, to its end.
func TestSpanOfADrill(t *testing.T) {
	step := func(seconds float64, verb string, state record.StepState) record.Sample {
		return you(seconds, record.Act{Step: &record.Step{Line: 1, Verb: verb, State: state}})
	}
	over := you(30.2, record.Act{Over: true})
	all := []record.Sample{containers(0, nil), logged(1, 5, 1, time.Millisecond), step(2, "load", record.StepBegun), logged(3, 10, 1, time.Millisecond), repeats(4, "app1", "")}
	f := play(all...)
	sameClients(t, "from its first line", f.Drill.Felt.Clients(), clients.Clients{By: event.ByLog, Counted: true, Requests: 10, Failed: 1, Slowest: time.Millisecond})
	for _, s := range []record.Sample{step(10, record.StepSteady, record.StepBegun), step(15, record.StepSteady, record.StepHeld), logged(16, 7, 0, time.Millisecond),
		repeats(16, "app1", ""), over, logged(30, 3, 0, time.Millisecond), logged(31, 100, 50, time.Second), repeats(31, "app1", ""), you(32, record.Act{Over: true})} {
		f = Fold(f, s)
	}
	sameClients(t, "from its steady state", f.Drill.Felt.Clients(), clients.Clients{By: event.ByLog, Counted: true, Requests: 10, Slowest: time.Millisecond})
	if f.Drill.Hidden.Total() != 1 || !f.Drill.From.Equal(at(15)) || !f.Drill.Until.Equal(at(30.2)) || f.Watched.Felt.NginxRequests != 125 {
		t.Errorf("%+v, watched %+v", f.Drill, f.Watched.Felt)
	}
}

// simulated is a stack under load whose truth is known.
type simulated struct {
	samples          []record.Sample
	requests, failed int // of the load script since hadash watches
	slowest          time.Duration
	answered, others int // at nginx
	refused          int
}

type timed struct {
	at, told time.Time
	s        record.Sample
}

// simulate makes up a minute of traffic, some of it before watching began, with whatever witnesses there are. Each Sample
// is told with a delay of its own; a line of
// the load script always comes before the second that it is in.
func simulate(dice *rand.Rand, script, log, outside bool) (out simulated) {
	var all []timed
	tell := func(source string, happened time.Time, delay float64, s record.Sample) {
		told := happened.Add(time.Duration(delay * float64(time.Second)))
		s.Source, s.At = source, told
		all = append(all, timed{happened, told, s})
	}
	failing := func(sec int64) bool { return sec >= 10 && sec < 14 }
	for sec := int64(-20); sec < 60; sec++ {
		second := start.Unix() + sec
		n, bad := 20+dice.IntN(30), 0
		longest := time.Duration(1+dice.IntN(200)) * time.Millisecond
		if failing(sec) || sec < 0 && dice.IntN(3) == 0 {
			bad = dice.IntN(5)
		}
		var lines []record.Line
		for range bad {
			ended := time.Unix(second, 0).Add(time.Duration(dice.IntN(1000)) * time.Millisecond)
			took := time.Duration(300+dice.IntN(3000)) * time.Millisecond
			longest = max(longest, took)
			lines = append(lines, record.Line{At: ended, Node: "k6", Text: "x", Request: &record.Request{At: ended, Name: "page", Status: 502, Took: took, Failed: true}})
		}
		slices.SortFunc(lines, func(a, b record.Line) int { return a.At.Compare(b.At) })
		answers, refused := 0, 0
		if script {
			for _, l := range lines {
				tell(record.SourceLogs, l.At, 0.05, record.Sample{Node: "k6", Logs: &record.Logs{Lines: []record.Line{l}}})
			}
			cutAt := 1 + dice.IntN(n-1) // two users: one may hang
			late := 1.5
			if dice.IntN(6) == 0 {
				late = float64(5 + dice.IntN(20))
			}
			w := record.Window{Second: second, Requests: n - cutAt, Failed: 0, Max: time.Millisecond, Buckets: []record.Bucket{{N: 20, Count: n - cutAt}}}
			tell(record.SourceLogs, time.Unix(second+1, 0), 1, record.Sample{Node: "k6", Logs: &record.Logs{Windows: []record.Window{w}}})
			w = record.Window{Second: second, Requests: cutAt + bad, Failed: bad, Max: longest, Buckets: []record.Bucket{{N: 60, Count: cutAt + bad}}}
			all = append(all, timed{time.Unix(second+1, 0), time.Unix(second+1, 0).Add(time.Duration(late * float64(time.Second))),
				record.Sample{Source: record.SourceLogs, Node: "k6", At: time.Unix(second+1, 0).Add(time.Duration(late * float64(time.Second))), Logs: &record.Logs{Windows: []record.Window{w}}}})
			answers, refused = n+bad, bad
			if sec >= 0 {
				out.requests, out.failed, out.slowest = out.requests+n+bad, out.failed+bad, max(out.slowest, longest)
			}
		}
		if outside && sec%40 < 25 {
			more := 30 + dice.IntN(30)
			answers += more
			if sec >= 0 {
				out.others += more
			}
		}
		if log && answers > 0 {
			s := logged(float64(sec)+0.6, answers, refused, longest)
			tell(record.SourceLogs, at(float64(sec)+0.6), 0.3, s)
			if sec >= 0 {
				out.answered, out.refused = out.answered+answers, out.refused+refused
			}
		}
	}
	for _, s := range []record.Sample{rows(0.2, "UP", "UP"), docker(10, "db1", "kill", "9"), docker(10.3, "db1", "die", "137"),
		stateLine(10.5, "db1", record.Down, "Layer4"), docker(20, "db1", "start", ""), stateLine(22, "db1", record.Up, "Layer4"), rows(25, "UP", "UP"), rows(59, "UP", "UP")} {
		all = append(all, timed{s.At, s.At.Add(time.Duration(dice.IntN(300)) * time.Millisecond), s})
	}
	for i := range all { // who begins to watch reads what was before at once
		if all[i].told.Before(start) {
			all[i].told = start.Add(time.Duration(i) * time.Microsecond)
			all[i].s.At = all[i].told
		}
	}
	slices.SortStableFunc(all, func(a, b timed) int { return a.told.Compare(b.told) })
	out.samples = []record.Sample{containers(0, nil)}
	for _, x := range all {
		out.samples = append(out.samples, x.s)
	}
	return out
}

// Whatever is told, in whatever order, and by whatever witnesses: no figure is impossible on the way, and at the end each
// is the truth of the witness that is named.
func TestClientsOfAnySamples(t *testing.T) {
	for seed := range uint64(200) {
		dice := rand.New(rand.NewPCG(seed, 7))
		script, log, outside := seed%2 == 0, seed/2%2 == 0, seed/4%2 == 0
		sim := simulate(dice, script, log, outside)
		f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &lab})
		for _, s := range sim.samples {
			f = Fold(f, s)
			for _, x := range []*clients.Felt{&f.Watched.Felt, felt1(&f)} {
				c := x.Clients()
				if c.Counted && c.Failed > c.Requests || !c.Known() && (c.Asked() || c.Slowest > 0) ||
					c.By == event.ByClient && x.Worst.Requests > 0 && c.Slowest < x.Worst.P99 {
					t.Fatalf("seed %d: %+v of %+v", seed, c, *x)
				}
			}
			if w := f.Stopwatch("db1"); w != nil && w.Felt.Clients().By != event.ByPoll && (w.Felt.Clients().Failed > 0) != w.Moments[stopwatch.FirstFailed].Seen() {
				t.Fatalf("seed %d: %+v, the first failure %+v", seed, w.Felt.Clients(), w.Moments[stopwatch.FirstFailed])
			}
		}
		f = f.Ended()
		want := clients.Clients{}
		switch {
		case script && (!log || !outside):
			want = clients.Clients{By: event.ByClient, Counted: true, Requests: sim.requests, Failed: sim.failed, Slowest: sim.slowest}
		case log && sim.answered > 0:
			want = clients.Clients{By: event.ByLog, Counted: true, Requests: sim.answered, Failed: sim.refused, Slowest: f.Watched.Felt.NginxSlowest}
		}
		sameClients(t, "the whole", f.Watched.Felt.Clients(), want)
		if script && log && f.Watched.Felt.Others != sim.others {
			t.Errorf("seed %d: others sent %d, want %d", seed, f.Watched.Felt.Others, sim.others)
		}
		if t.Failed() {
			t.Fatalf("seed %d: script %v, log %v, outside %v", seed, script, log, outside)
		}
	}
}

func felt1(f *Frame) *clients.Felt {
	if w := f.Stopwatch("db1"); w != nil {
		return &w.Felt
	}
	return &clients.Felt{}
}
