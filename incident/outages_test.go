package incident

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// alone is a balancer without Docker: its servers are known through it alone.
var alone = record.Topology{Project: "alone", Nodes: []record.Node{
	{Name: "haproxy", Kind: record.KindHAProxy, To: []string{"db1", "db2", "db3"}, Upstream: []string{"servers"}},
	{Name: "db1", Kind: record.KindServer, Serves: []string{"servers/db1"}}, {Name: "db2", Kind: record.KindServer, Serves: []string{"servers/db2"}},
	{Name: "db3", Kind: record.KindServer, Serves: []string{"servers/db3"}},
}}

// playAlone folds samples of the balancer without Docker, after a page on which every server is UP.
func playAlone(samples ...record.Sample) Frame {
	f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &alone})
	f = Fold(f, states(0, "UP", "UP", "UP"))
	for _, s := range samples {
		f = Fold(f, s)
	}
	return f
}

// states is a page with the states of db1, db2 and db3.
func states(seconds float64, all ...string) record.Sample {
	var rows []record.Server
	for i, s := range all {
		rows = append(rows, server(fmt.Sprintf("db%d", i+1), s, nil))
	}
	return haproxy(seconds, rows...)
}

// wantOutages checks which outages there are, and which of them are open.
func wantOutages(t *testing.T, f *Frame, want ...string) []*stopwatch.Stopwatch {
	t.Helper()
	var got []string
	for _, w := range f.Outages() {
		text := fmt.Sprintf("%s %s %s", w.Target, w.Past(), w.At.Sub(start))
		if w.Moments[stopwatch.Healed].Seen() {
			text += " to " + w.Moments[stopwatch.Healed].At.Sub(start).String()
		}
		if w.Flaps > 0 {
			text += fmt.Sprintf(" flaps %d", w.Flaps)
		}
		got = append(got, text)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	return f.Outages()
}

// A server that its balancer gives up has an outage from its first sign until it is UP again, which nobody healed.
func TestServerFailsByItself(t *testing.T) {
	f := playAlone(states(1, "UP", "UP 2/3", "UP"), stateLine(1.6, "db2", record.Down, "Layer4 timeout"), states(2, "UP", "DOWN", "UP"))
	w := wantOutages(t, &f, "db2 down 1s")[0]
	wantMoment(t, w, stopwatch.Injected, 1, event.ByPoll)
	wantMoment(t, w, stopwatch.Detected, 1.6, event.ByLog)
	if w.Within != time.Second || w.Says().String() != "db2 went down (found, not made here)" || len(f.Faults) != 1 {
		t.Errorf("%+v", w)
	}
	for _, s := range []record.Sample{stateLine(9.5, "db2", record.Up, "Layer4 check passed"), states(10, "UP", "UP", "UP")} {
		f = Fold(f, s)
	}
	w = wantOutages(t, &f, "db2 down 1s to 9.5s")[0]
	if _, healed := w.Recovery(); healed || len(f.Faults) != 0 || w.Moments[stopwatch.Healed].Says.String() == "" {
		t.Errorf("healed: %v, open: %v", healed, f.Faults)
	}
	for _, s := range f.Timeline {
		if s.Kind == event.KindHeal {
			t.Errorf("nobody healed it: %s", s.Says)
		}
	}
	for i := range 40 {
		f = Fold(f, states(11+float64(i), "UP", "UP", "UP"))
	}
	if w = f.Outages()[0]; !w.Done || !w.Moments[stopwatch.Back].Seen() {
		t.Errorf("not closed: %+v", w)
	}
}

// What an admin does, a reload, and a server without traffic of its own are no outages.
func TestPlannedIsNoOutage(t *testing.T) {
	f := playAlone(states(1, "UP", "MAINT", "UP"), states(2, "UP", "UP", "DRAIN"), states(3, "UP", "UP", "UP"))
	wantOutages(t, &f)
	again := func(seconds float64, pid int, all ...string) record.Sample {
		s := states(seconds, all...)
		s.HAProxy.Pid = pid
		return s
	}
	f = playAlone(states(1, "UP", "UP", "UP"), again(2, 9, "UP", "UP", "UP"), again(3, 9, "UP", "UP", "UP"))
	wantOutages(t, &f)
	spare := func(seconds float64, state string) record.Sample {
		return haproxy(seconds, server("db1", "UP", nil), server("db2", state, func(s *record.Server) { s.Backup = true }))
	}
	f = playAlone(spare(1, "UP"), spare(2, "DOWN"))
	wantOutages(t, &f)
}

// The fault of somebody explains that a server fails: ours, and what Docker reports a moment after HAProxy's log line.
func TestFaultExplainsTheOutage(t *testing.T) {
	stop := record.Fault{Kind: record.Stop, Target: "db2"}
	f := playAlone(you(1, record.Act{Inject: &stop}), stateLine(1.5, "db2", record.Down, ""))
	if wantOutages(t, &f); len(f.Stopwatches) != 1 {
		t.Errorf("%d stopwatches", len(f.Stopwatches))
	}
	late := []record.Sample{containers(0, nil), haproxy(0.5, server("db1", "UP", nil), server("db2", "UP", nil)), stateLine(7, "db1", record.Down, ""),
		docker(7.4, "db1", "kill", "9"), docker(7.5, "db1", "die", "137"), haproxy(8, server("db1", "DOWN", nil), server("db2", "UP", nil)), containers(12, map[string]string{"db1": "exited"})}
	f = play(late...)
	if wantOutages(t, &f); len(f.Stopwatches) != 1 || f.Stopwatches[0].Kind != record.Kill {
		t.Errorf("%v", f.Faults)
	}
	// Docker says nothing for longer than it ever takes, and then that the process had ended: one stopwatch in the end
	f = play(containers(0, nil), haproxy(0.5, server("db1", "UP", nil), server("db2", "UP", nil)), stateLine(7, "db1", record.Down, ""), haproxy(11, server("db1", "DOWN", nil), server("db2", "UP", nil)))
	wantOutages(t, &f, "db1 down 7s")
	f = Fold(f, docker(7.1, "db1", "die", "1"))
	if wantOutages(t, &f); len(f.Stopwatches) != 1 || f.Stopwatches[0].Kind != record.Crash || len(f.Faults) != 1 {
		t.Errorf("%v", f.Faults)
	}
	for _, e := range f.Timeline {
		if e.To == string(record.Outage) || e.Fault == "outage db1" {
			t.Errorf("still on the timeline: %+v", e)
		}
	}
	wantMoment(t, &f.Stopwatches[0], stopwatch.Detected, 7, event.ByLog)
}

// A backend without a server is one outage, from the first sign of the first to the return of the last, with its servers.
func TestBackendWithoutAServer(t *testing.T) {
	f := playAlone(stateLine(1, "db1", record.Down, ""), stateLine(1.4, "db2", record.Down, ""), stateLine(2, "db3", record.Down, ""), states(2.5, "DOWN", "DOWN", "DOWN"))
	w := wantOutages(t, &f, "haproxy/servers without a server 1s")[0]
	if w.Outage.Fell != 3 || !w.Of("servers/db2") || !w.Of("servers") || !w.Of("db3") || w.Of("db4") || len(f.Faults) != 1 {
		t.Errorf("%+v", w.Outage)
	}
	f = Fold(f, states(9, "UP", "DOWN", "DOWN"))
	f = Fold(f, states(12, "UP", "UP", "UP"))
	w = wantOutages(t, &f, "haproxy/servers without a server 1s to 12s")[0]
	if len(w.Findings) != 1 || w.Findings[0].String() != "haproxy/servers had a server again 7.00 s after it had lost the last one" {
		t.Errorf("%v", w.Findings)
	}
	// the last server of a backend falls long after the others
	f = playAlone(states(1, "DOWN", "UP", "UP"), states(30, "DOWN", "DOWN", "UP"), states(60, "DOWN", "DOWN", "DOWN"))
	wantOutages(t, &f, "db1 down 1s", "db2 down 30s", "haproxy/servers without a server 1m0s")
}

// A thousand servers that fail at once have one stopwatch.
func TestThousandServersAtOnce(t *testing.T) {
	page := func(seconds float64, up, all int) record.Sample {
		var rows []record.Server
		for i := range all {
			state := "DOWN"
			if i < up {
				state = "UP"
			}
			rows = append(rows, server(fmt.Sprintf("s%04d", i), state, nil))
		}
		return haproxy(seconds, rows...)
	}
	only := record.Topology{Project: "many", Nodes: alone.Nodes[:1]}
	f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &only})
	for _, s := range []record.Sample{page(0, 1000, 1000), page(1, 10, 1000)} {
		f = Fold(f, s)
	}
	w := wantOutages(t, &f, "haproxy/servers without 990 of its servers 1s")[0]
	if len(w.Outage.Servers) > 20 || w.Outage.Fell != 990 || len(f.Faults) != 1 || w.Outage.Names().String() == "" {
		t.Errorf("%d named of %d", len(w.Outage.Servers), w.Outage.Fell)
	}
	f = Fold(f, page(2, 0, 1000))
	wantOutages(t, &f, "haproxy/servers without a server 1s")
	f = Fold(f, page(5, 1000, 1000))
	wantOutages(t, &f, "haproxy/servers without a server 1s to 5s")
}

// Many backends that lose their servers in one moment, told line by line, are one outage, which ends with the last of them.
func TestManyBackendsAtOnce(t *testing.T) {
	const n = 300
	page := func(seconds float64, state string) record.Sample {
		var rows []record.Server
		for i := range n {
			rows = append(rows, server("s", state, func(s *record.Server) { s.Pxname = fmt.Sprintf("b%03d", i) }))
		}
		return haproxy(seconds, rows...)
	}
	only := record.Topology{Project: "many", Nodes: alone.Nodes[:1]}
	f := Fold(Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &only}), page(0, "UP"))
	for i := range n {
		f = Fold(f, line(record.Line{At: at(1 + float64(i)/1000), Node: "haproxy", Text: "x", State: &record.StateChange{Backend: fmt.Sprintf("b%03d", i), Server: "s", To: record.Down}}))
	}
	w := wantOutages(t, &f, "haproxy/* without 300 of its servers 1s")[0]
	if len(f.Faults) != 1 || w.Outage.Fell != n {
		t.Errorf("%d open", len(f.Faults))
	}
	f = Fold(Fold(f, page(4, "DOWN")), page(5, "UP"))
	wantOutages(t, &f, "haproxy/* without 300 of its servers 1s to 5s")
}

// A server that goes UP and DOWN again within seconds is one outage, with its count; later it is another one.
func TestFlappingServer(t *testing.T) {
	f := playAlone(states(1, "UP", "DOWN", "UP"), states(4, "UP", "UP", "UP"), states(6, "UP", "DOWN", "UP"), states(8, "UP", "UP", "UP"), states(9, "UP", "DOWN", "UP"))
	wantOutages(t, &f, "db2 down 1s flaps 2")
	f = Fold(f, states(20, "UP", "UP", "UP"))
	f = Fold(f, states(20+outage.Steady.Seconds()+1, "UP", "UP", "UP"))
	f = Fold(f, states(40, "UP", "DOWN", "UP"))
	wantOutages(t, &f, "db2 down 1s to 20s flaps 2", "db2 down 40s")
}

// A server that is DOWN on the first page was so before, and since when is what lastchg says.
func TestDownWhenWatchingBegins(t *testing.T) {
	old := func(seconds float64, state string) record.Sample {
		return haproxy(seconds, server("db1", "UP", nil), server("db2", state, func(s *record.Server) { s.Lastchg, s.Stot = int64(seconds)+300, 9 }))
	}
	f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &alone})
	for i := range 6 {
		f = Fold(f, old(float64(i), "DOWN"))
	}
	w := wantOutages(t, &f, "db2 down -5m0s")[0]
	if !w.SinceBefore() || !w.Felt.Partial || w.Says().String() != "db2 went down (found, not made here): it was so when watching began" {
		t.Errorf("%s, %+v", w.Says(), w.Moments[stopwatch.Injected])
	}
}

// Requests that fail while every server is UP are an outage if they are many, and the minute before had none.
func TestBurstOfFailedRequests(t *testing.T) {
	answers := func(second, requests, failed int) record.Sample {
		l := record.Line{At: at(float64(second)), Node: "haproxy"}
		return record.Sample{At: l.At, Source: record.SourceLogs, Node: "haproxy", Logs: &record.Logs{HTTP: &record.AnswerTally{Requests: requests, Failed: failed, Last: l.At}}}
	}
	f := playAlone()
	second := 1
	take := func(n, requests, failed int) {
		for range n {
			f = Fold(f, answers(second, requests, failed))
			second++
		}
	}
	take(60, 20, 0)
	take(3, 20, 1)
	wantOutages(t, &f) // too few
	take(20, 20, 0)
	from := second
	take(5, 20, 4)
	w := wantOutages(t, &f, fmt.Sprintf("haproxy failing requests %s", time.Duration(from)*time.Second))[0]
	if !w.Outage.Door || w.Undetected() {
		t.Errorf("%+v", w.Outage)
	}
	last := second - 1
	take(15, 20, 0)
	w = wantOutages(t, &f, fmt.Sprintf("haproxy failing requests %s to %s", time.Duration(from)*time.Second, time.Duration(last)*time.Second))[0]
	if c := w.Felt.Clients(); c.Failed != 20 {
		t.Errorf("%d failed", c.Failed)
	}
	// what always fails is how the service is
	f, second = playAlone(), 1
	take(120, 20, 2)
	if all := f.Outages(); len(all) > 1 || len(all) == 1 && !all[0].SinceBefore() {
		t.Errorf("%d outages", len(all))
	}
}

// Nobody can make an outage: a recording that says so makes none.
func TestOutageCannotBeMade(t *testing.T) {
	f := playAlone(you(1, record.Act{Inject: &record.Fault{Kind: record.Outage, Target: "db1"}}))
	if len(f.Faults) > 0 || record.Outage.Valid() {
		t.Errorf("%v", f.Faults)
	}
}

// A real HAProxy without Docker, before servers that are processes: two of them are killed and started again. What its log says dates
// their outages between the instants of the kill and of the start.
func TestKilledServersAreDated(t *testing.T) {
	var at struct{ WebKilled, WebStarted, DBKilled, DBStarted time.Time }
	text, err := os.ReadFile(filepath.Join("testdata", "http", "killed-alone", "instants.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &at); err != nil {
		t.Fatal(err)
	}
	var f Frame
	for _, s := range captured.Samples(t, "../http/killed-alone") {
		f = Fold(f, s)
	}
	if n := len(f.Outages()); n != 2 || len(f.Stopwatches) != 2 || len(f.Faults) != 0 {
		t.Fatalf("%d outages of %d, %v open", n, len(f.Stopwatches), f.Faults)
	}
	for node, when := range map[string][2]time.Time{"w2": {at.WebKilled, at.WebStarted}, "d3": {at.DBKilled, at.DBStarted}} {
		w := f.Stopwatch(node)
		sign, down, up, back := w.Moments[stopwatch.FirstSign], w.Moments[stopwatch.Detected], w.Moments[stopwatch.Healed], w.Moments[stopwatch.Back]
		if !w.At.Equal(sign.At) || sign.Witness != event.ByLog || w.At.Before(when[0]) || w.At.Sub(when[0]) > time.Second { // inter 500ms
			t.Errorf("%s: killed at %v, first sign at %v (%s)", node, when[0], w.At, sign.Witness)
		}
		if d := down.At.Sub(w.At); down.Witness != event.ByLog || d < 900*time.Millisecond || d > 1200*time.Millisecond { // fall 3
			t.Errorf("%s: down %v after the first sign", node, d)
		}
		if up.Witness != event.ByLog || up.At.Before(when[1]) || up.At.Sub(when[1]) > 1500*time.Millisecond || back.At.Before(up.At) { // rise 2
			t.Errorf("%s: started at %v, up at %v, back at %v", node, when[1], up.At, back.At)
		}
	}
	if c := f.Stopwatch("w2").Felt.Clients(); c.By != event.ByLog || c.Requests == 0 || c.Failed != 0 {
		t.Errorf("%+v", c)
	}
}
