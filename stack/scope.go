package stack

import (
	"context"
	"maps"
	"slices"
	"strings"

	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
)

// scope lists the containers of the project: those of the compose project of its name; else those of the swarm's stack, as far as they
// run on this Engine; else the container of that name, with those that are on a network with it and belong to no project either.
func (p *Project) scope(ctx context.Context) ([]container.Summary, error) {
	for _, owner := range []string{label.Project, label.Namespace} {
		all, err := p.api.ContainerList(ctx, container.ListOptions{All: true, Filters: filters.NewArgs(filters.Arg("label", owner+"="+p.name))})
		if err != nil {
			return nil, err
		}
		if len(all) == 0 {
			continue
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
	}
	label.Clean(labels)
	return labels
}
