package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"hadash/record"
)

// healAll heals what is still open, even when the caller's context has ended, and tells of each. Nodes are healed at
// the same time, each one's faults newest first. What is just being broken keeps only its own node waiting.
func (h *hands) healAll(ctx context.Context, tell func(string)) error {
	open := h.project.Open()
	err := h.healNodes(ctx, open, tell)
	h.landed()
	late := slices.DeleteFunc(h.project.Open(), func(f record.Fault) bool { return slices.Contains(open, f) })
	return errors.Join(err, h.healNodes(ctx, late, tell))
}

// healNodes heals the nodes of some faults, the newest first, all at the same time.
func (h *hands) healNodes(ctx context.Context, open []record.Fault, tell func(string)) error {
	var nodes []string
	for _, f := range slices.Backward(open) {
		if !slices.Contains(nodes, f.Target) {
			nodes = append(nodes, f.Target)
		}
	}
	errs := make([]error, len(nodes))
	var mu sync.Mutex
	said := func(text string) {
		mu.Lock()
		defer mu.Unlock()
		tell(text)
	}
	var all sync.WaitGroup
	for i, node := range nodes {
		all.Go(func() { errs[i] = h.healNode(ctx, node, said) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// healNode heals a node as soon as nothing else is done to it, of what is open on it by then.
func (h *hands) healNode(ctx context.Context, node string, tell func(string)) error {
	defer h.hold(node)()
	var errs []error
	for _, f := range slices.Backward(h.project.Open()) {
		if f.Target != node {
			continue
		}
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
