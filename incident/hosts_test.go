package incident

import (
	"testing"
	"time"

	"hadash/record"
)

// Where there are several Engines, each lists its own containers: the list of one removes none of another's, and a task that a swarm
// has moved is where it began last.
func TestListsOfSeveralEngines(t *testing.T) {
	began := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	top := record.Topology{Hosts: []record.Host{{Name: "east"}, {Name: "west"}},
		Nodes: []record.Node{{Name: "web", Role: record.RoleApp}, {Name: "db@west", Role: record.RoleApp}}}
	is := func(node, host, state string, started time.Duration) record.Container {
		return record.Container{Node: node, Host: host, ID: node + host, State: state, Started: began.Add(started), Networks: 1}
	}
	f := Fold(NewFrame(began), record.Sample{At: began, Source: record.SourceTopology, Topology: &top})
	list := func(at time.Duration, host string, all ...record.Container) {
		f = Fold(f, record.Sample{At: began.Add(at), Source: record.SourceDocker, Node: host, Containers: append([]record.Container{}, all...)})
	}
	want := func(when, node, host, state string) {
		t.Helper()
		if c := f.Node(node).Container; c.Host != host || c.State != state {
			t.Errorf("%s: %s is %q at %q, want %q at %q", when, node, c.State, c.Host, state, host)
		}
	}
	list(time.Second, "east", is("web", "east", "running", 0))
	list(time.Second, "west", is("db@west", "west", "running", 0))
	want("after both lists", "web", "east", "running")
	want("after both lists", "db@west", "west", "running")
	list(10*time.Second, "west", is("web", "west", "running", 9*time.Second), is("db@west", "west", "running", 0))
	list(11*time.Second, "east", is("web", "east", "exited", 0))
	want("after the move", "web", "west", "running")
	f = Fold(f, record.Sample{At: began.Add(12 * time.Second), Source: record.SourceDocker, Node: "west", Err: "connection refused"})
	want("while its Engine is silent", "web", "west", "running")
	if s := f.Docker(f.Node("web")); s == nil || !s.Stale() || s.Node != "west" {
		t.Errorf("the source of a node at a silent Engine is %+v", s)
	}
	if s := f.Source(record.SourceDocker, "east"); s == nil || s.Stale() {
		t.Errorf("the other Engine is %+v", s)
	}
	list(13*time.Second, "west", is("db@west", "west", "running", 0))
	want("after its container is gone", "web", "west", "")
}
