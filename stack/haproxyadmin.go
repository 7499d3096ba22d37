package stack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hadash/record"
	"hadash/stack/journal"
	"hadash/stack/label"
)

// atBalancer looks up which servers a fault is about and what they are before it. It changes nothing,
// so that the answer can be written down first.
func (p *Project) atBalancer(ctx context.Context, f record.Fault) (journal.Balancer, error) {
	servers, err := p.serversOf(ctx, f.Target)
	if err != nil || f.Kind != record.SetWeight {
		return journal.Balancer{Servers: servers}, err
	}
	err = p.each(ctx, servers, nil, func(b balancer, s *journal.Server) (err error) {
		s.Weight, err = b.weight(ctx, s.Name())
		return onlyThere(err)
	})
	if err != nil {
		return journal.Balancer{}, err
	}
	return journal.Balancer{Servers: servers}, nil
}

// setAtBalancer makes the fault at each server; undo undoes it, whole or in part.
func (p *Project) setAtBalancer(ctx context.Context, f record.Fault, undo journal.Balancer) error {
	return p.each(ctx, undo.Servers, nil, func(b balancer, s *journal.Server) error { return b.set(ctx, f, *s) })
}

func (b balancer) set(ctx context.Context, f record.Fault, s journal.Server) error {
	switch f.Kind {
	case record.SetMaint:
		return b.state(ctx, s, maint)
	case record.SetDrain:
		return b.state(ctx, s, drain)
	case record.SetWeight:
		return b.setWeight(ctx, s, strconv.Itoa(f.Amount)+"%")
	}
	return fmt.Errorf("no such fault at a balancer: %q", f.Kind)
}

// resetAtBalancer undoes the fault, but at servers that a fault which stays open holds. What was not ready before stays
// as it is, and what a restart of HAProxy or a new configuration has undone already is no error.
func (p *Project) resetAtBalancer(ctx context.Context, e journal.Entry, stay []journal.Entry) error {
	var servers []journal.Server
	if e.Undo.Balancer != nil {
		servers = e.Undo.Balancer.Servers
	}
	if len(servers) == 0 {
		now, err := p.serversOf(ctx, e.Fault.Target)
		if errors.Is(err, errGone) {
			return nil
		}
		if err != nil {
			return err
		}
		servers = madeReady(now)
	}
	return p.each(ctx, servers, errGone, func(b balancer, s *journal.Server) error {
		if f, held := e.NewestAt(*s, stay); held {
			return b.set(ctx, f, *s)
		}
		return b.reset(ctx, e, *s)
	})
}

// madeReady takes servers of which nothing is known for ones that were ready.
func madeReady(servers []journal.Server) []journal.Server {
	for i := range servers {
		servers[i].Ready, servers[i].State = true, ready
	}
	return servers
}

func (b balancer) reset(ctx context.Context, e journal.Entry, s journal.Server) error {
	switch {
	case e.Fault.Kind == record.SetWeight && s.Weight == "":
		return b.setWeight(ctx, s, "100%") // of the configured one
	case e.Fault.Kind == record.SetWeight:
		return b.resetWeight(ctx, e.Fault, s)
	case s.State != "":
		return b.state(ctx, s, s.State)
	case s.Ready:
		return b.state(ctx, s, ready)
	}
	return nil
}

// resetWeight gives back the weight that there was. A server that has its configured one again is left alone: somebody
// else gave it back, or HAProxy began anew.
func (b balancer) resetWeight(ctx context.Context, f record.Fault, s journal.Server) error {
	now, initial, err := b.weights(ctx, s.Name())
	if err != nil {
		return onlyThere(err)
	}
	if now == initial && f.Amount != 100 {
		return nil
	}
	return b.setWeight(ctx, s, s.Weight)
}

// each does something at every server, whatever becomes of the others. An error that is forgiven is
// none.
func (p *Project) each(ctx context.Context, servers []journal.Server, forgiven error, do func(balancer, *journal.Server) error) error {
	var errs []error
	for i := range servers {
		s := &servers[i]
		if err := p.at(ctx, s, do); err != nil && !errors.Is(err, forgiven) {
			errs = append(errs, fmt.Errorf("%s at %s: %w", record.Clean(s.Name()), record.Clean(s.Balancer), err))
		}
	}
	return inOneLine(errs)
}

// at does something at one server. A balancer that does not run has forgotten all that was set.
func (p *Project) at(ctx context.Context, s *journal.Server, do func(balancer, *journal.Server) error) error {
	if err := speakable(s); err != nil {
		return err
	}
	b, runs, err := p.balancer(ctx, s.Balancer)
	switch {
	case errors.Is(err, errNoContainer):
		return fmt.Errorf("%w: %w", errGone, err)
	case err != nil:
		return err
	case !runs:
		return fmt.Errorf("%w: it does not run", errGone)
	}
	return do(b, s)
}

// oneLine is several errors for places that have one line: the first, and how many more there are.
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

// state puts a server into a state: ready, drain or maint.
func (b balancer) state(ctx context.Context, s journal.Server, state string) error {
	err := b.order(ctx, "set server "+s.Name()+" state "+state)
	if !errors.Is(err, errNobody) {
		return err
	}
	if errPage := b.post(ctx, s, state); errPage != nil {
		return fmt.Errorf("%w (%w)", errPage, err)
	}
	return nil
}

func (b balancer) setWeight(ctx context.Context, s journal.Server, weight string) error {
	return onlyThere(b.order(ctx, "set weight "+s.Name()+" "+weight))
}

// onlyThere explains why a weight cannot be had where there is no Runtime API.
func onlyThere(err error) error {
	if errors.Is(err, errNobody) {
		return fmt.Errorf("a weight is changed only through the Runtime API (label %s): %w", label.Admin, err)
	}
	return err
}

// speakable refuses names that HAProxy gives no server or backend, and that would be commands of their
// own: undo comes from a file, the names in it from another machine.
func speakable(s *journal.Server) error {
	strange := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_.:", r)
	}
	for _, name := range []string{s.Backend, s.Server} {
		if name == "" || strings.ContainsFunc(name, strange) {
			return fmt.Errorf("%q is no name of HAProxy's", name)
		}
	}
	if _, err := strconv.ParseUint(s.Weight, 10, 16); s.Weight != "" && err != nil {
		return fmt.Errorf("%q is no weight", s.Weight)
	}
	if !slices.Contains([]string{"", ready, drain, maint}, s.State) {
		return fmt.Errorf("%q is no state of HAProxy's", s.State)
	}
	return nil
}
