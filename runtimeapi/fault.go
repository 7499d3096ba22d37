package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hadash/journal"
	"hadash/record"
)

// Set makes a fault at a server.
func (b Balancer) Set(ctx context.Context, f record.Fault, s journal.Server) error {
	switch f.Kind {
	case record.SetMaint:
		return b.SetState(ctx, s, maint)
	case record.SetDrain:
		return b.SetState(ctx, s, drain)
	case record.SetWeight:
		return b.setWeight(ctx, s, strconv.Itoa(f.Amount)+"%")
	case record.ShutSessions:
		return b.orderOr(ctx, "shutdown sessions server "+s.Name(), s, "shutdown")
	case record.SetHealth:
		return b.setHealth(ctx, s, down)
	}
	return fmt.Errorf("no such fault at a balancer: %q", f.Kind)
}

// SetState sets a server's state: ready, drain or maint.
func (b Balancer) SetState(ctx context.Context, s journal.Server, state string) error {
	return b.orderOr(ctx, "set server "+s.Name()+" state "+state, s, state)
}

// orderOr sends a command, or has the stats page do an action where there is no Runtime API.
func (b Balancer) orderOr(ctx context.Context, command string, s journal.Server, action string) error {
	err := b.order(ctx, command)
	if !errors.Is(err, ErrNobody) || b.found() {
		return err
	}
	if errPage := b.Post(ctx, s, action); errPage != nil {
		return fmt.Errorf("%w (%w)", errPage, err)
	}
	return nil
}

func (b Balancer) setWeight(ctx context.Context, s journal.Server, weight string) error {
	return b.onlyThere(b.order(ctx, "set weight "+s.Name()+" "+weight))
}

// onlyThere explains why a weight cannot be changed without a Runtime API.
func (b Balancer) onlyThere(err error) error {
	if errors.Is(err, ErrNobody) && !b.found() {
		return fmt.Errorf("a weight can only be changed through the Runtime API (label %s): %w", adminLabel, err)
	}
	return err
}

// Speakable rejects names that are not valid for a server or backend of HAProxy and that could be commands: the journal
// comes from a file, and the names in it from another machine.
func Speakable(s *journal.Server) error {
	strange := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_.:", r)
	}
	for _, name := range []string{s.Backend, s.Server} {
		if name == "" || strings.ContainsFunc(name, strange) {
			return fmt.Errorf("%q is not a valid name in HAProxy", name)
		}
	}
	if _, err := strconv.ParseUint(s.Weight, 10, 16); s.Weight != "" && err != nil {
		return fmt.Errorf("%q is not a weight", s.Weight)
	}
	if !slices.Contains([]string{"", Ready, drain, maint}, s.State) {
		return fmt.Errorf("%q is not a state of HAProxy", s.State)
	}
	return nil
}
