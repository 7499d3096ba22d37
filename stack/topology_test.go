package stack

import (
	"slices"
	"testing"

	"hadash/record"
	"hadash/stack/label"

	"github.com/google/go-cmp/cmp"
)

func TestTopology(t *testing.T) {
	f := newFakeEngine(t)
	f.only("app1", "mysql-slave1", "nginx", "k6", "mysql-master", "haproxy", "app2", "init")
	got, err := f.project().Topology(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	app := record.Node{
		Name: "app1", Role: record.RoleApp, Image: "hadash-up/profile:lab", Status: "http://:9081/healthz",
		To: []string{"haproxy"}, Writes: []string{"mysql-master"}, Addrs: []string{"172.28.55.31"},
	}
	app2 := app
	app2.Name, app2.Status, app2.Addrs = "app2", "http://:9082/healthz", []string{"172.28.55.32"}
	want := record.Topology{Project: "hadash-up", Others: []string{"init"}, Nodes: []record.Node{
		{
			Name: "k6", Role: record.RoleLoad, Image: "hadash-up/k6:lab", Status: "http://:6565/",
			To: []string{"nginx"}, Addrs: []string{"172.28.55.50"},
		},
		{
			Name: "nginx", Role: record.RoleWeb, Image: "hadash-up/nginx:lab", Status: "http://:9079/state",
			To: []string{"app1", "app2", "app3"}, Upstream: []string{"service"},
			Config: []string{"/etc/hadash/nginx.conf"}, Addrs: []string{"172.28.55.40"},
		},
		app, app2,
		{
			Name: "haproxy", Role: record.RoleBalancer, Image: "hadash-up/haproxy:lab", Status: "http://:4480/;csv",
			To: []string{"mysql-slave1", "mysql-slave2", "mysql-slave3"}, Upstream: []string{"servers"},
			Config: []string{"/etc/hadash/haproxy.cfg"}, Addrs: []string{"172.28.55.10"},
		},
		{ // stopped, but its address is known
			Name: "mysql-slave1", Role: record.RoleReplica, Image: "hadash-up/mariadb:lab",
			Status: "mysql://hadash@:3306/", Addrs: []string{"172.28.55.21"},
		},
		{
			Name: "mysql-master", Role: record.RoleMaster, Image: "hadash-up/mariadb:lab",
			Status: "mysql://hadash@:3306/", Addrs: []string{"172.28.55.20"},
		},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestTopologyNamesStackAndDB(t *testing.T) {
	f := newFakeEngine(t)
	f.only("nginx", "app1")
	for i := range f.list {
		f.list[i].Labels["hadash.stack"], f.list[i].Labels["hadash.db"] = "tuned", "mysql"
	}
	got, err := f.project().Topology(t.Context())
	if err != nil || got.Stack != "tuned" || got.DB != "mysql" {
		t.Errorf("stack %q, db %q, error %v; want tuned, mysql", got.Stack, got.DB, err)
	}
}

// A scaled service is represented by its newest container; containers of `compose run` do not count, nor does a
// container of another project that passed the filter.
func TestOneContainerAService(t *testing.T) {
	f := newFakeEngine(t)
	f.only("app1")
	old, run, foreign := f.list[0], f.list[0], f.list[0]
	old.ID, old.Created = "old", old.Created-60
	run.ID, run.Created = "run", run.Created+60
	run.Labels = map[string]string{label.Project: "hadash-up", label.Service: "app1", label.Oneoff: "True"}
	foreign.ID, foreign.Created = "foreign", foreign.Created+60
	foreign.Labels = map[string]string{label.Project: "other", label.Service: "app1", label.Oneoff: "False"}
	f.list = append(f.list, old, run, foreign)
	got, err := f.project().list(t.Context())
	if err != nil || len(got) != 1 || got[0].ID != f.of("app1").ID {
		t.Errorf("%d containers, first %v, error %v; want only the newest of app1", len(got), got, err)
	}
}

func TestContainers(t *testing.T) {
	f := newFakeEngine(t)
	f.only("app1", "app2", "mysql-slave1", "init")
	f.of("app1").NetworkSettings.Networks = nil // cut off
	f.of("app1").RestartCount = 2
	all, err := f.project().Containers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	type short struct {
		State, Health               string
		Exit, Restarts, Networks    int
		Began, EverEnded, IsRunning bool
	}
	want := map[string]short{
		"app1":         {State: "running", Health: "healthy", Restarts: 2, Began: true, EverEnded: true, IsRunning: true},
		"app2":         {State: "paused", Health: "unhealthy", Networks: 1, Began: true},
		"init":         {State: "exited", Networks: 1, Began: true, EverEnded: true},
		"mysql-slave1": {State: "exited", Health: "unhealthy", Networks: 1, Began: true, EverEnded: true},
	}
	got := map[string]short{}
	for _, c := range all {
		got[c.Node] = short{
			c.State, c.Health, c.ExitCode, c.Restarts, c.Networks, !c.Started.IsZero(), !c.Finished.IsZero(), c.Running(),
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A poll inspects only containers that changed according to the list or an event.
func TestContainersInspectsWhatChanged(t *testing.T) {
	f := newFakeEngine(t)
	f.only("app1", "app2", "haproxy", "mysql-slave1", "init")
	p := f.project()
	inspects := func() int {
		t.Helper()
		before := f.inspects
		if _, err := p.Containers(t.Context()); err != nil {
			t.Fatal(err)
		}
		return f.inspects - before
	}
	if n := inspects(); n != 5 {
		t.Fatalf("the first poll inspected %d containers, want all 5", n)
	}
	if n := inspects(); n != 0 {
		t.Errorf("a poll without a change inspected %d containers, want none", n)
	}
	for i, c := range f.list {
		if c.ID == f.of("app1").ID {
			f.list[i].State, f.list[i].Status = "exited", "Exited (137) 1 second ago"
		}
	}
	f.of("app1").State.Status = "exited"
	if n := inspects(); n != 1 {
		t.Errorf("after one container ended a poll inspected %d, want 1", n)
	}
	p.forget("app2") // as Events does
	if n := inspects(); n != 1 {
		t.Errorf("after an event a poll inspected %d containers, want 1", n)
	}
}

// A container whose address has changed is inspected again, even if its state is the same and no event has arrived.
func TestAnotherAddress(t *testing.T) {
	f := newFakeEngine(t)
	p := f.project()
	if _, err := p.Topology(t.Context()); err != nil {
		t.Fatal(err)
	}
	const moved = "10.99.0.7"
	c := f.of("app1")
	for name, e := range c.NetworkSettings.Networks {
		e.IPAddress = moved
		for _, s := range f.list {
			if s.ID == c.ID {
				s.NetworkSettings.Networks[name].IPAddress = moved
			}
		}
	}
	top, err := p.Topology(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range top.Nodes {
		if n.Name == "app1" && !slices.Contains(n.Addrs, moved) {
			t.Errorf("app1 is at %v, want %s", n.Addrs, moved)
		}
	}
}

// Anyone who may start a container writes its labels, whose values become names on the screen.
func TestLabelsAreCleaned(t *testing.T) {
	f := newFakeEngine(t)
	f.only("app1", "init")
	const evil = "\x1b]52;c;ZXZpbA==\x07\u202e\u200b"
	for i := range f.list {
		labels := f.list[i].Labels
		labels["hadash.stack"], labels["hadash.to"], labels["hadash.status"] = evil+"tuned", "ha"+evil+"proxy", "http://:9081/"+evil
		labels[label.Service] += evil
	}
	app := f.containers[f.list[0].ID].Config
	app.Image, app.Labels = "app"+evil, f.list[0].Labels
	p := f.project()
	got, err := p.Topology(t.Context())
	if err != nil || len(got.Nodes) != 1 {
		t.Fatal(err, got)
	}
	want := record.Topology{Project: "hadash-up", Stack: "tuned", Others: []string{"init"}, Nodes: []record.Node{{Name: "app1", Role: record.RoleApp, Image: "app",
		Status: "http://:9081/", To: []string{"haproxy"}, Writes: []string{"mysql-master"}, Addrs: []string{"172.28.55.31"}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if _, err := p.target(t.Context(), "app1"); err != nil {
		t.Errorf("the container of a cleaned name: %v", err)
	}
}
