package runtimeapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hadash/journal"
	"hadash/record"
)

// Balancers finds the HAProxies at which faults are made.
type Balancers interface {
	All(ctx context.Context) ([]Balancer, error)
	// One is how the HAProxy of a server is spoken to now; ErrGone means that it has forgotten everything that was set.
	One(ctx context.Context, s *journal.Server) (Balancer, error)
	// Addrs are the addresses of a fault's target, "ip" or "ip:port", and names of its servers, if it is a node; none is no error.
	Addrs(ctx context.Context, target string) ([]string, error)
}

// Before looks up the servers that a fault concerns and their state before it, and refuses a weight that they have
// already. It changes nothing, so the answer can be saved in the journal first.
func Before(ctx context.Context, all Balancers, f record.Fault) (journal.Balancer, error) {
	servers, err := serversOf(ctx, all, f.Target)
	if err == nil {
		err = mayChange(ctx, all, servers)
	}
	if err == nil && f.Kind == record.SetHealth {
		servers, err = healthy(ctx, all, servers)
	}
	if err != nil || f.Kind != record.SetWeight {
		return journal.Balancer{Servers: servers}, err
	}
	changes := len(servers) == 0
	err = each(ctx, all, servers, nil, func(b Balancer, s *journal.Server) error {
		now, initial, err := b.Weights(ctx, *s)
		s.Weight = now
		changes = changes || now != WeightOf(initial, f.Amount)
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
func mayChange(ctx context.Context, all Balancers, servers []journal.Server) error {
	asked := map[string]bool{}
	return each(ctx, all, servers, ErrNobody, func(b Balancer, _ *journal.Server) error {
		if asked[b.Node] {
			return nil
		}
		asked[b.Node] = true
		return b.MayChange(ctx)
	})
}

// Set sets a fault at each of its servers.
func Set(ctx context.Context, all Balancers, f record.Fault, undo journal.Balancer) error {
	return each(ctx, all, undo.Servers, nil, func(b Balancer, s *journal.Server) error { return b.Set(ctx, f, *s) })
}

// Reset undoes a fault, also one that was set only in part, except at servers that another fault, which stays open, holds. Servers
// that were not ready before stay so, and it is no error if a restart of HAProxy or a new configuration has already undone the
// fault.
func Reset(ctx context.Context, all Balancers, e journal.Entry, stay []journal.Entry) error {
	if e.Fault.Kind == record.ShutSessions {
		return nil // it is over
	}
	var servers []journal.Server
	if e.Undo.Balancer != nil {
		servers = e.Undo.Balancer.Servers
	}
	if len(servers) == 0 {
		now, err := serversOf(ctx, all, e.Fault.Target)
		if errors.Is(err, ErrGone) {
			return nil
		}
		if err != nil {
			return err
		}
		servers = madeReady(now)
	}
	return each(ctx, all, servers, ErrGone, func(b Balancer, s *journal.Server) error {
		if f, held := e.NewestAt(*s, stay); held {
			return b.Set(ctx, f, *s)
		}
		return b.Reset(ctx, e.Fault, *s)
	})
}

// madeReady treats servers with no recorded state as ready.
func madeReady(servers []journal.Server) []journal.Server {
	for i := range servers {
		servers[i].Ready, servers[i].State = true, Ready
	}
	return servers
}

// each calls do for every server, even if it fails at some. Errors that match forgiven are ignored.
func each(ctx context.Context, all Balancers, servers []journal.Server, forgiven error, do func(Balancer, *journal.Server) error) error {
	var errs []error
	for i := range servers {
		s := &servers[i]
		if err := at(ctx, all, s, do); err != nil && !errors.Is(err, forgiven) {
			errs = append(errs, fmt.Errorf("%s at %s: %w", record.Clean(s.Name()), record.Clean(s.Balancer), err))
		}
	}
	return inOneLine(errs)
}

// at calls do for one server.
func at(ctx context.Context, all Balancers, s *journal.Server, do func(Balancer, *journal.Server) error) error {
	if err := Speakable(s); err != nil {
		return err
	}
	b, err := all.One(ctx, s)
	if err != nil {
		return err
	}
	return do(b, s)
}

// serversOf finds the servers that a fault's target stands for: "backend/server", or a node, which means every server that has its
// name or one of its addresses.
func serversOf(ctx context.Context, all Balancers, target string) ([]journal.Server, error) {
	addrs, err := all.Addrs(ctx, target)
	if err != nil {
		return nil, err
	}
	balancers, err := all.All(ctx)
	if err != nil {
		return nil, err
	}
	var found []journal.Server
	var others []string
	var silent []error
	for _, b := range balancers {
		servers, err := b.Servers(ctx)
		if err != nil {
			silent = append(silent, fmt.Errorf("%s: %w", b.Node, err))
			continue
		}
		for _, s := range b.Meant(servers, target, addrs) {
			found = append(found, s.Was(b.Node))
		}
		for _, s := range servers {
			others = append(others, s.FullName())
		}
	}
	if len(found) == 0 {
		return nil, noServer(target, others, silent)
	}
	return found, nil
}

// ErrNoServer says that no balancer has the server of a fault.
var ErrNoServer = errors.New("no balancer has a server")

// noServer returns the error when nothing was found. A balancer that did not answer may have the server.
func noServer(target string, others []string, silent []error) error {
	// Balancers that are not running matter less: the others' errors come first.
	slices.SortStableFunc(silent, func(a, b error) int {
		return cmp.Compare(gone(a), gone(b))
	})
	if len(silent) > 0 {
		return fmt.Errorf("find the server %s: %w", target, inOneLine(silent))
	}
	slices.Sort(others)
	there := strings.Join(slices.Compact(others), ", ")
	if there == "" {
		there = "none"
	}
	return fmt.Errorf("%w %s; their servers: %s", ErrNoServer, target, record.Clean(there))
}

func gone(err error) int {
	if errors.Is(err, ErrGone) {
		return 1
	}
	return 0
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
