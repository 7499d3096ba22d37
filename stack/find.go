package stack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"hadash/host"
	"hadash/stack/label"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
)

// fresh is how long an inspection of a container is trusted: longer than the time between two lists of the watch, which
// confirm it. An event of the container ends it.
const fresh = 4 * time.Second

var errNoContainer = errors.New("no container")

// believed is how long the list may confirm an inspection. A change that shows neither in the list nor in an event (not
// a label, but a restart count) is noticed after this time at the latest.
const believed = 2 * time.Minute

type inspected struct {
	at    time.Time // when it was last confirmed
	first time.Time // when it was inspected
	c     container.InspectResponse
}

// list returns the containers of the project (see scope), stopped ones included, ordered by the name of their node, which is in
// label.Node. Of two containers with one number the newer counts: Compose is replacing the other. Containers of
// "compose run" are left out.
func (p *Project) list(ctx context.Context) ([]container.Summary, error) {
	all, err := p.scope(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the containers of project %s: %w", p.name, err)
	}
	newest := map[numbered]container.Summary{}
	of := map[string]int{} // containers of a service
	for _, c := range all {
		if c.Labels[label.Project] != p.name || oneoff(c.Labels) {
			continue
		}
		n := numberedOf(c.Labels)
		have, ok := newest[n]
		if !ok {
			of[n.service]++
		}
		if !ok || c.Created > have.Created {
			newest[n] = c
		}
	}
	names, serves := make(map[string]string, len(newest)), make(map[string]string, len(newest))
	out := make([]container.Summary, 0, len(newest))
	for n, c := range newest {
		node := p.called(n, of[n.service])
		c.Labels[label.Node], names[c.ID], serves[node] = node, node, n.service
		out = append(out, c)
	}
	p.mu.Lock()
	p.names, p.serves = names, serves
	p.mu.Unlock()
	slices.SortFunc(out, func(a, b container.Summary) int {
		return byName(a.Labels[label.Node], b.Labels[label.Node])
	})
	return out, nil
}

// byName orders nodes by their names, and web_2 before web_10.
func byName(a, b string) int {
	x, m := apart(a)
	y, n := apart(b)
	return cmp.Or(strings.Compare(x, y), cmp.Compare(m, n), strings.Compare(a, b))
}

// apart splits the number off the end of a name; -1 if it has none.
func apart(name string) (string, int) {
	stem := strings.TrimRight(name, "0123456789")
	n, err := strconv.Atoi(name[len(stem):])
	if err != nil {
		return name, -1
	}
	return stem, n
}

// numbered is one container of a service.
type numbered struct {
	service, number string
	task            bool // of a swarm
}

func numberedOf(labels map[string]string) numbered {
	return numbered{labels[label.Service], labels[label.Number], labels[label.SwarmTask] != ""}
}

// called is the name of a node whose service has that many containers on this Engine. Where the project has several Engines, each
// has nodes of its own, "web@east"; but a task of a swarm keeps its name wherever it runs.
func (p *Project) called(n numbered, here int) string {
	_, err := strconv.Atoi(n.number)
	switch {
	case p.at == "":
		return n.node(here)
	case n.task && err != nil: // one on each host
		return n.service + "@" + p.at
	case !n.task:
		return n.node(here) + "@" + p.at
	case p.single != nil && p.single(n.service) && n.number == "1":
		return n.service
	case p.single != nil:
		return n.node(2)
	}
	return n.node(here)
}

// node is its name where the service has that many containers.
func (n numbered) node(all int) string {
	if all == 1 || n.number == "" {
		return n.service
	}
	return n.service + "_" + n.number
}

// Tasks returns the numbers of the tasks of a swarm that run on this Engine, by service.
func (p *Project) Tasks(ctx context.Context) (map[string][]string, error) {
	all, err := p.scope(ctx)
	out := map[string][]string{}
	for _, c := range all {
		if n := numberedOf(c.Labels); n.task && c.State == container.StateRunning {
			out[n.service] = append(out[n.service], n.number)
		}
	}
	return out, err
}

func oneoff(labels map[string]string) bool { return strings.EqualFold(labels[label.Oneoff], "true") }

// find returns the inspection of a service's container, which may be as old as fresh.
func (p *Project) find(ctx context.Context, node string) (container.InspectResponse, error) {
	p.mu.Lock()
	have, ok := p.seen[node]
	p.mu.Unlock()
	if ok && time.Since(have.at) < fresh {
		return have.c, nil
	}
	return p.findNow(ctx, node)
}

// findNow inspects a service's container now.
func (p *Project) findNow(ctx context.Context, node string) (container.InspectResponse, error) {
	all, err := p.list(ctx)
	if err != nil {
		return container.InspectResponse{}, err
	}
	var several []string
	for _, c := range all {
		if c.Labels[label.Node] == node {
			return p.inspect(ctx, node, c.ID)
		}
		if c.Labels[label.Service] == node {
			several = append(several, c.Labels[label.Node])
		}
	}
	if len(several) > 0 {
		return container.InspectResponse{}, fmt.Errorf("%w called %s in project %s: the service has several, %s",
			errNoContainer, node, p.name, strings.Join(several, ", "))
	}
	return container.InspectResponse{}, fmt.Errorf("%w of service %s in project %s; `docker compose up -d %s` creates it",
		errNoContainer, node, p.name, node)
}

// inspect inspects one container and keeps the result for find.
func (p *Project) inspect(ctx context.Context, node, id string) (container.InspectResponse, error) {
	at := time.Now()
	c, err := p.api.ContainerInspect(ctx, id)
	if errdefs.IsNotFound(err) {
		return c, fmt.Errorf("%w of service %s in project %s any more", errNoContainer, node, p.name)
	}
	if err != nil {
		return c, fmt.Errorf("inspect %s: %w", node, err)
	}
	if c.ContainerJSONBase == nil || c.State == nil || c.Config == nil || c.HostConfig == nil || c.NetworkSettings == nil {
		return c, fmt.Errorf("inspect %s: the Engine's answer is incomplete", node)
	}
	c.Config.Labels = p.adopted(id, c.Config.Labels)
	c.Config.Labels[label.Node] = node
	p.mu.Lock()
	p.seen[node] = inspected{at: at, first: at, c: c}
	p.mu.Unlock()
	return c, nil
}

// forget drops the inspection of a service that has changed.
func (p *Project) forget(node string) {
	p.mu.Lock()
	delete(p.seen, node)
	p.mu.Unlock()
}

// scope lists the containers of the project: those of the compose project of its name; else those of the swarm's stack, as far as they
// run on this Engine; else the container of that name, with those that are on a network with it and belong to no project either.
func (p *Project) scope(ctx context.Context) ([]container.Summary, error) {
	for _, owner := range []string{label.Project, label.Namespace} {
		all, err := p.api.ContainerList(ctx, container.ListOptions{All: true, Filters: filters.NewArgs(filters.Arg("label", owner+"="+p.name))})
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(all, func(c container.Summary) bool { return !oneoff(c.Labels) }) {
			continue // a helper of ours is none of a swarm's stack
		}
		for i := range all {
			label.Clean(all[i].Labels)
		}
		return all, nil
	}
	return p.byName(ctx)
}

// byName lists the container that has the project's name, and its neighbours.
func (p *Project) byName(ctx context.Context) ([]container.Summary, error) {
	all, err := p.api.ContainerList(ctx, container.ListOptions{All: true})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(c container.Summary) bool {
		return c.Labels[label.Project] != "" || c.Labels[label.Namespace] != "" || len(c.Names) == 0
	})
	i := slices.IndexFunc(all, func(c container.Summary) bool { return nameOf(&c) == p.name })
	if i < 0 {
		return nil, nil
	}
	named := all[i]
	all = slices.DeleteFunc(all, func(c container.Summary) bool { return c.ID != named.ID && !together(&c, &named) })
	alone := map[string]string{}
	for _, c := range all {
		alone[c.ID] = nameOf(&c)
	}
	p.mu.Lock()
	p.unowned = alone
	p.mu.Unlock()
	for i := range all {
		all[i].Labels = p.adopted(all[i].ID, all[i].Labels)
	}
	return all, nil
}

// nameOf is the name of a container. It has others: those by which "--link" knows it.
func nameOf(c *container.Summary) string {
	for _, name := range c.Names {
		if name = strings.TrimPrefix(name, "/"); !strings.Contains(name, "/") {
			return name
		}
	}
	return ""
}

// together reports whether two containers are on one network, other than the one that everybody is on.
func together(a, b *container.Summary) bool {
	if a.NetworkSettings == nil || b.NetworkSettings == nil {
		return false
	}
	for name := range a.NetworkSettings.Networks {
		if _, both := b.NetworkSettings.Networks[name]; both && name != "bridge" && name != "host" && name != "none" {
			return true
		}
	}
	return false
}

// adopted returns the labels of a container as Compose would have given them, cleaned.
func (p *Project) adopted(id string, labels map[string]string) map[string]string {
	p.mu.Lock()
	service := p.unowned[id]
	p.mu.Unlock()
	if labels == nil {
		labels = map[string]string{}
	}
	if service != "" {
		labels = maps.Clone(labels)
		labels[label.Project], labels[label.Service], labels[label.Number] = p.name, service, ""
		labels[host.Alone] = "true"
	}
	label.Clean(labels)
	return labels
}
