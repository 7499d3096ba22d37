package incident

import (
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// routed is the lab with labels that say where everybody's requests go.
func routed() record.Sample {
	top := lab
	top.Nodes = nil
	for _, n := range lab.Nodes {
		switch n.Role {
		case record.RoleApp:
			n.To, n.Writes = []string{"haproxy"}, []string{"master"}
		case record.RoleBalancer:
			n.To = []string{"db1", "db2"}
		}
		top.Nodes = append(top.Nodes, n)
	}
	top.Nodes = append(top.Nodes, record.Node{Name: "master", Role: record.RoleMaster})
	return record.Sample{At: start, Source: record.SourceTopology, Topology: &top}
}

// repeats is an application's word that it repeated a read that a server left without an answer, "" = that reached none.
func repeats(seconds float64, app, server string) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: app,
		Logs: &record.Logs{Repeated: []record.RepeatTally{{Server: server, Reads: 1, Last: at(seconds)}}}}
}

// rerouted is nginx's access log: an attempt at an instance was lost, and another one answered.
func rerouted(seconds float64, addr string) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: "nginx",
		Logs: &record.Logs{Upstreams: []record.UpstreamTally{{Addr: addr, Attempts: 1, Failures: 1, Hidden: 1, LastLost: at(seconds)}}}}
}

const app1Addr, app2Addr = "172.28.44.31:9081", "172.28.44.32:9082"

func rows(seconds float64, db1, db2 string) record.Sample {
	return haproxy(seconds, server("db1", db1, nil), server("db2", db2, nil))
}

// What a fault is said to have cost can have come of it: by where it happened, and by when.
func TestWhatAFaultCost(t *testing.T) {
	down := stateLine(10.5, "db1", record.Down, "Layer4 timeout")
	for name, c := range map[string]struct {
		node         string
		seen         []record.Sample
		tied, beside int64
	}{
		"a read that waited for it":                {"db1", []record.Sample{repeats(10.2, "app1", "db1")}, 1, 0},
		"one that waited for another replica":      {"db1", []record.Sample{repeats(10.2, "app1", "db2")}, 0, 1},
		"one that reached nobody":                  {"db1", []record.Sample{repeats(10.2, "app1", "")}, 1, 0},
		"an instance late while it waits for it":   {"db1", []record.Sample{rerouted(10.3, app2Addr)}, 1, 0},
		"soon after it was put out":                {"db1", []record.Sample{down, rerouted(12, app2Addr), repeats(12, "app1", "")}, 2, 0},
		"long after it was put out":                {"db1", []record.Sample{down, rerouted(60, app2Addr), repeats(60, "app1", "")}, 0, 2},
		"long after, and it is named":              {"db1", []record.Sample{down, repeats(60, "app1", "db1")}, 1, 0},
		"long after, and there is no other":        {"db1", []record.Sample{rows(10.4, "UP", "DOWN"), down, repeats(60, "app1", "")}, 1, 0},
		"it flaps, and gets requests again":        {"db1", []record.Sample{down, stateLine(50, "db1", record.Up, ""), repeats(60, "app1", "")}, 1, 0},
		"nobody has put it out":                    {"db1", []record.Sample{rerouted(60, app2Addr)}, 1, 0},
		"another instance's, and the first one is": {"app1", []record.Sample{rerouted(10.2, app2Addr), repeats(10.2, "app2", "db1")}, 0, 2},
		"the instance's own":                       {"app1", []record.Sample{rerouted(60, app1Addr), repeats(10.2, "app1", "db1")}, 2, 0},
		"a read, and the master is broken":         {"master", []record.Sample{repeats(10.2, "app1", "db1")}, 0, 1},
		"an instance, and the master is broken":    {"master", []record.Sample{rerouted(60, app1Addr)}, 1, 0},
		"all of it, and the balancer is broken":    {"haproxy", []record.Sample{rerouted(60, app1Addr), repeats(60, "app2", "db1")}, 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := play(append([]record.Sample{routed(), containers(0, nil), rows(9, "UP", "UP"),
				docker(10, c.node, "kill", "9"), docker(10, c.node, "die", "137")}, c.seen...)...)
			w := f.Stopwatch(c.node)
			if w.Hidden.Total() != c.tied || w.Beside != c.beside {
				t.Errorf("hidden %+v, beside %d, want %d and %d", w.Hidden, w.Beside, c.tied, c.beside)
			}
			if all := f.Hidden.Total(); all != c.tied+c.beside {
				t.Errorf("%d in all, want %d", all, c.tied+c.beside)
			}
		})
	}
}

// Of two faults only the one that a failure can come of has it, and then it is beside neither.
func TestOneOfTwoFaults(t *testing.T) {
	f := play(routed(), containers(0, nil), rows(9, "UP", "UP"), docker(10, "db1", "kill", "9"), docker(10, "db1", "die", "137"),
		docker(11, "app1", "kill", "9"), docker(11, "app1", "die", "137"), repeats(12, "app2", "db1"), rerouted(12, app1Addr))
	db, app := f.Stopwatch("db1"), f.Stopwatch("app1")
	if db.Hidden != (clients.Hidden{Repeated: 1}) || app.Hidden != (clients.Hidden{NextUpstream: 1}) || db.Beside+app.Beside != 0 {
		t.Errorf("db1 %+v, app1 %+v, beside %d and %d", db.Hidden, app.Hidden, db.Beside, app.Beside)
	}
}

func timedOut(seconds float64, addr string) record.Sample {
	return line(record.Line{At: at(seconds), Node: "nginx", Text: "timed out",
		Upstream: &record.UpstreamError{Kind: record.UpstreamTimeout, Addr: addr, While: "reading response header from upstream"}})
}

var patientNginx = record.Sample{At: start, Source: record.SourceSettings, Node: "nginx", Settings: &record.Settings{Upstreams: []record.Upstream{
	{Addr: app1Addr, MaxFails: 3, FailTimeout: time.Second, ReadTimeout: 200 * time.Millisecond, Warns: true}}}}

// A wait that was over as soon as something broke had been late before: it is no sign of it, and does not date it.
func TestLateBeforeTheFault(t *testing.T) {
	for name, c := range map[string]struct {
		asked float64
		seen  []record.Sample
	}{
		"dated by Docker": {0, []record.Sample{docker(10, "app1", "pause", ""), timedOut(10.04, app1Addr), timedOut(10.25, app1Addr), timedOut(10.26, app1Addr)}},
		"read before Docker's word": {0, []record.Sample{timedOut(9.9, app1Addr), timedOut(10.04, app1Addr),
			docker(10, "app1", "pause", ""), timedOut(10.25, app1Addr)}},
		"the true sign read before Docker's word": {9.8, []record.Sample{timedOut(9.95, app1Addr),
			line(record.Line{At: at(10.25), Node: "nginx", Upstream: &record.UpstreamError{Kind: record.UpstreamDisabled, Addr: app1Addr}}),
			docker(10, "app1", "pause", "")}},
		"asked for a moment before": {9.8, []record.Sample{timedOut(9.95, app1Addr), docker(10, "app1", "pause", ""), timedOut(10.25, app1Addr)}},
	} {
		t.Run(name, func(t *testing.T) {
			pause := record.Fault{Kind: record.Pause, Target: "app1"}
			samples := []record.Sample{patientNginx, containers(0, nil)}
			if c.asked > 0 {
				samples = append(samples, you(c.asked, record.Act{Inject: &pause}))
			}
			f := play(append(samples, c.seen...)...)
			w := f.Stopwatch("app1")
			wantMoment(t, w, stopwatch.Injected, 10, event.ByDocker)
			wantMoment(t, w, stopwatch.FirstSign, 10.25, event.ByLog)
		})
	}
}

// The same at the client: a request without an answer is no moment of what broke when it was given up, but it did fail.
func TestClientGaveUpBeforeTheFault(t *testing.T) {
	f := play(containers(0, nil), failure(10.1, "login", 5*time.Second), docker(10, "db1", "kill", "9"), docker(10, "db1", "die", "137"),
		failure(10.2, "login", 5*time.Second), failure(13, "login", 5*time.Second))
	w := f.Stopwatch("db1")
	wantMoment(t, w, stopwatch.Injected, 10, event.ByDocker)
	wantMoment(t, w, stopwatch.FirstSign, 13, event.ByClient)
	wantMoment(t, w, stopwatch.FirstFailed, 13, event.ByClient)
	if w.Felt.Failed != 3 {
		t.Errorf("%d failed, want 3", w.Felt.Failed)
	}
}

// belongs is the fault that the last event with a text is said to have come of.
func belongs(t *testing.T, f Frame, text string) string {
	t.Helper()
	i := foldingOf(f).last(func(e *event.Event) bool { return e.Says.String() == text }, time.Time{})
	if i < 0 {
		t.Fatalf("%q was not told: %q", text, told(f, event.KindUpstream, event.KindServer, event.KindContainer))
	}
	return f.Timeline[i].Fault
}

// A fault that is healed and back collects no more of what goes wrong on its node, only how that gets well.
func TestAnOldFaultIsOver(t *testing.T) {
	const late, well = "app1: timed out while reading response header from upstream", "app1 health check: healthy"
	f := play(patientNginx, routed(), containers(0, nil), docker(10, "app1", "pause", ""), timedOut(10.3, app1Addr), docker(20, "app1", "unpause", ""),
		record.Sample{At: at(21), Source: record.SourceLogs, Node: "nginx",
			Logs: &record.Logs{Upstreams: []record.UpstreamTally{{Addr: app1Addr, Attempts: 1, FirstOK: at(21), LastOK: at(21)}}}})
	if w := f.Stopwatch("app1"); !w.Moments[stopwatch.Back].At.Equal(at(21)) {
		t.Fatalf("back %v", w.Moments[stopwatch.Back])
	}
	if got := belongs(t, f, late); got != "pause app1" {
		t.Errorf("in its time: %q", got)
	}
	f = Fold(f, docker(30, "app1", "health_status", "healthy"))
	f = Fold(f, timedOut(80, app1Addr))
	if got := belongs(t, f, late); got != "" {
		t.Errorf("a minute after it was back: it is said to have come of %q", got)
	}
	if got := belongs(t, f, well); got != "pause app1" {
		t.Errorf("it gets well: it is said to have come of %q", got)
	}
}

// What goes on elsewhere while a server is out is not told as its consequence, nor counted into an event that was.
func TestEventsElsewhere(t *testing.T) {
	const late = "app2: timed out while reading response header from upstream"
	f := play(routed(), containers(0, nil), rows(9, "UP", "UP"), docker(10, "db1", "kill", "9"), docker(10, "db1", "die", "137"),
		stateLine(10.5, "db1", record.Down, "Layer4 timeout"))
	for seconds := 11.0; seconds < 20; seconds += 2 {
		f = Fold(f, timedOut(seconds, app2Addr))
	}
	if got := belongs(t, f, late); got != "" {
		t.Errorf("the last one is said to have come of %q", got)
	}
	wantTold(t, f, []event.Kind{event.KindUpstream}, "11s "+late, "17s "+late)
	if first := f.Timeline[foldingOf(f).last(func(e *event.Event) bool { return e.At.Equal(at(11)) }, start)]; first.Fault != "kill db1" || first.Count != 3 {
		t.Errorf("the first ones: %q, %d of them", first.Fault, first.Count)
	}
}
