package engines

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"hadash/journal"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack"
	"hadash/stack/cluster"
)

// A fault at a container is made at the Engine that has it. One at HAProxy is made at each Engine that has a HAProxy with that
// server, and kept in the journal of each: the next hadash heals it also if it watches only that one.

// One of a swarm or of a host is made by the Engine of the host, or by any that answers.

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
		return p.readyAt(ctx, f.Target)
	}
	var errs []error
	for _, m := range p.members {
		if f.Kind.AtHost() && m.Host() != f.Target && f.Kind != record.DrainHost {
			continue
		}
		s, err := m.ready(ctx)
		if err == nil {
			return s, nil
		}
		errs = append(errs, err)
	}
	if len(errs) == 0 {
		return nil, fmt.Errorf("no host called %s; there are %s", record.Clean(f.Target), p.hosts())
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

// Inject breaks a node at the Engine that has it, or sets it at the HAProxies of all Engines.
func (p *Project) Inject(ctx context.Context, f record.Fault) error {
	if f.Kind.AtBalancer() {
		return p.injectAtBalancers(ctx, f)
	}
	s, err := p.maker(ctx, f)
	if err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	return s.Inject(ctx, f)
}

func (p *Project) injectAtBalancers(ctx context.Context, f record.Fault) error {
	made, err := p.everywhere(ctx, p.members, func(s *stack.Project) error { return s.Inject(ctx, f) })
	if err == nil {
		return nil
	}
	_, undoing := p.everywhere(ctx, made, func(s *stack.Project) error { return s.Undo(context.WithoutCancel(ctx), f) })
	return errors.Join(err, undoing)
}

// everywhere calls do at Engines, at the same time. Where there is no HAProxy, or none that has the server, or no answer, there is
// nothing to do if another one has it.
func (p *Project) everywhere(ctx context.Context, members []*member, do func(*stack.Project) error) (done []*member, err error) {
	errs := make([]error, len(members))
	var all sync.WaitGroup
	for i, m := range members {
		all.Go(func() {
			s, err := m.ready(ctx)
			if err == nil {
				err = do(s)
			}
			errs[i] = err
		})
	}
	all.Wait()
	var failed, silent, none []error
	for i, err := range errs {
		var mute *SilentError
		switch {
		case err == nil:
			done = append(done, members[i])
		case errors.Is(err, runtimeapi.ErrNoServer):
			none = append(none, err)
		case errors.As(err, &mute):
			silent = append(silent, err)
		default:
			failed = append(failed, err)
		}
	}
	switch {
	case len(failed) > 0:
		return done, errors.Join(failed...)
	case len(done) > 0 || len(members) == 0:
		return done, nil
	case len(silent) > 0:
		return nil, errors.Join(silent...)
	}
	return nil, none[0]
}

// Heal undoes a fault: one of ours at the Engines where it was made, another one where the node is.
func (p *Project) Heal(ctx context.Context, f record.Fault) error {
	return p.undo(ctx, f, func(s *stack.Project) error { return s.Heal(ctx, f) })
}

// Undo heals a fault of ours because hadash is exiting.
func (p *Project) Undo(ctx context.Context, f record.Fault) error {
	return p.undo(ctx, f, func(s *stack.Project) error { return s.Undo(ctx, f) })
}

func (p *Project) undo(ctx context.Context, f record.Fault, undo func(*stack.Project) error) error {
	ours := p.holding(f)
	if len(ours) == 0 && f.Kind.AtBalancer() {
		_, err := p.everywhere(ctx, p.members, undo)
		return err
	}
	if len(ours) == 0 {
		s, err := p.maker(ctx, f)
		if err != nil {
			return fmt.Errorf("heal %s: %w", f, err)
		}
		return undo(s)
	}
	var errs []error
	for _, m := range ours {
		s, err := m.ready(ctx)
		if err != nil {
			err = fmt.Errorf("heal %s: %w; it stays in the journal", f, err)
		} else {
			err = undo(s)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// holding are the Engines whose journals have a fault of ours.
func (p *Project) holding(f record.Fault) (out []*member) {
	for _, m := range p.members {
		if s := m.known(); s != nil && slices.ContainsFunc(s.Open(), f.HealedWith) {
			out = append(out, m)
		}
	}
	return out
}

// Open returns the faults of this process that are open.
func (p *Project) Open() (all []record.Fault) {
	for _, m := range p.members {
		if s := m.known(); s != nil {
			all = appendNew(all, s.Open())
		}
	}
	return all
}

func appendNew(all, more []record.Fault) []record.Fault {
	for _, f := range more {
		if !slices.Contains(all, f) { // one at HAProxies of two Engines is one fault
			all = append(all, f)
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

// Left finds what dead hadash processes left broken, on every Engine that has answered.
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
			p.left[keyOf(l)] = m
		}
		all = append(all, here...)
	}
	return all, errors.Join(errs...)
}

func keyOf(l journal.Left) string { return l.Entry.ID + l.Fault.String() + l.At.String() }

// HealLeft heals faults that were left, each at its Engine, at all of them at the same time.
func (p *Project) HealLeft(ctx context.Context, all []journal.Left, tell func(journal.Left, error)) error {
	parts := map[*member][]journal.Left{}
	p.mu.Lock()
	for _, l := range all {
		m := p.left[keyOf(l)]
		parts[m] = append(parts[m], l)
	}
	p.mu.Unlock()
	var mu sync.Mutex
	one := func(l journal.Left, err error) {
		mu.Lock()
		defer mu.Unlock()
		tell(l, err)
	}
	var healing sync.WaitGroup
	errs := make([]error, len(p.members))
	for i, m := range p.members {
		here := parts[m]
		if len(here) == 0 {
			continue
		}
		healing.Go(func() {
			s, err := m.ready(ctx)
			if err == nil {
				errs[i] = s.HealLeft(ctx, here, one)
				return
			}
			for _, l := range here {
				one(l, err)
			}
			journal.Release(here)
			errs[i] = err
		})
	}
	healing.Wait()
	return errors.Join(errs...)
}

// Theirs lists the faults that other hadash processes have open.
func (p *Project) Theirs() (all []record.Fault) {
	for _, m := range p.members {
		if s := m.known(); s != nil {
			all = appendNew(all, s.Theirs())
		}
	}
	return all
}
