// Package hands breaks and heals a project for somebody who watches it.
package hands

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"hadash/record"
)

const (
	injectLimit = time.Minute      // docker stop waits for a grace period
	toolsLimit  = 5 * time.Minute  // for an image that a fault needs and that is not there yet
	HealLimit   = 15 * time.Second // for each fault, whatever ended hadash
)

// Project is the project as hands need it.
type Project interface {
	Inject(ctx context.Context, f record.Fault) error
	Heal(ctx context.Context, f record.Fault) error // as the user asks for it
	Undo(ctx context.Context, f record.Fault) error // as the end of hadash asks for it
	Open() []record.Fault                           // what was made by this process and is not healed, or is just being made, oldest first
	Needs(ctx context.Context, f record.Fault) (meanwhile string, err error)
	StartLoad(ctx context.Context, vus int) error
	StopLoad(ctx context.Context) error
	LoadPreparing() string
}

// Hands does to the project what the user asks for. What is broken by it stands in the project's journal.
type Hands struct {
	Project Project
	Act     func(record.Act) // notes what was done

	mu   sync.Mutex
	busy map[string]chan struct{} // full while a node is broken or healed: one thing at a time
	vus  int                      // the load that was started from here and not stopped
}

// hold waits until nothing else is done to a node, and keeps it so until release is called.
func (h *Hands) hold(node string) (release func()) {
	h.mu.Lock()
	if h.busy == nil {
		h.busy = map[string]chan struct{}{}
	}
	held := h.busy[node]
	if held == nil {
		held = make(chan struct{}, 1)
		h.busy[node] = held
	}
	h.mu.Unlock()
	held <- struct{}{}
	return func() { <-held }
}

// Inject breaks something. It goes on when ctx ends: the Engine would finish it anyway, and nobody would
// know whether there is something to heal.
func (h *Hands) Inject(ctx context.Context, f record.Fault) error {
	defer h.hold(f.Target)()
	h.Act(record.Act{Inject: &f})
	limit := injectLimit
	if f.Kind == record.Delay || f.Kind == record.Loss {
		limit = toolsLimit
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	if meanwhile, _ := h.Project.Needs(ctx, f); meanwhile != "" { // its error Inject gives, too
		h.Act(record.Act{Note: meanwhile})
	}
	if err := h.Project.Inject(ctx, f); err != nil {
		h.Act(record.Act{Failed: &f, Why: err.Error()})
		return err
	}
	h.Act(record.Act{Made: &f})
	return nil
}

// landed waits for what is being done now to any node. Who waits for a node gets it in turn.
func (h *Hands) landed() {
	h.mu.Lock()
	nodes := slices.Collect(maps.Keys(h.busy))
	h.mu.Unlock()
	for _, node := range nodes {
		h.hold(node)()
	}
}

// Heal undoes a fault, ours or somebody else's.
func (h *Hands) Heal(ctx context.Context, f record.Fault) error {
	defer h.hold(f.Target)()
	return h.heal(ctx, f, h.Project.Heal)
}

func (h *Hands) heal(ctx context.Context, f record.Fault, undo func(context.Context, record.Fault) error) error {
	h.Act(record.Act{Heal: &f})
	if err := undo(ctx, f); err != nil {
		return err
	}
	h.Act(record.Act{Healed: &f})
	return nil
}

// LoadPreparing is what is done at the moment to make the load's image and container; "" when nothing is.
func (h *Hands) LoadPreparing() string { return h.Project.LoadPreparing() }

// SetLoad starts the load, changes it, or stops it when vus is 0. It waits until the load is prepared, however long that
// takes, or ctx ends: all else has its limit below.
func (h *Hands) SetLoad(ctx context.Context, vus int) error {
	h.Act(record.Act{VUs: &vus})
	do := func() error { return h.Project.StartLoad(ctx, vus) }
	if vus == 0 {
		do = func() error { return h.Project.StopLoad(ctx) }
	}
	if err := do(); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.vus = vus
	return nil
}

// VUs is the load that was started from here and not stopped.
func (h *Hands) VUs() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.vus
}
