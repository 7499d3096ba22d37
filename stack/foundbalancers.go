package stack

import (
	"context"
	"fmt"

	"hadash/record"
	"hadash/stack/haproxy"
	"hadash/stack/label"
)

// FindBalancers sets how the HAProxies of a project are found that has no labels: each with the address of its Runtime API, or
// why it has none that may be used, and with the servers that each node is. It is called before each fault at HAProxy and each
// heal of one.
func (p *Project) FindBalancers(find func(ctx context.Context) ([]haproxy.Balancer, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finds = find
}

// findBalancers returns the HAProxies of a project without labels.
func (p *Project) findBalancers(ctx context.Context) ([]haproxy.Balancer, error) {
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
	for i := range all {
		if err := p.enter(ctx, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// enter lets commands be run in a balancer's container, if its Runtime API is reached in that way.
func (p *Project) enter(ctx context.Context, b *haproxy.Balancer) error {
	c, err := p.target(ctx, b.Node)
	if err != nil {
		return err
	}
	if !c.State.Running {
		b.Admin, b.NoAdmin = nil, fmt.Errorf("%w: it is not running", haproxy.ErrGone)
		return nil
	}
	if b.Admin != nil && b.Admin.Scheme == "exec" {
		b.Inside = haproxy.Inside{API: p.api, Node: b.Node, ID: c.ID, Path: b.Admin.Path, Found: true}
		if b.Admin.Host != "" {
			b.Inside.Port = &haproxy.Port{API: p.api, ID: c.ID, Host: b.Admin.Hostname(), Port: b.Admin.Port()}
		}
	}
	return nil
}

// isBalancer reports whether labels say that a container is a HAProxy.
func isBalancer(labels map[string]string) bool {
	return labels[label.Role] == string(record.RoleBalancer) || labels[label.Kind] == string(record.KindHAProxy)
}
