package stack

import (
	"slices"
	"strings"
	"testing"

	"hadash/record"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// as gives the recorded containers other labels and names.
func (f *fakeEngine) as(labels func(service string) map[string]string) {
	for _, c := range f.containers {
		service := c.Config.Labels[label.Service]
		for i := range f.list {
			if f.list[i].ID == c.ID {
				f.list[i].Names = []string{"/other/link", "/" + service}
				f.list[i].Labels = labels(service)
			}
		}
		c.Config.Labels = labels(service)
	}
}

func namesOf(t *testing.T, p *Project) (names []string) {
	t.Helper()
	all, err := p.Containers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		names = append(names, c.Node)
	}
	return names
}

// The tasks of a swarm's stack have other labels than Compose's: they are found by them, and are broken apart.
func TestSwarm(t *testing.T) {
	f := newFakeEngine(t)
	f.only("app1", "app2", "haproxy", "init")
	f.as(func(service string) map[string]string {
		name, number := strings.TrimRight(service, "12"), strings.TrimLeft(service, "ap")
		if name == service {
			number = "1"
		}
		return map[string]string{label.Namespace: "hadash-up", label.SwarmService: "hadash-up_" + name, label.SwarmTask: "hadash-up_" + name + "." + number + ".x2k9"}
	})
	p := f.project()
	if got := namesOf(t, p); !slices.Equal(got, []string{"app_1", "app_2", "haproxy", "init"}) {
		t.Errorf("nodes %q", got)
	}
	if err := p.Inject(t.Context(), record.Fault{Target: "app_1", Kind: record.Kill}); err != nil {
		t.Error(err)
	}
	all, err := p.Facts(t.Context())
	if err != nil || len(all) != 4 || all[0].Service != "app" || all[0].Number != 1 {
		t.Errorf("%v, %+v", err, all)
	}
}

// A container that no project has is one by its name, with its neighbours on a network that is not everybody's.
func TestContainerByItsName(t *testing.T) {
	f := newFakeEngine(t)
	f.only("app1", "app2", "haproxy", "init", "k6")
	f.as(func(service string) map[string]string {
		if service == "k6" {
			return map[string]string{label.Project: "another", label.Service: "k6"}
		}
		return map[string]string{}
	})
	for i := range f.list {
		on := "lab"
		if f.list[i].ID == f.list[1].ID {
			on = "bridge"
		}
		f.list[i].NetworkSettings = &container.NetworkSettingsSummary{Networks: map[string]*network.EndpointSettings{on: {}}}
	}
	p := f.project()
	p.name = "haproxy"
	if got := namesOf(t, p); !slices.Equal(got, []string{"app1", "haproxy", "init"}) {
		t.Errorf("nodes %q", got)
	}
	if _, err := p.target(t.Context(), "app1"); err != nil {
		t.Error(err)
	}
	p = f.project()
	p.name = "nobody"
	if got := namesOf(t, p); len(got) != 0 {
		t.Errorf("nodes %q", got)
	}
}
