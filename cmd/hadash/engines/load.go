package engines

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"hadash/stack"
	"hadash/stack/cluster"
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
	if err := s.ScaleLoad(ctx, 1); errors.Is(err, cluster.ErrNoLoad) {
		return s.StartLoad(ctx, vus)
	} else if err != nil {
		return fmt.Errorf("start the load: %w", err)
	}
	return p.setUsers(ctx, vus)
}

// setUsers waits until an Engine has the load's task, and sets its number of users there.
func (p *Project) setUsers(ctx context.Context, vus int) error {
	return stack.AwaitLoad(ctx, vus, func(ctx context.Context) *stack.Project {
		found := make(chan *stack.Project, len(p.members))
		_ = p.each(ctx, func(ctx context.Context, _ *member, s *stack.Project) error { // one that does not answer has no task to set
			if s.LoadRuns(ctx) {
				found <- s
			}
			return nil
		})
		select {
		case s := <-found:
			return s
		default:
			return nil
		}
	}, errors.New("the swarm has started its task on none of the Engines that are watched (--context names them)"))
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
