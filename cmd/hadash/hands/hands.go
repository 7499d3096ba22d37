// Package hands breaks and heals a project while it is watched.
package hands

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"hadash/own"
	"hadash/record"
)

const (
	injectLimit = time.Minute      // docker stop waits for a grace period
	updateLimit = 10 * time.Minute // a swarm makes one task after the other
	toolsLimit  = 5 * time.Minute  // to make the image that a fault needs
	HealLimit   = 20 * time.Second // for each fault, however hadash ends
)

// Project is a project that hands can break and heal.
type Project interface {
	Inject(ctx context.Context, f record.Fault) error
	Heal(ctx context.Context, f record.Fault) error // as requested by the user
	Undo(ctx context.Context, f record.Fault) error // at the end of hadash
	Open() []record.Fault                           // faults of this process that are open or being injected, oldest first
	Needs(ctx context.Context, f record.Fault) (meanwhile string, err error)
	HasLoad(ctx context.Context) error
	StartLoad(ctx context.Context, vus int) error
	StopLoad(ctx context.Context) error
	LoadPreparing() string
}

// Readier is a project that looks at a node before its fault is requested: the time of the fault is that of the request.
type Readier interface {
	Ready(ctx context.Context, f record.Fault) error
}

// Hands breaks and heals a project at the user's request. Its faults are in the project's journal.
type Hands struct {
	Project Project
	Act     func(record.Act) // records an action

	mu     sync.Mutex
	busy   map[string]chan struct{} // full while a fault of the node is injected or healed: one at a time
	undone []record.Fault           // what HealAll healed
	vus    int                      // users of the load that this process started and did not stop
}

// hold waits until no other operation works on a node, and keeps others waiting until release is called.
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

// Inject injects a fault. It continues when ctx ends: the Engine would finish the operation anyway, and it would not be
// known whether there is something to heal.
func (h *Hands) Inject(ctx context.Context, f record.Fault) error {
	defer h.hold(f.Target)()
	if p, ok := h.Project.(Readier); ok {
		if err := p.Ready(ctx, f); err != nil {
			return err
		}
	}
	h.Act(record.Act{Inject: &f})
	limit := injectLimit
	switch f.Kind {
	case record.Delay, record.Loss, record.Cut, record.CutHost:
		limit = toolsLimit
	case record.Update:
		limit = updateLimit
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	if meanwhile, _ := h.Project.Needs(ctx, f); meanwhile != "" { // Inject returns the same error
		h.Act(record.Act{Note: meanwhile})
	}
	err := h.Project.Inject(ctx, f)
	if made := (interface{ Made() bool })(nil); errors.As(err, &made) && made.Made() {
		h.Act(record.Act{Made: &f})
		h.Act(record.Act{Note: own.Brief(err)})
		return err
	}
	if err != nil {
		h.Act(record.Act{Failed: &f, Why: own.Brief(err)})
		return err
	}
	h.Act(record.Act{Made: &f})
	return nil
}

// landed waits for the operations in progress on all nodes. Those that wait for a node get it in turn.
func (h *Hands) landed() {
	h.mu.Lock()
	nodes := slices.Collect(maps.Keys(h.busy))
	h.mu.Unlock()
	for _, node := range nodes {
		h.hold(node)()
	}
}

// Heal undoes a fault, also one that others made.
func (h *Hands) Heal(ctx context.Context, f record.Fault) error {
	defer h.hold(f.Target)()
	return h.heal(ctx, f, h.Project.Heal)
}

func (h *Hands) heal(ctx context.Context, f record.Fault, undo func(context.Context, record.Fault) error) error {
	h.Act(record.Act{Heal: &f})
	if err := undo(ctx, f); err != nil {
		if f.Kind == record.Own {
			h.Act(record.Act{Unhealed: &f, Why: own.Brief(err)})
		}
		return err
	}
	h.Act(record.Act{Healed: &f})
	return nil
}

// LoadPreparing describes the current step of making the load's image and container; "" if there is none.
func (h *Hands) LoadPreparing() string { return h.Project.LoadPreparing() }

// SetLoad starts the load, changes it, or stops it if vus is 0. It waits until the load is prepared, without a limit,
// or ctx ends; the other steps have limits below. A project without a load gets none, and no event of one.
func (h *Hands) SetLoad(ctx context.Context, vus int) error {
	if err := h.Project.HasLoad(ctx); err != nil {
		return err
	}
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

// VUs returns the users of the load that this process started and did not stop.
func (h *Hands) VUs() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.vus
}
