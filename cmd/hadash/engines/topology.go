package engines

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"hadash/record"
)

// part is what an Engine has of the project.
type part struct {
	m          *member
	top        record.Topology
	containers map[string]record.Container // by node
}

// Topology joins what the Engines have, by their labels. An Engine that does not answer has what it had.
func (p *Project) Topology(ctx context.Context) (record.Topology, error) {
	var parts []part
	var errs []error
	for _, m := range p.members {
		t, err := m.topology(ctx)
		x := part{m: m, top: t, containers: map[string]record.Container{}}
		if err == nil {
			var all []record.Container
			all, err = m.Containers(ctx)
			for _, c := range all {
				x.containers[c.Node] = c
			}
		}
		errs = append(errs, err)
		parts = append(parts, x)
	}
	if !slices.Contains(errs, nil) {
		return record.Topology{}, errors.Join(errs...)
	}
	return p.joined(parts), nil
}

// joined is the project whose parts these are.
func (p *Project) joined(parts []part) record.Topology {
	top := record.Topology{Project: p.Name()}
	home, services := p.settle(parts), map[string][]string{}
	for _, x := range parts {
		top.Hosts = append(top.Hosts, record.Host{Name: x.m.Host(), Swarm: p.hostname(x.m)})
		top.Stack, top.DB = cmp.Or(top.Stack, x.top.Stack), cmp.Or(top.DB, x.top.DB)
		top.NoNetem = top.NoNetem || x.top.NoNetem
		for _, n := range x.top.Nodes {
			if home[n.Name] == x.m {
				top.Nodes = append(top.Nodes, n)
			}
		}
		for _, name := range x.top.Others {
			if home[name] == x.m {
				top.Others = append(top.Others, name)
			}
		}
		for node, service := range x.m.services() {
			if home[node] == x.m {
				services[service] = append(services[service], node)
			}
		}
	}
	p.addUnwatched(&top, services)
	for i := range top.Nodes {
		n := &top.Nodes[i]
		n.To, n.Writes = everyOf(services, n.To), everyOf(services, n.Writes)
	}
	slices.SortStableFunc(top.Nodes, func(a, b record.Node) int {
		return cmp.Or(cmp.Compare(slices.Index(record.Roles, a.Role), slices.Index(record.Roles, b.Role)), strings.Compare(a.Name, b.Name))
	})
	slices.Sort(top.Others)
	return top
}

// settle finds out which Engine has each node: of a task that a swarm has moved, the one where it began last.
func (p *Project) settle(parts []part) map[string]*member {
	home, began := map[string]*member{}, map[string]time.Time{}
	for _, x := range parts {
		names := slices.Clone(x.top.Others)
		for _, n := range x.top.Nodes {
			names = append(names, n.Name)
		}
		for _, name := range names {
			at := x.containers[name].Started
			if home[name] == nil || at.After(began[name]) {
				home[name], began[name] = x.m, at
			}
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.home = home
	return home
}

func (m *member) services() map[string]string {
	if p := m.known(); p != nil {
		return p.Services()
	}
	return nil
}

// everyOf puts every node of a service in the place of its name.
func everyOf(nodes map[string][]string, services []string) (out []string) {
	for _, service := range services {
		if all := slices.Sorted(slices.Values(nodes[service])); len(all) > 0 {
			out = append(out, all...)
			continue
		}
		out = append(out, service)
	}
	return out
}
