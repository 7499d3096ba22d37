package incident

import (
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/record"
)

// start is when every scenario begins.
var start = time.Date(2026, 11, 23, 14, 48, 55, 0, time.UTC)

func at(seconds float64) time.Time { return start.Add(time.Duration(seconds * float64(time.Second))) }

// lab is the topology of the experiment, small.
var lab = record.Topology{Project: "lab", Stack: "tuned", DB: "mariadb", Nodes: []record.Node{
	{Name: "k6", Role: record.RoleLoad, To: []string{"nginx"}},
	{Name: "nginx", Role: record.RoleWeb, To: []string{"app1", "app2"}, Upstream: []string{"service"}},
	{Name: "app1", Role: record.RoleApp, Addrs: []string{"172.28.44.31"}},
	{Name: "app2", Role: record.RoleApp, Addrs: []string{"172.28.44.32"}},
	{Name: "haproxy", Role: record.RoleBalancer, Upstream: []string{"servers"}},
	{Name: "db1", Role: record.RoleReplica, Addrs: []string{"172.28.44.21"}},
	{Name: "db2", Role: record.RoleReplica, Addrs: []string{"172.28.44.22"}},
}}

// play folds samples from nothing.
func play(samples ...record.Sample) Frame {
	var f Frame
	for _, s := range append([]record.Sample{{At: start, Source: record.SourceTopology, Topology: &lab}}, samples...) {
		f = Fold(f, s)
	}
	return f
}

func server(name, status string, change func(*record.Server)) record.Server {
	s := record.Server{Pxname: "servers", Svname: name, Status: record.ParseStatus(status), CheckStatus: "L7OK"}
	if change != nil {
		change(&s)
	}
	return s
}

func haproxy(seconds float64, servers ...record.Server) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceHAProxy, Node: "haproxy",
		HAProxy: &record.HAProxy{Pid: 8, Servers: servers}}
}

func docker(seconds float64, node, action, detail string) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceDocker,
		Docker: &record.DockerEvent{Node: node, Action: action, Detail: detail}}
}

func containers(seconds float64, state map[string]string) record.Sample {
	var all []record.Container
	for _, n := range lab.Nodes {
		c := record.Container{Node: n.Name, State: "running", Networks: 1, Started: at(-3600)}
		if s := state[n.Name]; s != "" {
			c.State = s
		}
		if c.State == "exited" {
			c.Finished = at(seconds)
		}
		all = append(all, c)
	}
	return record.Sample{At: at(seconds), Source: record.SourceDocker, Containers: all}
}

func line(l record.Line) record.Sample {
	return record.Sample{At: l.At, Source: record.SourceLogs, Node: l.Node, Logs: &record.Logs{Lines: []record.Line{l}}}
}

// idle is k6's answer while nobody wants a load: until it was asked, that is not known.
var idle = record.Sample{At: start, Source: record.SourceK6, Node: "k6", Err: "connection refused"}

// remembered is an event of Docker's memory: it reaches back so far.
var remembered = docker(-60, "nginx", "health_status", "healthy")

func you(seconds float64, a record.Act) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceYou, Act: &a}
}

// told is the timeline without what the test does not care for.
func told(f Frame, kinds ...event.Kind) []string {
	var out []string
	for _, e := range f.Timeline {
		for _, k := range kinds {
			if e.Kind == k {
				out = append(out, e.At.Sub(start).String()+" "+e.Says.String())
			}
		}
	}
	return out
}

func wantTold(t *testing.T, f Frame, kinds []event.Kind, want ...string) {
	t.Helper()
	got := told(f, kinds...)
	if len(got) != len(want) {
		t.Fatalf("got %d events, want %d:\n%q\n%q", len(got), len(want), got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("event %d:\n got %q\nwant %q", i, got[i], want[i])
		}
	}
}

// A hangup ends nothing: what dies some time after it did not die of it.
func TestReloadIsNoFault(t *testing.T) {
	f := play(docker(1, "nginx", "kill", "1"))
	if len(f.Faults) > 0 || len(f.Timeline) != 1 || f.Timeline[0].To != "reload" {
		t.Errorf("faults %v, told %+v", f.Faults, f.Timeline)
	}
	f = Fold(f, docker(5, "nginx", "die", "139"))
	if len(f.Faults) != 1 || f.Faults[0].Kind != record.Crash || !f.Faults[0].At.Equal(at(5)) {
		t.Errorf("it is %v, want a crash at its end", f.Faults)
	}
}
