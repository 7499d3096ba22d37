package stack

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hadash/record"
	"hadash/stack/label"
)

const (
	readyLimit = 2 * time.Minute
	readyLook  = 300 * time.Millisecond // between two checks
	deadLooks  = 5                      // checks in which a container must be dead before waiting ends
	probeLimit = 2 * time.Second
	lagLines   = 5           // of a log, in the error
	onceLimit  = time.Minute // after which a running container without a role counts as a service
)

// waitReady waits until every service is ready. It fails if a container that should run has exited, or after
// readyLimit; the error names the services that are not ready, with the end of their logs.
func (p *Project) waitReady(ctx context.Context, watch func(string)) error {
	ctx, cancel := context.WithTimeout(ctx, readyLimit)
	defer cancel()
	tick := time.NewTicker(readyLook)
	defer tick.Stop()
	dead := map[string]int{}
	for {
		lags, err := p.laggards(ctx)
		if err == nil && len(lags) == 0 {
			return nil
		}
		if err == nil {
			watch("waiting for " + strings.Join(names(lags), ", "))
			if gone := stillDead(dead, lags); gone != nil {
				return p.notReady(ctx, "ended", gone)
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return ctx.Err()
			}
			if err != nil {
				return fmt.Errorf("wait until the stack is ready: %w", err)
			}
			return p.notReady(ctx, fmt.Sprintf("not ready after %v", readyLimit), lags)
		}
	}
}

// lag is a service that is not ready, and why.
type lag struct {
	node, why string
	dead      bool
}

func names(lags []lag) []string {
	var out []string
	for _, l := range lags {
		out = append(out, l.node+" ("+l.why+")")
	}
	return out
}

// stillDead counts in how many consecutive checks each laggard was dead. Once is not enough: compose may be about to
// start it.
func stillDead(dead map[string]int, lags []lag) []lag {
	var gone []lag
	for _, l := range lags {
		if !l.dead {
			dead[l.node] = 0
			continue
		}
		if dead[l.node]++; dead[l.node] >= deadLooks {
			gone = append(gone, l)
		}
	}
	return gone
}

func (p *Project) laggards(ctx context.Context) ([]lag, error) {
	all, err := p.list(ctx)
	if err != nil {
		return nil, err
	}
	var out []lag
	for _, s := range all {
		if s.Labels[label.Role] == string(record.RoleLoad) {
			continue
		}
		c, err := p.inspect(ctx, s.Labels[label.Node], s.ID)
		if err != nil {
			return nil, err
		}
		if l := p.lagOf(ctx, c); l.why != "" {
			out = append(out, l)
		}
	}
	if len(all) == 0 {
		return []lag{{node: "the project", why: "it has no containers", dead: true}}, nil
	}
	return out, nil
}

// notReady returns the error that names the laggards, with the end of their logs.
func (p *Project) notReady(ctx context.Context, what string, lags []lag) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeLimit) // the time limit may have passed
	defer cancel()
	var b strings.Builder
	for _, l := range lags {
		for _, line := range p.lastLines(ctx, l.node, lagLines) {
			b.WriteString("\n    " + l.node + ": " + line)
		}
	}
	return fmt.Errorf("%s: %s%s", what, strings.Join(names(lags), ", "), b.String())
}
