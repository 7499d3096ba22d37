package engines

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"hadash/host"
	"hadash/record"
	"hadash/record/swarm"
	"hadash/stack"
)

// at is the Engine that has a node.
func (p *Project) at(ctx context.Context, node string) (*member, error) {
	m := p.homeOf(node)
	if m == nil {
		if _, err := p.Topology(ctx); err != nil {
			return nil, err
		}
		m = p.homeOf(node)
	}
	if m == nil {
		return nil, fmt.Errorf("no node called %s on any of the Engines", record.Clean(node))
	}
	return m, nil
}

// readyAt is the part of the project that has a node, if its Engine answers.
func (p *Project) readyAt(ctx context.Context, node string) (*stack.Project, error) {
	m, err := p.at(ctx, node)
	if err != nil {
		return nil, err
	}
	return m.ready(ctx)
}

func (p *Project) homeOf(node string) *member {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.home[node]
}

// of asks the Engine that has a node.
func of[T any](ctx context.Context, p *Project, node string, ask func(context.Context, *stack.Project) (T, error)) (T, error) {
	m, err := p.at(ctx, node)
	if err != nil {
		var none T
		return none, err
	}
	return asked(ctx, m, ask)
}

// HasLog reports that every container has a log that can be read: those on hosts that are not watched have none here.
func (p *Project) HasLog(node string) bool { return p.homeOf(node) != nil }

// Logs reads a node's log, as stack.Project does. A task that was moved logs elsewhere: its log ends here.
func (p *Project) Logs(ctx context.Context, node string, since time.Time, each func(at time.Time, stderr bool, text []byte)) error {
	m, err := p.at(ctx, node)
	if err != nil {
		return err
	}
	return m.stream(ctx, func(ctx context.Context, s *stack.Project) error { return s.Logs(ctx, node, since, each) })
}

// Locate returns where a node's state is read, as stack.Project does.
func (p *Project) Locate(ctx context.Context, node string) (*url.URL, error) {
	return of(ctx, p, node, func(ctx context.Context, s *stack.Project) (*url.URL, error) { return s.Locate(ctx, node) })
}

// LocateMaster returns where the master of a HAProxy is asked.
func (p *Project) LocateMaster(ctx context.Context, node string) (*url.URL, error) {
	return of(ctx, p, node, func(ctx context.Context, s *stack.Project) (*url.URL, error) { return s.LocateMaster(ctx, node) })
}

// Secret returns the password of a node's state.
func (p *Project) Secret(ctx context.Context, node string) (string, error) {
	return of(ctx, p, node, func(ctx context.Context, s *stack.Project) (string, error) { return s.Secret(ctx, node) })
}

// Config reads a file of a node's container.
func (p *Project) Config(ctx context.Context, node, file string) (host.File, error) {
	f, err := of(ctx, p, node, func(ctx context.Context, s *stack.Project) (host.File, error) { return s.Config(ctx, node, file) })
	if err != nil {
		return f, err
	}
	return p.orConfig(ctx, f, file, func(t *swarm.Task) bool { return t.Node == node && t.Desired != "shutdown" }), nil
}

// Environment returns the environment of a node's container.
func (p *Project) Environment(ctx context.Context, node string) ([]string, error) {
	return of(ctx, p, node, func(ctx context.Context, s *stack.Project) ([]string, error) { return s.Environment(ctx, node) })
}

// ID is the container of a node.
func (p *Project) ID(ctx context.Context, node string) (string, error) {
	return of(ctx, p, node, func(ctx context.Context, s *stack.Project) (string, error) { return s.ID(ctx, node) })
}

// Reload makes a balancer read its configuration again.
func (p *Project) Reload(ctx context.Context, node string) error {
	s, err := p.readyAt(ctx, node)
	if err != nil {
		return err
	}
	return s.Reload(ctx, node)
}
