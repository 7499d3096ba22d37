package stack

import (
	"context"
	"errors"
	"fmt"

	"hadash/record"
	"hadash/stack/haproxy"
	"hadash/stack/journal"
)

// atBalancer looks up the servers that a fault concerns and their state before it, and refuses a weight that they have
// already. It changes nothing, so the answer can be saved in the journal first.
func (p *Project) atBalancer(ctx context.Context, f record.Fault) (journal.Balancer, error) {
	servers, err := p.serversOf(ctx, f.Target)
	if err == nil {
		err = p.mayChange(ctx, servers)
	}
	if err != nil || f.Kind != record.SetWeight {
		return journal.Balancer{Servers: servers}, err
	}
	changes := len(servers) == 0
	err = p.each(ctx, servers, nil, func(b haproxy.Balancer, s *journal.Server) error {
		now, initial, err := b.Weights(ctx, *s)
		s.Weight = now
		changes = changes || now != haproxy.WeightOf(initial, f.Amount)
		return err
	})
	switch {
	case err != nil:
		return journal.Balancer{}, err
	case !changes:
		return journal.Balancer{}, fmt.Errorf("its weight is already %s, which is %s of the configured one", servers[0].Weight, f.AmountText())
	}
	return journal.Balancer{Servers: servers}, nil
}

// mayChange asks each balancer of some servers whether its Runtime API takes changes, so that nothing is begun that must fail.
func (p *Project) mayChange(ctx context.Context, servers []journal.Server) error {
	asked := map[string]bool{}
	return p.each(ctx, servers, haproxy.ErrNobody, func(b haproxy.Balancer, _ *journal.Server) error {
		if asked[b.Node] {
			return nil
		}
		asked[b.Node] = true
		return b.MayChange(ctx)
	})
}

// setAtBalancer sets the fault at each server; undo undoes it, also when it was set only in part.
func (p *Project) setAtBalancer(ctx context.Context, f record.Fault, undo journal.Balancer) error {
	return p.each(ctx, undo.Servers, nil, func(b haproxy.Balancer, s *journal.Server) error { return b.Set(ctx, f, *s) })
}

// resetAtBalancer undoes the fault, except at servers that another fault, which stays open, holds. Servers that were
// not ready before stay so, and it is no error if a restart of HAProxy or a new configuration has already undone the
// fault.
func (p *Project) resetAtBalancer(ctx context.Context, e journal.Entry, stay []journal.Entry) error {
	var servers []journal.Server
	if e.Undo.Balancer != nil {
		servers = e.Undo.Balancer.Servers
	}
	if len(servers) == 0 {
		now, err := p.serversOf(ctx, e.Fault.Target)
		if errors.Is(err, haproxy.ErrGone) {
			return nil
		}
		if err != nil {
			return err
		}
		servers = madeReady(now)
	}
	return p.each(ctx, servers, haproxy.ErrGone, func(b haproxy.Balancer, s *journal.Server) error {
		if f, held := e.NewestAt(*s, stay); held {
			return b.Set(ctx, f, *s)
		}
		return b.Reset(ctx, e.Fault, *s)
	})
}

// madeReady treats servers with no recorded state as ready.
func madeReady(servers []journal.Server) []journal.Server {
	for i := range servers {
		servers[i].Ready, servers[i].State = true, haproxy.Ready
	}
	return servers
}

// each calls do for every server, even if it fails at some. Errors that match forgiven are ignored.
func (p *Project) each(ctx context.Context, servers []journal.Server, forgiven error, do func(haproxy.Balancer, *journal.Server) error) error {
	var errs []error
	for i := range servers {
		s := &servers[i]
		if err := p.at(ctx, s, do); err != nil && !errors.Is(err, forgiven) {
			errs = append(errs, fmt.Errorf("%s at %s: %w", record.Clean(s.Name()), record.Clean(s.Balancer), err))
		}
	}
	return inOneLine(errs)
}

// at calls do for one server. A balancer that is not running has forgotten everything that was set.
func (p *Project) at(ctx context.Context, s *journal.Server, do func(haproxy.Balancer, *journal.Server) error) error {
	if err := haproxy.Speakable(s); err != nil {
		return err
	}
	b, runs, err := p.balancer(ctx, s.Balancer)
	switch {
	case errors.Is(err, errNoContainer):
		return fmt.Errorf("%w: %w", haproxy.ErrGone, err)
	case err != nil:
		return err
	case !runs:
		return fmt.Errorf("%w: it is not running", haproxy.ErrGone)
	}
	return do(b, s)
}

// oneLine joins several errors into one line: the first, and the number of the others.
type oneLine []error

func (o oneLine) Error() string   { return fmt.Sprintf("%v; and %d more", o[0], len(o)-1) }
func (o oneLine) Unwrap() []error { return o }

func inOneLine(errs []error) error {
	switch len(errs) {
	case 0:
		return nil
	case 1:
		return errs[0]
	}
	return oneLine(errs)
}
