package stack

import (
	"slices"
	"strings"
	"testing"

	"hadash/record"
	"hadash/stack/label"
)

// scale makes the containers of app2 and mysql-slave1 the second and the tenth of app1.
func (f *fakeEngine) scale() {
	for service, number := range map[string]string{"app1": "1", "app2": "2", "mysql-slave1": "10"} {
		c := f.of(service)
		c.Config.Labels[label.Number] = number
		for _, s := range f.list {
			if s.ID == c.ID {
				s.Labels[label.Number] = number
			}
		}
	}
	for _, service := range []string{"app2", "mysql-slave1"} {
		c := f.of(service)
		c.Config.Labels[label.Service] = "app1"
		for _, s := range f.list {
			if s.ID == c.ID {
				s.Labels[label.Service] = "app1"
			}
		}
	}
}

// Every container of a scaled service is a node: seen, broken and healed apart.
func TestScaledService(t *testing.T) {
	f := newFakeEngine(t)
	state := f.of("app2").State
	state.Status, state.Paused, state.Running = "running", false, true
	for i := range f.list {
		if f.list[i].ID == f.of("app2").ID {
			f.list[i].State = "running"
		}
	}
	second := f.of("app2").ID
	f.scale()
	p := f.project()
	top, err := p.Topology(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, n := range top.Nodes {
		if strings.HasPrefix(n.Name, "app1") {
			names = append(names, n.Name)
		}
	}
	if want := []string{"app1_1", "app1_2", "app1_10"}; !slices.Equal(names, want) {
		t.Errorf("nodes %v, want %v", names, want)
	}
	if nginx, _ := top.Node("nginx"); !slices.Equal(nginx.To, []string{"app1_1", "app1_2", "app1_10", "app2", "app3"}) {
		t.Errorf("nginx leads to %v", nginx.To)
	}
	all, err := p.Containers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(all, func(c record.Container) bool { return c.Node == "app1_2" }); i < 0 || all[i].ID != second {
		t.Errorf("app1_2 is another container: %+v", all)
	}
	if err := p.Inject(t.Context(), record.Fault{Target: "app1_2", Kind: record.Kill}); err != nil {
		t.Fatal(err)
	}
	if a := f.actions(); !slices.Contains(a, "/containers/app1_2/kill") {
		t.Errorf("%v, want a kill of app1_2", a)
	}
	err = p.Inject(t.Context(), record.Fault{Target: "app1", Kind: record.Kill})
	if err == nil || !strings.Contains(err.Error(), "the service has several, app1_1, app1_2, app1_10") {
		t.Errorf("a fault of all of them at once: %v", err)
	}
}

// A kind makes a node of a service that has no role.
func TestKindWithoutRole(t *testing.T) {
	f := newFakeEngine(t)
	f.only("init")
	f.list[0].Labels[label.Kind] = "server"
	f.of("init").Config.Labels[label.Kind] = "server"
	top, err := f.project().Topology(t.Context())
	if err != nil || len(top.Nodes) != 1 || top.Nodes[0].Name != "init" || !top.Nodes[0].Runs(record.KindServer) || top.Nodes[0].Role != "" {
		t.Errorf("%+v, %v", top.Nodes, err)
	}
}
