package runtimeapi

import (
	"context"

	"hadash/journal"
	"hadash/record"
)

// Reset undoes a fault at a server and restores its earlier state.
func (b Balancer) Reset(ctx context.Context, f record.Fault, s journal.Server) error {
	switch {
	case f.Kind == record.SetHealth:
		return b.healthAgain(ctx, s)
	case f.Kind == record.SetWeight && s.Weight == "":
		return b.setWeight(ctx, s, "100%") // of the configured weight
	case f.Kind == record.SetWeight:
		return b.resetWeight(ctx, f, s)
	case s.State != "":
		return b.SetState(ctx, s, s.State)
	case s.Ready:
		return b.SetState(ctx, s, Ready)
	}
	return nil
}

// resetWeight restores the earlier weight. A server that has its configured weight again is left alone: another program
// restored it, or HAProxy was restarted.
func (b Balancer) resetWeight(ctx context.Context, f record.Fault, s journal.Server) error {
	now, initial, err := b.weights(ctx, s.Name())
	if err != nil {
		return b.onlyThere(err)
	}
	if now == initial && f.Amount != 100 {
		return nil
	}
	return b.setWeight(ctx, s, s.Weight)
}
