package engines

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hadash/journal"
	"hadash/record"
	"hadash/stack"
	"hadash/stack/cluster"
)

// joinedTo lists the Engines that have answered.
func (p *Project) joinedTo(context.Context) (all []cluster.Engine) {
	for _, m := range p.members {
		if s := m.known(); s != nil {
			all = append(all, s.Engine())
		}
	}
	return all
}

// maker is the Engine that makes a fault, and whose journal has it: that of the host or of the node; of a service of a swarm, and of a
// host that the swarm drains, any that answers.
func (p *Project) maker(ctx context.Context, f record.Fault) (*stack.Project, error) {
	if !f.Kind.OfCluster() {
		return p.at(ctx, f.Target)
	}
	errs := []error{fmt.Errorf("no host called %s; there are %s", record.Clean(f.Target), p.hosts())}
	for _, m := range p.members {
		if f.Kind.AtHost() && m.Host() != f.Target && f.Kind != record.DrainHost {
			continue
		}
		s, err := m.project(ctx)
		if err == nil {
			return s, nil
		}
		errs = []error{fmt.Errorf("%s: %w", record.Clean(m.Host()), err)}
	}
	return nil, errors.Join(errs...)
}

func (p *Project) hosts() string {
	var names []string
	for _, m := range p.members {
		names = append(names, m.Host())
	}
	return strings.Join(names, ", ")
}

// balancing lists the Engines that have a HAProxy.
func (p *Project) balancing(ctx context.Context, f record.Fault) (all []*stack.Project, err error) {
	t, err := p.Topology(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range t.Of(record.KindHAProxy) {
		m := p.homeOf(n.Name)
		if m == nil {
			continue
		}
		s, err := m.project(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s is at %s: %w", n.Name, record.Clean(m.Host()), err)
		}
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: no Engine has a HAProxy of the project", f)
	}
	return all, nil
}

// addrsOf are the addresses of a node, wherever it is.
func (p *Project) addrsOf(node string) []string {
	for _, m := range p.members {
		m.mu.Lock()
		n, ok := m.last.Node(node)
		m.mu.Unlock()
		if ok && p.homeOf(node) == m {
			return n.Addrs
		}
	}
	return nil
}

// makers are the Engines that make a fault: one, but all that have a HAProxy if it is made there.
func (p *Project) makers(ctx context.Context, f record.Fault) ([]*stack.Project, error) {
	if f.Kind.AtBalancer() {
		return p.balancing(ctx, f)
	}
	s, err := p.maker(ctx, f)
	return []*stack.Project{s}, err
}

// Inject breaks a node at the Engine that has it.
func (p *Project) Inject(ctx context.Context, f record.Fault) error {
	all, err := p.makers(ctx, f)
	if err != nil {
		return err
	}
	for i, s := range all {
		err = s.Inject(ctx, f)
		for ; err != nil && i > 0; i-- {
			err = errors.Join(err, all[i-1].Undo(context.WithoutCancel(ctx), f)) // all or none
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Heal undoes a fault: one of ours at the Engine where it was made, another one where the node is.
func (p *Project) Heal(ctx context.Context, f record.Fault) error {
	return p.eachHolding(ctx, f, func(s *stack.Project) error { return s.Heal(ctx, f) })
}

// Undo heals a fault of ours because hadash is exiting.
func (p *Project) Undo(ctx context.Context, f record.Fault) error {
	return p.eachHolding(ctx, f, func(s *stack.Project) error { return s.Undo(ctx, f) })
}

// eachHolding calls do for the Engines whose journals have a fault of ours, else for those that would make it.
func (p *Project) eachHolding(ctx context.Context, f record.Fault, do func(*stack.Project) error) error {
	var all []*stack.Project
	for _, m := range p.members {
		if s := m.known(); s != nil && slices.ContainsFunc(s.Open(), f.HealedWith) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		var err error
		if all, err = p.makers(ctx, f); err != nil {
			return err
		}
	}
	var errs []error
	for _, s := range all {
		errs = append(errs, do(s))
	}
	return errors.Join(errs...)
}

// Open returns the faults of this process that are open.
func (p *Project) Open() (all []record.Fault) {
	for _, m := range p.members {
		if s := m.known(); s != nil {
			for _, f := range s.Open() {
				if !f.Kind.AtBalancer() || !slices.Contains(all, f) { // it may be made at several
					all = append(all, f)
				}
			}
		}
	}
	return all
}

// Needs says what has to be built before a fault can be made.
func (p *Project) Needs(ctx context.Context, f record.Fault) (string, error) {
	if f.Kind.AtBalancer() {
		return "", nil
	}
	s, err := p.maker(ctx, f)
	if err != nil {
		return "", err
	}
	return s.Needs(ctx, f)
}

// Left finds what dead hadash processes left broken, on every Engine that answers.
func (p *Project) Left() (all []journal.Left, err error) {
	var errs []error
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.members {
		s := m.known()
		if s == nil {
			continue // its journal is read by the next hadash that reaches it
		}
		here, err := s.Left()
		errs = append(errs, err)
		for _, l := range here {
			p.left[l.Entry.ID+l.Fault.String()] = m
		}
		all = append(all, here...)
	}
	return all, errors.Join(errs...)
}

// HealLeft heals faults that were left, each at its Engine.
func (p *Project) HealLeft(ctx context.Context, all []journal.Left, tell func(journal.Left, error)) error {
	var errs []error
	for _, m := range p.members {
		var here []journal.Left
		for _, l := range all {
			p.mu.Lock()
			owner := p.left[l.Entry.ID+l.Fault.String()]
			p.mu.Unlock()
			if owner == m {
				here = append(here, l)
			}
		}
		if s := m.known(); s != nil && len(here) > 0 {
			errs = append(errs, s.HealLeft(ctx, here, tell))
		}
	}
	return errors.Join(errs...)
}

// Theirs lists the faults that other hadash processes have open.
func (p *Project) Theirs() (all []record.Fault) {
	for _, m := range p.members {
		if s := m.known(); s != nil {
			all = append(all, s.Theirs()...)
		}
	}
	return all
}
