package stack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hadash/journal"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/haproxy"
	"hadash/stack/label"
)

// addrsOf returns a service's addresses, of several hosts also those where others reach it, and its name here. A target without a
// container can still be a server's name.
func (p *Project) addrsOf(ctx context.Context, target string) ([]string, error) {
	if strings.Contains(target, "/") {
		return nil, nil
	}
	c, err := p.find(ctx, target)
	switch {
	case errors.Is(err, errNoContainer) && p.elsewhere != nil:
		return p.elsewhere(target), nil
	case errors.Is(err, errNoContainer):
		return nil, nil
	case err != nil:
		return nil, err
	}
	out := append(p.addrs(c), p.reached(ctx, c)...)
	if p.at != "" { // its server may have the service's name, and no address now
		out = append(out, strings.TrimSuffix(target, record.AtHost("", p.at)))
	}
	return out, nil
}

// hereAs is the name that a node of this Engine has now: the hadash that wrote it down may have watched one Engine, or several.
func (p *Project) hereAs(node string) string {
	node, _, _ = strings.Cut(node, "@")
	if p.at != "" {
		node = record.AtHost(node, p.at)
	}
	return node
}

// balancers lists the HAProxies of the project, by their labels, and what these do not say as it is found. One that is not running
// has no status to read.
func (p *Project) balancers(ctx context.Context) ([]runtimeapi.Balancer, error) {
	all, err := p.list(ctx)
	if err != nil {
		return nil, err
	}
	var out []runtimeapi.Balancer
	whole := false
	for _, s := range all {
		if !isBalancer(s.Labels) {
			continue
		}
		b, runs, err := p.labelledBalancer(ctx, s.Labels[label.Node])
		if err != nil {
			return nil, err
		}
		if !runs {
			b.Status, b.NoStatus = nil, fmt.Errorf("%w: it is not running", runtimeapi.ErrGone)
		}
		whole = (whole || len(out) == 0) && tellsAdmin(s.Labels)
		out = append(out, b)
	}
	if whole {
		return out, nil
	}
	found, err := p.findBalancers(ctx)
	if err != nil && len(out) == 0 {
		return nil, err
	}
	for _, b := range found {
		i := slices.IndexFunc(out, func(l runtimeapi.Balancer) bool { return l.Node == b.Node })
		switch {
		case i < 0:
			out = append(out, b)
		case out[i].Admin == nil:
			out[i] = b
		}
	}
	if len(out) == 0 {
		return nil, noHAProxy{p.name}
	}
	return out, nil
}

// noHAProxy says that a project has none.
type noHAProxy struct{ project string }

func (e noHAProxy) Error() string {
	return "project " + e.project + " has no HAProxy: no service has the label hadash.role=balancer, and none was found"
}

func (noHAProxy) Is(target error) bool { return target == runtimeapi.ErrNoServer } //nolint:errorlint // that is what Is is for

// balancersOf finds the HAProxies of a project for the faults that are made at them.
type balancersOf struct{ *Project }

// All lists them.
func (p balancersOf) All(ctx context.Context) ([]runtimeapi.Balancer, error) { return p.balancers(ctx) }

// Addrs are the addresses of a service's container.
func (p balancersOf) Addrs(ctx context.Context, target string) ([]string, error) {
	return p.addrsOf(ctx, target)
}

// One is how one of them is spoken to now. One that is not running has forgotten everything that was set.
func (p balancersOf) One(ctx context.Context, s *journal.Server) (runtimeapi.Balancer, error) {
	b, runs, err := p.balancer(ctx, s.Balancer)
	if now := p.hereAs(s.Balancer); errors.Is(err, errNoContainer) && now != s.Balancer {
		b, runs, err = p.balancer(ctx, now)
	}
	switch {
	case errors.Is(err, errNoContainer):
		return b, fmt.Errorf("%w: %w", runtimeapi.ErrGone, err)
	case err == nil && !runs:
		return b, fmt.Errorf("%w: it is not running", runtimeapi.ErrGone)
	}
	return b, err
}

// balancer finds one balancer, and how it is spoken to now; runs reports whether it is running.
func (p *Project) balancer(ctx context.Context, node string) (b runtimeapi.Balancer, runs bool, err error) {
	c, err := p.target(ctx, node)
	if err != nil {
		return runtimeapi.Balancer{}, false, err
	}
	if !c.State.Running {
		return runtimeapi.Balancer{Node: node}, false, nil
	}
	if isBalancer(c.Config.Labels) && tellsAdmin(c.Config.Labels) {
		return p.labelledBalancer(ctx, node)
	}
	all, err := p.findBalancers(ctx)
	if err != nil {
		return runtimeapi.Balancer{}, true, err
	}
	for _, b := range all {
		if b.Node == node {
			return b, true, nil
		}
	}
	if isBalancer(c.Config.Labels) {
		return p.labelledBalancer(ctx, node)
	}
	return runtimeapi.Balancer{}, true, fmt.Errorf("%s is no HAProxy any more", node)
}

// labelledBalancer finds the addresses of a balancer by its labels.
func (p *Project) labelledBalancer(ctx context.Context, node string) (b runtimeapi.Balancer, runs bool, err error) {
	c, err := p.target(ctx, node)
	if err != nil {
		return runtimeapi.Balancer{}, false, err
	}
	b.Node = node
	if b.Status, b.NoStatus = p.locate(c, label.Status); b.Status != nil {
		b.Status = record.StatsPage(b.Status, "csv")
	}
	if b.Admin, b.NoAdmin = p.locate(c, label.Admin); b.Admin != nil {
		b.Inside = haproxy.Inside{API: p.api, Node: node, ID: c.ID, Path: b.Admin.Path}
	}
	return b, c.State.Running, nil
}

// FindBalancers sets how the HAProxies of a project are found that has no labels: each with the address of its Runtime API, or
// why it has none that may be used, and with the servers that each node is. It is called before each fault at HAProxy and each
// heal of one.
func (p *Project) FindBalancers(find func(ctx context.Context) ([]runtimeapi.Balancer, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finds = find
}

// findBalancers returns the HAProxies of a project without labels.
func (p *Project) findBalancers(ctx context.Context) ([]runtimeapi.Balancer, error) {
	p.mu.Lock()
	find := p.finds
	p.mu.Unlock()
	if find == nil {
		return nil, nil
	}
	all, err := find(ctx)
	if err != nil {
		return nil, err
	}
	if p.at != "" { // those of the other Engines are set there
		all = slices.DeleteFunc(all, func(b runtimeapi.Balancer) bool { return p.Services()[b.Node] == "" })
	}
	here := all[:0:0]
	for _, b := range all {
		if err := p.enter(ctx, &b); p.at != "" && errors.Is(err, errNoContainer) {
			continue // it is at another Engine
		} else if err != nil {
			return nil, err
		}
		here = append(here, b)
	}
	return here, nil
}

// enter lets commands be run in a balancer's container, if its Runtime API is reached in that way.
func (p *Project) enter(ctx context.Context, b *runtimeapi.Balancer) error {
	c, err := p.target(ctx, b.Node)
	if err != nil {
		return err
	}
	if !c.State.Running {
		b.Admin, b.NoAdmin = nil, fmt.Errorf("%w: it is not running", runtimeapi.ErrGone)
		return nil
	}
	if b.Admin != nil && b.Admin.Scheme == "exec" {
		inside := haproxy.Inside{API: p.api, Node: b.Node, ID: c.ID, Path: b.Admin.Path, Found: true}
		if b.Admin.Host != "" {
			inside.Port = &haproxy.Port{API: p.api, ID: c.ID, Host: b.Admin.Hostname(), Port: b.Admin.Port()}
		}
		b.Inside = inside
	}
	return nil
}

// isBalancer reports whether labels say that a container is a HAProxy.
func isBalancer(labels map[string]string) bool {
	return labels[label.Role] == string(record.RoleBalancer) || labels[label.Kind] == string(record.KindHAProxy)
}

// tellsAdmin reports whether labels say where the Runtime API of a HAProxy is.
func tellsAdmin(labels map[string]string) bool { return labels[label.Admin] != "" }
