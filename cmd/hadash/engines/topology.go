package engines

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"hadash/record"
)

// part is what an Engine has of the project.
type part struct {
	m     *member
	top   record.Topology
	began map[string]time.Time // of its containers, by node
}

// Topology joins what the Engines have, by their labels. An Engine that does not answer has what it had.
func (p *Project) Topology(ctx context.Context) (record.Topology, error) {
	parts, errs := make([]part, len(p.members)), make([]error, len(p.members))
	var all sync.WaitGroup
	for i, m := range p.members {
		all.Go(func() {
			parts[i].m = m
			parts[i].top, errs[i] = m.topology(ctx)
			m.mu.Lock()
			parts[i].began = m.began
			m.mu.Unlock()
		})
	}
	all.Wait()
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
	p.mu.Lock()
	p.reached = map[string][]string{}
	for i := range top.Nodes {
		p.reached[top.Nodes[i].Name] = top.Nodes[i].Reached
	}
	p.mu.Unlock()
	return top
}

// settle finds out which Engine has each node: of a task that a swarm has moved, the one where it began last, and none if that is not
// watched.
func (p *Project) settle(parts []part) map[string]*member {
	home, began := map[string]*member{}, map[string]time.Time{}
	for _, x := range parts {
		names := slices.Clone(x.top.Others)
		for _, n := range x.top.Nodes {
			names = append(names, n.Name)
		}
		for _, name := range names {
			if p.elsewhere(name) {
				continue
			}
			at := x.began[name]
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
