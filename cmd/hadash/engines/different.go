package engines

import (
	"context"
	"fmt"
	"sync"

	"hadash/record"
	"hadash/stack"
)

// different returns an error if two contexts are one Engine, whose containers would be two nodes each, or managers of two swarms, of which
// one would be taken for the other.
func (p *Project) different(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, managerLimit)
	defer cancel()
	var mu sync.Mutex
	said := map[*member]stack.Identity{}
	_ = p.each(ctx, func(ctx context.Context, m *member, s *stack.Project) error { // who does not answer is no other's double
		is, err := s.Identity(ctx)
		if err == nil {
			mu.Lock()
			said[m] = is
			mu.Unlock()
		}
		return nil
	})
	for i, m := range p.members {
		for _, before := range p.members[:i] {
			a, b := said[before], said[m]
			names := record.Clean(before.Host()) + " and " + record.Clean(m.Host())
			switch {
			case a.ID != "" && a.ID == b.ID && a.Name == b.Name: // a copy of a machine has its ID, and another name
				return fmt.Errorf("docker contexts %s are the same Engine (%s): name it once", names, record.Clean(a.Name))
			case a.Swarm != "" && b.Swarm != "" && a.Swarm != b.Swarm:
				return fmt.Errorf("docker contexts %s are managers of two swarms: name the Engines of one with --context", names)
			}
		}
	}
	return nil
}
