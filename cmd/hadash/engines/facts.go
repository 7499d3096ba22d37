package engines

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record/swarm"
	"hadash/runtimeapi"
	"hadash/stack"
)

// Facts returns what discovery asks about the containers of all Engines, as last known of one that does not answer.
func (p *Project) Facts(ctx context.Context) ([]host.Container, error) {
	parts, errs := make([][]host.Container, len(p.members)), make([]error, len(p.members))
	var all sync.WaitGroup
	for i, m := range p.members {
		all.Go(func() { parts[i], errs[i] = m.allFacts(ctx) })
	}
	all.Wait()
	if !slices.Contains(errs, nil) {
		return nil, errors.Join(errs...)
	}
	var out []host.Container
	ids := map[string]*member{}
	for i, m := range p.members {
		for _, c := range parts[i] {
			ids[c.ID] = m
			if home := p.homeOf(c.Node); home == nil || home == m {
				out = append(out, c)
			}
		}
	}
	p.mu.Lock()
	p.ids = ids
	p.mu.Unlock()
	return out, nil
}

// holder is the Engine that has a container.
func (p *Project) holder(id string) (*member, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.ids[id]
	if m == nil {
		return nil, fmt.Errorf("no container %.12s on any of the Engines", id)
	}
	return m, nil
}

// inside asks the Engine that has a container; with a key it is remembered.
func inside[T any](ctx context.Context, p *Project, id, key string, ask func(context.Context, *stack.Project) (T, error)) (T, error) {
	m, err := p.holder(id)
	if err != nil {
		var none T
		return none, err
	}
	if key != "" {
		return remembered(ctx, m, id+key, ask)
	}
	return asked(ctx, m, ask)
}

// ReadFile reads a file of a container.
func (p *Project) ReadFile(ctx context.Context, id, file string) (host.File, error) {
	f, err := inside(ctx, p, id, ":"+file, func(ctx context.Context, s *stack.Project) (host.File, error) { return s.ReadFile(ctx, id, file) })
	if err != nil {
		return f, err
	}
	return p.orConfig(ctx, f, file, func(t *swarm.Task) bool { return t.Container == id }), nil
}

// ReadFolder reads the files below a folder of a container.
func (p *Project) ReadFolder(ctx context.Context, id, folder string) ([]balancer.File, error) {
	return inside(ctx, p, id, ":"+folder+"/", func(ctx context.Context, s *stack.Project) ([]balancer.File, error) {
		return s.ReadFolder(ctx, id, folder)
	})
}

// LastLines returns the last lines of a container's log.
func (p *Project) LastLines(ctx context.Context, id string, n int) []string {
	lines, _ := inside(ctx, p, id, "", func(ctx context.Context, s *stack.Project) ([]string, error) { return s.LastLines(ctx, id, n), nil })
	return lines
}

// AskInside asks a Runtime API inside a container.
func (p *Project) AskInside(ctx context.Context, id, at string, commands ...string) (string, error) {
	return inside(ctx, p, id, "", func(ctx context.Context, s *stack.Project) (string, error) {
		return s.AskInside(ctx, id, at, commands...)
	})
}

// AskBeside asks a Runtime API by a socket that another container shares.
func (p *Project) AskBeside(ctx context.Context, id, socket, line string) (string, error) {
	return inside(ctx, p, id, "", func(ctx context.Context, s *stack.Project) (string, error) { return s.AskBeside(ctx, id, socket, line) })
}

// GetInside gets a page inside a container.
func (p *Project) GetInside(ctx context.Context, id string, u *url.URL) ([]byte, error) {
	return inside(ctx, p, id, "", func(ctx context.Context, s *stack.Project) ([]byte, error) { return s.GetInside(ctx, id, u) })
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
	errs := make([]error, len(p.members))
	var all sync.WaitGroup
	for i, m := range p.members {
		all.Go(func() {
			_, errs[i] = asked(ctx, m, func(ctx context.Context, s *stack.Project) (any, error) { return nil, s.Nobody(ctx) })
		})
	}
	all.Wait()
	var said []string
	for i, err := range errs {
		if err == nil {
			return nil
		}
		said = append(said, p.members[i].Host()+": "+err.Error())
	}
	return fmt.Errorf("nothing to watch on %d Engines: %s", len(p.members), strings.Join(said, "; "))
}

// Labelled returns the names of the projects on any Engine that have hadash labels.
func (p *Project) Labelled(ctx context.Context) (names []string, err error) {
	var mu sync.Mutex
	err = p.each(ctx, func(ctx context.Context, _ *member, s *stack.Project) error {
		here, err := s.Labelled(ctx)
		mu.Lock()
		defer mu.Unlock()
		names = append(names, here...)
		return err
	})
	return names, err
}
