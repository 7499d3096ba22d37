package hands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"hadash/record"
)

// HealAll heals all open faults, even if the caller's context has ended, and reports each heal. Nodes are healed at the
// same time, each one's faults newest first. A fault that is being injected delays only its own node.
//
// A fault made through a balancer cannot be undone while the balancer itself is paused or cut off. Such heals are tried
// once more when all nodes are healed.
func (h *Hands) HealAll(ctx context.Context, tell func(string)) error {
	open := h.Project.Open()
	err := h.healNodes(ctx, open, tell, func(f record.Fault) bool { return !f.Kind.AtBalancer() })
	h.landed()
	again := slices.DeleteFunc(h.Project.Open(), func(f record.Fault) bool { return slices.Contains(open, f) && !f.Kind.AtBalancer() })
	return errors.Join(err, h.healNodes(ctx, again, tell, func(record.Fault) bool { return true }))
}

// healNodes heals the nodes of some faults at the same time, the newest fault first. Its error has only the faults
// whose failure is final.
func (h *Hands) healNodes(ctx context.Context, open []record.Fault, tell func(string), final func(record.Fault) bool) error {
	var nodes []string
	for _, f := range slices.Backward(open) {
		if !slices.Contains(nodes, f.Target) {
			nodes = append(nodes, f.Target)
		}
	}
	errs := make([]error, len(nodes))
	var mu sync.Mutex
	report := func(text string) {
		mu.Lock()
		defer mu.Unlock()
		tell(text)
	}
	var all sync.WaitGroup
	for i, node := range nodes {
		all.Go(func() { errs[i] = h.healNode(ctx, node, report, final) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// healNode waits until no other operation works on a node, then heals the faults that are open on it.
func (h *Hands) healNode(ctx context.Context, node string, tell func(string), final func(record.Fault) bool) error {
	defer h.hold(node)()
	var errs []error
	for _, f := range slices.Backward(h.Project.Open()) {
		if f.Target != node {
			continue
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), HealLimit)
		err := h.heal(ctx, f, h.Project.Undo)
		cancel()
		switch {
		case err == nil:
			h.mu.Lock()
			h.undone = append(h.undone, f)
			h.mu.Unlock()
			tell("healed: " + Undoing(f))
		case final(f):
			errs = append(errs, &NotHealed{f, err})
		}
	}
	return errors.Join(errs...)
}

// NotHealed is the error of a fault that could not be healed.
type NotHealed struct {
	Fault record.Fault
	Err   error
}

func (e *NotHealed) Error() string {
	return fmt.Sprintf("%s is NOT healed: %v; 'hadash heal' tries again", e.Fault, e.Err)
}

func (e *NotHealed) Unwrap() error { return e.Err }

// Undone lists the faults that HealAll healed, in that order.
func (h *Hands) Undone() []record.Fault {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.undone)
}

// Undoing describes the heal of a fault in words.
func Undoing(f record.Fault) string {
	if f.Inverse() != "" || f.Kind.AtBalancer() {
		return f.Undoing()
	}
	return "start " + f.Target // of a restart, its second half
}
