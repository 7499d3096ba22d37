package report_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/advice"
	"hadash/wording"
)

// titles are what a run's advice is called.
func titles(all []advice.Advice) (out []string) {
	for _, a := range all {
		out = append(out, a.Title)
	}
	return out
}

// What the real runs showed is advised, and nothing else.
func TestAdviceOfCapturedRuns(t *testing.T) {
	for name, want := range map[string][]string{
		"baseline-pause-mysql-slave1": {"A check that only connects cannot see a frozen server", "Sessions hang on a silent server until `timeout server`"},
		"baseline-stop-mysql-slave2":  {"Retries go to the server that has just failed", "`timeout connect` is long", "HAProxy notices late"},
		"tuned-kill-mysql-slave1":     nil,
		"tuned-pause-app1":            nil,
	} {
		got := advice.Advise(run(t, name), report.English, time.UTC)
		if fmt.Sprint(titles(got)) != fmt.Sprint(want) {
			t.Errorf("%s: %q, want %q", name, titles(got), want)
		}
		for _, a := range got {
			if len(a.Evidence) == 0 || a.Why == "" || a.Do == "" || a.Manual == "" {
				t.Errorf("%s: advice without its reason: %+v", name, a)
			}
			if !strings.Contains(a.Evidence[0], "mysql-slave") || !strings.Contains(a.Evidence[0], " s") {
				t.Errorf("%s: the evidence names no fault or no time: %q", name, a.Evidence)
			}
		}
	}
}

// With the files in the recording the lines in force stand beside the advice, without their comments.
func TestAdviceShowsTheLinesInForce(t *testing.T) {
	r := run(t, "baseline-pause-mysql-slave1")
	set := *r.Frame.Settings["haproxy"]
	set.Files = []record.File{{Path: "/etc/haproxy/haproxy.cfg", Text: "defaults\n    timeout server 50000 # long\n\nbackend servers\n" +
		"\tserver mysql-slave1 mysql-slave1:3306 check\n\tserver mysql-slave2 mysql-slave2:3306 check\n"}}
	r.Frame.Settings = map[string]*record.Settings{"haproxy": &set}
	all := advice.Advise(r, report.English, time.UTC)
	if len(all) != 2 {
		t.Fatalf("%q", titles(all))
	}
	for i, want := range []string{"haproxy.cfg:5: server mysql-slave1 mysql-slave1:3306 check", "haproxy.cfg:2: timeout server 50000"} {
		if got := all[i].InForce; len(got) != 1 || got[0] != want {
			t.Errorf("%s: in force %q, want %q", all[i].Title, got, want)
		}
	}
}

// broken is a run of the tuned lab in which one fault went as with makes it.
func broken(kind record.FaultKind, target string, with func(*stopwatch.Stopwatch, *incident.Frame)) *report.Run {
	topology := record.Topology{Project: "lab", Nodes: []record.Node{
		{Name: "nginx", Role: record.RoleWeb, To: []string{"app1"}}, {Name: "app1", Role: record.RoleApp},
		{Name: "haproxy", Role: record.RoleBalancer}, {Name: "db1", Role: record.RoleReplica}, {Name: "master", Role: record.RoleMaster}}}
	server := &record.Server{Pxname: "servers", Svname: "db1"}
	f := incident.Frame{Topology: topology, Nginx: incident.Nginx{HasAccess: true}, Settings: map[string]*record.Settings{
		"haproxy": {Checks: []record.Check{{Backend: "servers", Server: "db1", On: true, Protocol: true, Inter: 200 * time.Millisecond, Fall: 2,
			TimeoutConnect: 75 * time.Millisecond, TimeoutServer: time.Minute, Retries: 2, Redispatch: true, ShutdownDown: true}}},
		"nginx": {Upstreams: []record.Upstream{{Group: "service", Addr: "app1:9081", MaxFails: 3, FailTimeout: time.Second, Warns: true,
			ConnectTimeout: 75 * time.Millisecond, ReadTimeout: 200 * time.Millisecond}}, Files: []record.File{{Path: "/etc/nginx/nginx.conf",
			Text: "proxy_next_upstream error timeout http_502 non_idempotent;"}}},
	}}
	for _, n := range topology.Nodes {
		node := incident.Node{Node: n}
		if n.Name == "db1" {
			node.Server = server
		}
		f.Nodes = append(f.Nodes, node)
	}
	sw := hiddenStop()
	sw.Kind, sw.Target = kind, target
	sw.Blast = stopwatch.Blast{}
	with(&sw, &f)
	return &report.Run{Frame: f, Faults: []stopwatch.Stopwatch{sw}}
}

func check(f *incident.Frame) *record.Check       { return &f.Settings["haproxy"].Checks[0] }
func upstream(f *incident.Frame) *record.Upstream { return &f.Settings["nginx"].Upstreams[0] }

func unnoticed(sw *stopwatch.Stopwatch) { sw.Moments[stopwatch.Detected] = stopwatch.Moment{} }

func lost(sw *stopwatch.Stopwatch) { sw.Felt.Failed, sw.Felt.By = 3, map[string]int{"login": 3} }

// Each rule speaks when its fault is seen, and is silent as soon as the evidence for it is not.
func TestEachRule(t *testing.T) {
	slow := func(sw *stopwatch.Stopwatch) { sw.Felt.Slowest = 6 * time.Second }
	for want, c := range map[string]struct {
		kind   record.FaultKind
		target string
		with   func(*stopwatch.Stopwatch, *incident.Frame)
	}{
		"A server line without `check`, `agent-check` or `track` is never DOWN": {record.Stop, "db1", func(sw *stopwatch.Stopwatch, f *incident.Frame) {
			unnoticed(sw)
			check(f).On = false
		}},
		"A connection that fails is not tried again": {record.Stop, "db1", func(sw *stopwatch.Stopwatch, f *incident.Frame) {
			check(f).Retries, sw.Blast.Refused = 0, 4
		}},
		"No check measures how slow a server is": {record.Slow, "db1", func(sw *stopwatch.Stopwatch, _ *incident.Frame) {
			unnoticed(sw)
			slow(sw)
		}},
		"Requests waited in HAProxy's queue": {record.Stop, "db1", func(sw *stopwatch.Stopwatch, _ *incident.Frame) { sw.Blast.Queued = 12 }},
		"There is one HAProxy":               {record.Restart, "haproxy", func(sw *stopwatch.Stopwatch, _ *incident.Frame) { lost(sw) }},
		"There is one nginx":                 {record.Pause, "nginx", func(sw *stopwatch.Stopwatch, _ *incident.Frame) { slow(sw) }},
		"nginx waits long for an answer of a frozen instance": {record.Pause, "app1", func(sw *stopwatch.Stopwatch, f *incident.Frame) {
			slow(sw)
			upstream(f).ReadTimeout = time.Minute
		}},
		"nginx waits long for a connection to an instance that is gone": {record.Cut, "app1", func(sw *stopwatch.Stopwatch, f *incident.Frame) {
			slow(sw)
			upstream(f).ConnectTimeout = time.Minute
		}},
		"nginx sets no instance aside": {record.Stop, "app1", func(sw *stopwatch.Stopwatch, f *incident.Frame) {
			unnoticed(sw)
			upstream(f).MaxFails = 0
		}},
		"What nginx does not repeat fails for the user": {record.Crash, "app1", func(sw *stopwatch.Stopwatch, f *incident.Frame) {
			lost(sw)
			f.Settings["nginx"].Files[0].Text = "proxy_next_upstream error;"
		}},
		"nginx does not say when it sets an instance aside":   {record.Stop, "app1", func(_ *stopwatch.Stopwatch, f *incident.Frame) { upstream(f).Warns = false }},
		"What nginx absorbs cannot be counted":                {record.Stop, "app1", func(_ *stopwatch.Stopwatch, f *incident.Frame) { f.Nginx = incident.Nginx{Logs: true} }},
		"Writes have one server, and nothing takes its place": {record.Stop, "master", func(sw *stopwatch.Stopwatch, _ *incident.Frame) { lost(sw) }},
		"The application gives up a read when its connection is cut": {record.Stop, "db1", func(sw *stopwatch.Stopwatch, _ *incident.Frame) {
			lost(sw)
			sw.Blast.Cut = 5
		}},
	} {
		if got := titles(advice.Advise(broken(c.kind, c.target, c.with), report.English, time.UTC)); len(got) != 1 || got[0] != want {
			t.Errorf("%q: got %q", want, got)
		}
		nothing := func(*stopwatch.Stopwatch, *incident.Frame) {}
		if got := titles(advice.Advise(broken(c.kind, c.target, nothing), report.English, time.UTC)); len(got) != 0 {
			t.Errorf("%s %s without a trouble: %q", c.kind, c.target, got)
		}
	}
}

// Of an nginx that nobody has asked anything, nothing is said.
func TestAnIdleNginxIsNotAdvisedToLog(t *testing.T) {
	idle := func(_ *stopwatch.Stopwatch, f *incident.Frame) { f.Nginx = incident.Nginx{} }
	if got := titles(advice.Advise(broken(record.Stop, "app1", idle), report.English, time.UTC)); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

// What happened at HAProxy and to replication while a fault was open is advised from the run as a whole.
func TestRulesOfTheWholeRun(t *testing.T) {
	nothing := func(*stopwatch.Stopwatch, *incident.Frame) {}
	r := broken(record.Stop, "db1", nothing)
	r.Events = []event.Event{{At: start.Add(time.Second), Kind: event.KindBackend, Subject: "servers", Fault: "stop db1"}}
	if got := titles(advice.Advise(r, report.English, time.UTC)); len(got) != 1 || got[0] != "A backend was left without a server" {
		t.Errorf("%q", got)
	}
	r = broken(record.Stop, "master", nothing)
	r.Lapses = []report.Lapse{{Node: "db1", How: wording.Threads.Of("Connecting", "Yes"), From: start, To: start.Add(70 * time.Second)}}
	if got := titles(advice.Advise(r, report.English, time.UTC)); len(got) != 1 || got[0] != "Replicas wait long before they ask their master again" {
		t.Errorf("%q", got)
	}
	r = broken(record.Slow, "db1", func(sw *stopwatch.Stopwatch, _ *incident.Frame) { unnoticed(sw) })
	r.Lapses = []report.Lapse{{Node: "db1", How: wording.Lagging.Of(), From: start, To: start.Add(70 * time.Second), Lag: 40 * time.Second}}
	if got := titles(advice.Advise(r, report.English, time.UTC)); len(got) != 1 || got[0] != "A replica with old data goes on serving reads" {
		t.Errorf("%q", got)
	}
}

// Attempts and checks that fail at what nobody had broken say that there is too little time; those at what was broken
// say nothing of that.
func TestBystanders(t *testing.T) {
	for node, want := range map[string]string{"db2": "[HAProxy gave up a server that nobody had broken]", "db1": "[]"} {
		r := broken(record.Stop, "db1", func(*stopwatch.Stopwatch, *incident.Frame) {})
		r.Events = []event.Event{{At: start.Add(time.Second), Kind: event.KindServer, To: "DOWN", Node: node, Fault: "stop db1", Says: wording.Text(node + " DOWN")}}
		if got := fmt.Sprint(titles(advice.Advise(r, report.English, time.UTC))); got != want {
			t.Errorf("%s DOWN: %s, want %s", node, got, want)
		}
	}
	for node, want := range map[string]string{"app2": "[nginx gives up on instances that work]", "app1": "[]"} {
		r := broken(record.Stop, "app1", func(sw *stopwatch.Stopwatch, _ *incident.Frame) { lost(sw) })
		r.Events = []event.Event{{At: start.Add(time.Second), Kind: event.KindUpstream, To: "timed out", Node: node, Count: 9, Fault: "stop app1"}}
		if got := fmt.Sprint(titles(advice.Advise(r, report.English, time.UTC))); got != want {
			t.Errorf("timeouts of %s: %s, want %s", node, got, want)
		}
	}
}

// What an admin asks of HAProxy is no failure, and one piece of advice gathers the evidence of all faults.
func TestAdviceGathersEvidence(t *testing.T) {
	lossy := func(sw *stopwatch.Stopwatch, f *incident.Frame) { check(f).Retries, sw.Blast.Refused = 0, 4 }
	r := broken(record.Stop, "db1", lossy)
	drain := r.Faults[0]
	drain.Kind = record.SetDrain
	r.Faults = append(r.Faults, r.Faults[0], drain)
	if got := advice.Advise(r, report.English, time.UTC); len(got) != 1 || len(got[0].Evidence) != 2 {
		t.Errorf("%+v", got)
	}
	if got := advice.Advise(r, report.Russian, time.UTC); len(got) != 1 || got[0].Title != "Неудавшееся соединение не повторяется" {
		t.Errorf("%+v", got)
	}
}
