package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"hadash/record"
	"hadash/stack"
)

// healLimit bounds the healing of all faults at the end, whatever ended it.
const healLimit = 30 * time.Second

// hands does to the project what the user asks for, and remembers what is broken by it.
type hands struct {
	project *stack.Project
	act     func(record.Act)

	mu   sync.Mutex
	open []record.Fault
}

// Inject breaks something. The fault counts as open before it is made: half a fault must be
// healed too.
func (h *hands) Inject(ctx context.Context, f record.Fault) error {
	h.act(record.Act{Inject: &f})
	if f.Kind.Inverse() != "" {
		h.mu.Lock()
		h.open = append(h.open, f)
		h.mu.Unlock()
	}
	if err := h.project.Inject(ctx, f); err != nil {
		h.forget(f)
		h.act(record.Act{Failed: &f, Why: err.Error()})
		return fmt.Errorf("%s: %w", f, err)
	}
	return nil
}

// Heal undoes a fault, ours or somebody else's.
func (h *hands) Heal(ctx context.Context, f record.Fault) error {
	h.act(record.Act{Heal: &f})
	if err := h.project.Heal(ctx, f); err != nil {
		return fmt.Errorf("%s %s: %w", f.Kind.Inverse(), f.Target, err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	inverse := f.Kind.Inverse()
	h.open = slices.DeleteFunc(h.open, func(o record.Fault) bool { return o.Target == f.Target && o.Kind.Inverse() == inverse })
	return nil
}

// forget drops one fault that was not made after all.
func (h *hands) forget(f record.Fault) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := slices.Index(h.open, f); i >= 0 {
		h.open = slices.Delete(h.open, i, i+1)
	}
}

// SetLoad starts the load, changes it, or stops it when vus is 0.
func (h *hands) SetLoad(ctx context.Context, vus int) error {
	h.act(record.Act{VUs: &vus})
	if vus == 0 {
		return h.project.StopLoad(ctx)
	}
	return h.project.StartLoad(ctx, vus)
}

// healAll heals what is still open, newest first, even when the caller's context has ended, and
// tells of each.
func (h *hands) healAll(ctx context.Context, tell func(string)) error {
	h.mu.Lock()
	open := slices.Clone(h.open)
	h.mu.Unlock()
	if len(open) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), healLimit)
	defer cancel()
	var errs []error
	for _, f := range slices.Backward(open) {
		if err := h.Heal(ctx, f); err != nil {
			errs = append(errs, fmt.Errorf("%w; by hand: docker %s the container of %s", err, f.Kind.Inverse(), f.Target))
			continue
		}
		tell("healed: " + f.Kind.Inverse() + " " + f.Target)
	}
	return errors.Join(errs...)
}
