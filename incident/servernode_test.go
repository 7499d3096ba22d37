package incident

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// twins is a balancer with one server name in two backends, and another whose servers have other names.
func twins() Frame {
	t := record.Topology{Project: "twins", Nodes: []record.Node{
		{Name: "lb", Role: record.RoleBalancer}, {Name: "lb2", Role: record.RoleBalancer},
		{Name: "s1", Role: record.RoleApp, Addrs: []string{"10.0.0.11"}}, {Name: "api1", Role: record.RoleApp, Addrs: []string{"10.0.0.21"}},
	}}
	row := func(backend, server, addr, status string) record.Server {
		return record.Server{Pxname: backend, Svname: server, Addr: addr, Status: record.ParseStatus(status)}
	}
	f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &t})
	f = Fold(f, record.Sample{At: start, Source: record.SourceHAProxy, Node: "lb", HAProxy: &record.HAProxy{Servers: []record.Server{
		row("web", "s1", "10.0.0.11:80", "UP"), row("api", "s1", "10.0.0.21:80", "UP"), row("old", "x", "10.0.0.21:81", "UP")}}})
	return Fold(f, record.Sample{At: start, Source: record.SourceHAProxy, Node: "lb2", HAProxy: &record.HAProxy{Servers: []record.Server{
		row("web", "x", "10.0.0.11:80", "UP")}}})
}

func TestServersAreKnownByBackendAndName(t *testing.T) {
	f := twins()
	for _, c := range []struct{ balancer, backend, server, want string }{
		{"lb", "web", "s1", "s1"}, {"lb", "api", "s1", "api1"}, {"lb", "old", "x", "api1"}, {"lb2", "web", "x", "s1"},
		{"lb", "gone", "s1", ""}, {"lb", "web", "", ""}, {"lb2", "web", "api1", "api1"}, {"lb", "web", "nobody", ""},
	} {
		if got := f.state.servers.NodeLogged(c.balancer, c.backend, c.server); got != c.want {
			t.Errorf("%s %s/%s is %q, want %q", c.balancer, c.backend, c.server, got, c.want)
		}
	}
	if got := f.state.servers.NodeNamed("x"); got != "" {
		t.Errorf("x is %q, and may be two", got)
	}
	if n := f.Node("api1"); !n.Is("lb/api", "s1") || !n.Is("lb/old", "x") || n.Is("lb/web", "s1") {
		t.Error("api1 is lb/api/s1 and lb/old/x")
	}
}

// Two balancers may call two servers alike: a word of one is not a copy of the other's, and heals nothing of it.
func TestTwoBalancersOfOneConfiguration(t *testing.T) {
	f := twins()
	f = Fold(f, record.Sample{At: start, Source: record.SourceHAProxy, Node: "lb2", HAProxy: &record.HAProxy{Servers: []record.Server{
		{Pxname: "web", Svname: "s1", Addr: "10.0.0.11:80", Status: record.ParseStatus("UP")}}}})
	say := func(seconds float64, balancer string, to record.State) {
		f = Fold(f, line(record.Line{At: at(seconds), Node: balancer, Text: "x", State: &record.StateChange{Backend: "web", Server: "s1", To: to}}))
	}
	say(1, "lb", record.Maint)
	say(1.1, "lb2", record.Maint)
	say(5, "lb2", record.Up)
	if len(f.Faults) != 1 || len(told(f, event.KindServer)) != 2+3 { // and that x was removed and s1 added

		t.Errorf("faults %v, told %q", f.Faults, told(f, event.KindServer))
	}
	say(6, "lb", record.Up)
	if len(f.Faults) != 0 {
		t.Errorf("still open: %v", f.Faults)
	}
}

// What a server inherits is as what it tracks: found out, or asked for.
func TestInheritedMaintenance(t *testing.T) {
	page := func(seconds float64, tracked, follower string) record.Sample {
		return haproxy(seconds, server("db1", tracked, nil), server("db2", follower, nil))
	}
	f := play(containers(0, nil), page(0.5, "UP", "UP"), page(1, "MAINT (resolution)", "MAINT (via servers/db1)"))
	if len(f.Faults) != 0 {
		t.Errorf("nobody asked: %v", f.Faults)
	}
	wantTold(t, f, []event.Kind{event.KindServer}, "1s servers/db1 MAINT (resolution), L7OK after 0 ms: its name does not resolve", "1s servers/db2 MAINT (via servers/db1), L7OK after 0 ms")
	for _, e := range f.Timeline {
		if e.Kind == event.KindServer && e.To != Unresolved {
			t.Errorf("%s: %s", e.Subject, e.To)
		}
	}
	f = play(containers(0, nil), page(0.5, "UP", "UP"), page(1, "MAINT", "MAINT (via servers/db1)"))
	if len(f.Faults) != 1 || f.Faults[0].Target != "db1" {
		t.Errorf("somebody asked it of db1 alone: %v", f.Faults)
	}
}

// A container that is gone from DNS is detected by that, and its truth is no contradiction; one that runs is one.
func TestUnresolvedIsGivenUp(t *testing.T) {
	f := play(containers(0, nil), haproxy(0.5, server("db1", "UP", nil)), docker(1, "db1", "kill", "15"), docker(1.1, "db1", "die", "0"),
		haproxy(2, server("db1", "MAINT (resolution)", nil)))
	w := f.Stopwatch("db1")
	wantMoment(t, w, stopwatch.Detected, 2, event.ByPoll)
	if row := f.Truth(f.Node("db1")); row.Admin != "ready" || row.Oper != "MAINT (resolution)" || len(row.Disagree) != 0 {
		t.Errorf("%+v", row)
	}
	f = play(containers(0, nil), haproxy(0.5, server("db1", "UP", nil)), haproxy(2, server("db1", "MAINT (resolution)", nil)), haproxy(30, server("db1", "MAINT (resolution)", nil)))
	if n := f.Node("db1"); n.Health != Down || foldingOf(f).contradictions(n) != runsButDown {
		t.Errorf("%s, quarrels %b", n.Health, foldingOf(f).contradictions(n))
	}
	if len(f.Stopwatches) != 1 || f.Stopwatches[0].Kind != record.Outage {
		t.Errorf("nobody stopped it: %+v", f.Stopwatches)
	}
}

// A node that is gone, and one of its servers is still UP.
func TestOneServerOfADeadNodeIsKept(t *testing.T) {
	page := func(seconds float64, web, api string) record.Sample {
		api1 := server("db1", api, nil)
		api1.Pxname = "writes"
		return haproxy(seconds, server("db1", web, nil), api1)
	}
	f := play(containers(0, nil), idle, page(0.5, "UP", "UP"), docker(1, "db1", "kill", "9"), docker(1, "db1", "die", "137"), page(2, "DOWN", "UP"))
	n := f.Node("db1")
	if foldingOf(f).contradictions(n)&deadButUp == 0 || f.contradictionPhrase(n, deadButUp).String() != "Docker: exited, HAProxy: UP as writes/db1" {
		t.Errorf("quarrels %b, %s", foldingOf(f).contradictions(n), f.contradictionPhrase(n, deadButUp))
	}
	if w := f.Stopwatch("db1"); !w.Out.IsZero() {
		t.Error("it still gets traffic")
	}
	f = Fold(f, docker(10, "db1", "start", ""))
	if w := f.Stopwatch("db1"); len(w.Findings) != 1 || w.Findings[0].String() != "HAProxy kept writes/db1 UP" {
		t.Errorf("findings %q", w.Findings)
	}
	f = Fold(f, page(12, "UP", "UP"))
	wantMoment(t, f.Stopwatch("db1"), stopwatch.Back, 12, event.ByPoll)
}

// What HAProxy had taken out already cannot be kept UP by it.
func TestPausedWhileOut(t *testing.T) {
	maint := record.Fault{Kind: record.SetMaint, Target: "db1"}
	f := play(containers(0, nil), haproxy(0.5, server("db1", "UP", nil)), you(1, record.Act{Inject: &maint}), stateLine(1.1, "db1", record.Maint, ""),
		haproxy(1.2, server("db1", "MAINT", nil)), docker(2, "db1", "pause", ""), docker(10, "db1", "unpause", ""))
	w := f.Stopwatch("db1")
	if len(w.Findings) != 1 || w.Findings[0].String() != "paused for 8.00 s, while HAProxy had already taken it out (MAINT)" {
		t.Errorf("findings %q", w.Findings)
	}
}

// A container that was made again at another address: HAProxy, which has looked its name up once, keeps the old one.
func TestTheOldAddressIsNamed(t *testing.T) {
	moved := lab
	moved.Nodes = slices.Clone(lab.Nodes)
	for i := range moved.Nodes {
		if moved.Nodes[i].Name == "db1" {
			moved.Nodes[i].Addrs = []string{"10.0.1.9"}
		}
	}
	at := func(addr string) string {
		down := server("db1", "DOWN", func(s *record.Server) { s.Addr, s.CheckStatus = addr, "L4TOUT" })
		f := play(record.Sample{At: at(0), Source: record.SourceTopology, Topology: &moved}, containers(0, nil), haproxy(1, down))
		return f.contradictionPhrase(f.Node("db1"), runsButDown).String()
	}
	for addr, want := range map[string]string{
		"10.0.1.2:3306": "Docker: running, HAProxy: DOWN (it looks at 10.0.1.2, and db1 is at 10.0.1.9)",
		"10.0.1.9:3306": "Docker: running, HAProxy: DOWN (L4TOUT)",
		"":              "Docker: running, HAProxy: DOWN (L4TOUT)",
		"unix":          "Docker: running, HAProxy: DOWN (L4TOUT)",
	} {
		if got := at(addr); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
	for i := range moved.Nodes { // the Runtime API says it where the page does not
		if moved.Nodes[i].Name == "db1" {
			moved.Nodes[i].SoughtAt = "10.0.1.2"
		}
	}
	if got := at(""); !strings.Contains(got, "it looks at 10.0.1.2, and db1 is at 10.0.1.9") {
		t.Error(got)
	}
}

// unaddressed is a project whose page has no addresses: what is read of the configuration names the nodes of its slots.
func unaddressed(seconds float64, nodes ...record.Node) record.Sample {
	all := []record.Node{{Name: "haproxy", Kind: record.KindHAProxy}}
	for _, n := range nodes {
		all[0].To = append(all[0].To, n.Name)
		all = append(all, n)
	}
	return record.Sample{At: at(seconds), Source: record.SourceTopology, Topology: &record.Topology{Project: "shop", Nodes: all}}
}

// A server of which the page has no address is the node that it was, also when its container is gone for a while or for good.
func TestNodesOfServersWithoutAddresses(t *testing.T) {
	web := func(name, serves, addr string) record.Node {
		n := record.Node{Name: name, Kind: record.KindServer, Addrs: []string{addr}}
		if serves != "" {
			n.Serves = []string{"servers/" + serves}
		}
		return n
	}
	slots := record.Sample{At: at(0), Source: record.SourceSettings, Node: "haproxy", Settings: &record.Settings{
		Checks: []record.Check{{Backend: "servers", Server: "s1", Slot: true}, {Backend: "servers", Server: "s2", Slot: true}}}}
	page := func(seconds float64, s1, s2 string) record.Sample {
		count := func(s *record.Server) { s.Stot = int64(100 * (seconds + 1)) }
		return haproxy(seconds, server("s1", s1, count), server("s2", s2, count))
	}
	both := []record.Sample{unaddressed(0, web("web_1", "s1", "10.0.0.1"), web("web_2", "s2", "10.0.0.2")), slots, page(0.5, "UP", "UP")}
	killed := append(slices.Clone(both), docker(1, "web_2", "kill", "9"), docker(1, "web_2", "die", "137"))
	const free = "MAINT (resolution)"

	f := play(append(slices.Clone(killed), unaddressed(1.2, web("web_1", "s1", "10.0.0.1"), web("web_2", "", "10.0.0.2")), page(2, "UP", free))...)
	wantMoment(t, f.Stopwatch("web_2"), stopwatch.Detected, 2, event.ByPoll)
	if f.Free(f.row("servers", "s2")) {
		t.Error("the slot of a node that was killed is free")
	}

	f = play(append(slices.Clone(killed), unaddressed(1.2, web("web_1", "s1", "10.0.0.1")), stateLine(3, "s2", record.Down, "Layer4 timeout"),
		unaddressed(4, web("web_1", "s1", "10.0.0.1"), web("web_2", "s2", "10.0.0.9")))...)
	wantMoment(t, f.Stopwatch("web_2"), stopwatch.Detected, 3, event.ByLog)

	// Made again within a second, before a list of containers could be told from one of before the kill: the next list shows it.
	list := func(seconds float64) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceDocker, Containers: []record.Container{{Node: "haproxy", State: "running", Networks: 1, Started: at(-60)},
			{Node: "web_1", State: "running", Networks: 1, Started: at(-60)}, {Node: "web_2", State: "running", Networks: 1, Started: at(1.8)}}}
	}
	f = play(append(slices.Clone(killed), unaddressed(1.2, web("web_1", "s1", "10.0.0.1")), unaddressed(1.9, web("web_1", "s1", "10.0.0.1"), web("web_2", "s2", "10.0.0.2")), list(2), list(8))...)
	if len(f.Faults) > 0 || !f.Stopwatch("web_2").Moments[stopwatch.Healed].Seen() {
		t.Errorf("a container that was made again is still broken: %v", f.Faults)
	}

	f = play(append(slices.Clone(both), unaddressed(1.2, web("web_1", "s1", "10.0.0.1")), page(2, "UP", free))...)
	if s := f.row("servers", "s2"); !f.Free(s) || len(f.Faults) > 0 || slices.ContainsFunc(f.Timeline, func(e event.Event) bool { return e.To == Unresolved }) {
		t.Errorf("the slot of a node that was removed: free %v, faults %v, timeline %v", f.Free(s), f.Faults, f.Timeline)
	}

	// Nor does anybody wait for the log of one that was removed, asked for before or after.
	unread := func(seconds float64) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: "web_2", Err: "no such container"}
	}
	f = play(append(slices.Clone(both), unread(1), unaddressed(1.2, web("web_1", "s1", "10.0.0.1")), unread(1.3))...)
	if s := f.Source(record.SourceLogs, "web_2"); s != nil {
		t.Errorf("%+v", s)
	}

	// The one container that stays has another name then, and has not left.
	f = play(append(slices.Clone(both), unaddressed(1.2, web("web", "s1", "10.0.0.1")))...)
	if said := fmt.Sprint(f.Timeline); strings.Contains(said, "web_1 left") || !strings.Contains(said, "web_2 left") {
		t.Errorf("%v", said)
	}

	// A slot that gets a server is named, before it is known which container that is.
	f = play(unaddressed(0, web("web_1", "s1", "10.0.0.1")), slots, page(0.5, "UP", free), page(1, "UP", "UP"), stateLine(0.9, "s2", record.Up, "resolves again"))
	e := f.Timeline[len(f.Timeline)-1]
	if e.Subject != "servers/s2" || e.To != "joined" || e.Severity != event.Info {
		t.Errorf("%+v", e)
	}
}
