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

const (
	injectLimit = time.Minute      // docker stop waits for a grace period
	toolsLimit  = 5 * time.Minute  // for an image that a fault needs and that is not there yet
	healLimit   = 15 * time.Second // for each fault, whatever ended hadash
)

// hands does to the project what the user asks for. What is broken by it stands in the project's journal.
type hands struct {
	project *stack.Project
	act     func(record.Act)

	flying sync.WaitGroup // injections under way
	mu     sync.Mutex
	vus    int // the load that was started from here and not stopped
}

// Inject breaks something. It goes on when ctx ends: the Engine would finish it anyway, and nobody would
// know whether there is something to heal.
func (h *hands) Inject(ctx context.Context, f record.Fault) error {
	h.flying.Add(1)
	defer h.flying.Done()
	h.act(record.Act{Inject: &f})
	limit := injectLimit
	if f.Kind == record.Delay || f.Kind == record.Loss {
		limit = toolsLimit
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	if err := h.project.Inject(ctx, f); err != nil {
		h.act(record.Act{Failed: &f, Why: err.Error()})
		return err
	}
	h.act(record.Act{Made: &f})
	return nil
}

// Heal undoes a fault, ours or somebody else's.
func (h *hands) Heal(ctx context.Context, f record.Fault) error {
	return h.heal(ctx, f, h.project.Heal)
}

func (h *hands) heal(ctx context.Context, f record.Fault, undo func(context.Context, record.Fault) error) error {
	h.act(record.Act{Heal: &f})
	if err := undo(ctx, f); err != nil {
		return err
	}
	h.act(record.Act{Healed: &f})
	return nil
}

// SetLoad starts the load, changes it, or stops it when vus is 0.
func (h *hands) SetLoad(ctx context.Context, vus int) error {
	h.act(record.Act{VUs: &vus})
	do := func() error { return h.project.StartLoad(ctx, vus) }
	if vus == 0 {
		do = func() error { return h.project.StopLoad(ctx) }
	}
	if err := do(); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.vus = vus
	return nil
}

// healAll heals what is still open, newest first, even when the caller's context has ended, and
// tells of each. What is just being broken is waited for.
func (h *hands) healAll(ctx context.Context, tell func(string)) error {
	h.flying.Wait()
	var errs []error
	for _, f := range slices.Backward(h.project.Open()) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), healLimit)
		err := h.heal(ctx, f, h.project.Undo)
		cancel()
		if err != nil {
			errs = append(errs, fmt.Errorf("%s is NOT healed: %w; 'hadash heal' tries again", f, err))
			continue
		}
		tell("healed: " + undoing(f))
	}
	return errors.Join(errs...)
}

// undoing is what heals a fault, in words.
func undoing(f record.Fault) string {
	if inverse := f.Kind.Inverse(); inverse != "" {
		return inverse + " " + f.Target
	}
	return "start " + f.Target // of a restart, its second half
}
