package engines

import (
	"context"
	"errors"
	"sync"

	"hadash/stack"
)

// loaded is the Engine that has the load.
func (p *Project) loaded(ctx context.Context) (*stack.Project, error) {
	var found *stack.Project
	var none error
	var mu sync.Mutex
	err := p.each(ctx, func(ctx context.Context, _ *member, s *stack.Project) error {
		err := s.HasLoad(ctx)
		mu.Lock()
		defer mu.Unlock()
		if err == nil && found == nil {
			found = s
		}
		none = err
		return nil
	})
	if found == nil {
		return nil, errors.Join(none, err)
	}
	return found, nil
}

// HasLoad returns an error if no Engine has a load of the project.
func (p *Project) HasLoad(ctx context.Context) error {
	_, err := p.loaded(ctx)
	return err
}

// StartLoad starts it, or sets its number of users.
func (p *Project) StartLoad(ctx context.Context, vus int) error {
	s, err := p.loaded(ctx)
	if err != nil {
		return err
	}
	return s.StartLoad(ctx, vus)
}

// StopLoad stops it.
func (p *Project) StopLoad(ctx context.Context) error {
	s, err := p.loaded(ctx)
	if err != nil {
		return err
	}
	return s.StopLoad(ctx)
}

// LoadPreparing describes how far the load's image is; "" if it is not being made.
func (p *Project) LoadPreparing() string {
	for _, m := range p.members {
		if s := m.known(); s != nil && s.LoadPreparing() != "" {
			return s.LoadPreparing()
		}
	}
	return ""
}
