package engines

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record/swarm"
	"hadash/runtimeapi"
	"hadash/stack"
)

// Facts returns what discovery asks about the containers of all Engines.
func (p *Project) Facts(ctx context.Context) ([]host.Container, error) {
	var out []host.Container
	ids := map[string]*member{}
	err := p.each(ctx, func(m *member, s *stack.Project) error {
		all, err := s.Facts(ctx)
		for _, c := range all {
			ids[c.ID] = m
			if home := p.homeOf(c.Node); home == nil || home == m {
				out = append(out, c)
			}
		}
		return err
	})
	p.mu.Lock()
	p.ids = ids
	p.mu.Unlock()
	if len(out) > 0 {
		return out, nil // an Engine that does not answer says so by its own source
	}
	return nil, err
}

// holder is the Engine that has a container.
func (p *Project) holder(ctx context.Context, id string) (*stack.Project, error) {
	p.mu.Lock()
	m := p.ids[id]
	p.mu.Unlock()
	if m == nil {
		return nil, fmt.Errorf("no container %.12s on any of the Engines", id)
	}
	return m.project(ctx)
}

// ReadFile reads a file of a container.
func (p *Project) ReadFile(ctx context.Context, id, file string) (host.File, error) {
	s, err := p.holder(ctx, id)
	if err != nil {
		return host.File{}, err
	}
	f, err := s.ReadFile(ctx, id, file)
	if err != nil {
		return f, err
	}
	return p.orConfig(ctx, f, file, func(t *swarm.Task) bool { return t.Container == id }), nil
}

// ReadFolder reads the files below a folder of a container.
func (p *Project) ReadFolder(ctx context.Context, id, folder string) ([]balancer.File, error) {
	s, err := p.holder(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.ReadFolder(ctx, id, folder)
}

// LastLines returns the last lines of a container's log.
func (p *Project) LastLines(ctx context.Context, id string, n int) []string {
	s, err := p.holder(ctx, id)
	if err != nil {
		return nil
	}
	return s.LastLines(ctx, id, n)
}

// AskInside asks a Runtime API inside a container.
func (p *Project) AskInside(ctx context.Context, id, at string, commands ...string) (string, error) {
	s, err := p.holder(ctx, id)
	if err != nil {
		return "", err
	}
	return s.AskInside(ctx, id, at, commands...)
}

// AskBeside asks a Runtime API by a socket that another container shares.
func (p *Project) AskBeside(ctx context.Context, id, socket, line string) (string, error) {
	s, err := p.holder(ctx, id)
	if err != nil {
		return "", err
	}
	return s.AskBeside(ctx, id, socket, line)
}

// GetInside gets a page inside a container.
func (p *Project) GetInside(ctx context.Context, id string, u *url.URL) ([]byte, error) {
	s, err := p.holder(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.GetInside(ctx, id, u)
}

// FindBalancers lets faults at HAProxy go the way that is found.
func (p *Project) FindBalancers(find func(ctx context.Context) ([]runtimeapi.Balancer, error)) {
	p.mu.Lock()
	p.finds = find
	p.mu.Unlock()
	for _, m := range p.members {
		if s := m.known(); s != nil {
			s.FindBalancers(find)
		}
	}
}

// ComposeName is the compose command that works here.
func (p *Project) ComposeName(ctx context.Context) string {
	for _, m := range p.members {
		if s := m.known(); s != nil {
			return s.ComposeName(ctx)
		}
	}
	return "docker compose"
}

// Nobody returns an error if the project has no containers on any Engine.
func (p *Project) Nobody(ctx context.Context) error {
	var said []string
	for _, m := range p.members {
		s, err := m.project(ctx)
		if err == nil {
			err = s.Nobody(ctx)
		}
		if err == nil {
			return nil
		}
		said = append(said, m.Host()+": "+err.Error())
	}
	return fmt.Errorf("nothing to watch on %d Engines: %s", len(p.members), strings.Join(said, "; "))
}

// Labelled returns the names of the projects on any Engine that have hadash labels.
func (p *Project) Labelled(ctx context.Context) (names []string, err error) {
	err = p.each(ctx, func(_ *member, s *stack.Project) error {
		here, err := s.Labelled(ctx)
		names = append(names, here...)
		return err
	})
	return names, err
}
