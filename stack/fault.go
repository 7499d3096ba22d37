package stack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"hadash/journal"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/cluster"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
)

// Inject breaks a service's container, or changes its server at HAProxy. The fault is first saved in the journal; if
// that fails, nothing is broken. Making a fault that exists already is no error: whether it takes effect shows in the
// Engine's events, not in this call's success.
func (p *Project) Inject(ctx context.Context, f record.Fault) error {
	e, before, c, err := p.writeDown(ctx, f)
	if err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	defer p.forget(f.Target)
	err = p.inject(ctx, e, c)
	if err != nil && f.Kind.OfCluster() {
		return fmt.Errorf("%s: %w", f, errors.Join(err, p.takeBack(ctx, e, before)))
	}
	if err != nil && f.Kind.AtBalancer() {
		// Some of the servers may have taken it. If that cannot be undone at once, it stays in the journal to be
		// healed.
		living, _ := p.journal.Everywhere()
		if undoing := runtimeapi.Reset(context.WithoutCancel(ctx), balancersOf{p}, e, journal.Staying(living, heals(f))); undoing != nil {
			return fmt.Errorf("%s: %w", f, errors.Join(err, undoing))
		}
	}
	if err != nil && ctx.Err() == nil && f.Kind != record.Cut && !errors.Is(err, runtimeapi.ErrDoubt) || f.Kind.Inverse() == "" && err == nil {
		// It was not made, or it healed itself. But a cut may have been made in part, and a fault that was interrupted
		// or not confirmed may still be made: these stay in the journal to be healed.
		err = errors.Join(err, p.journal.TakeBack(e, before))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	return nil
}

// writeDown finds the fault's target and what undoing it takes, and saves both in the journal.
func (p *Project) writeDown(ctx context.Context, f record.Fault) (e journal.Entry, before []journal.Entry, c container.InspectResponse, err error) {
	if p.needsTools(ctx, f) {
		// Made before the turn is taken: a fault that needs minutes for this must not be half made when it is
		// interrupted, and the turn must not be held for that long.
		if err = p.prepareTools(ctx, f); err != nil {
			return e, nil, c, err
		}
	}
	release, err := p.journal.Turn(ctx, journal.InjectTurn, journal.ThingOf(f))
	if err != nil {
		return e, nil, c, fmt.Errorf("write down the fault in %s: %w; nothing was broken", p.journal.Dir, err)
	}
	defer release()
	if c, err = p.broken(ctx, f); err != nil {
		return e, nil, c, err
	}
	e = journal.Entry{Fault: f, At: time.Now()}
	if f.Kind.OfCluster() {
		e.Undo.Swarm = &journal.Swarm{}
		e.ID, *e.Undo.Swarm, err = p.engines.Before(ctx, f)
	} else {
		e.ID = c.ID
		e.Undo, err = p.before(ctx, f, c)
	}
	if err != nil {
		return e, nil, c, err
	}
	living, dead := p.journal.Everywhere()
	e.Inherit(append(dead, living...))
	before, err = p.journal.Add(e)
	return e, before, c, err
}

func (p *Project) prepareTools(ctx context.Context, f record.Fault) error {
	c, err := p.broken(ctx, f)
	switch {
	case err != nil:
	case f.Kind.OfCluster():
		_, _, err = p.engines.Before(ctx, f)
	default:
		_, err = p.before(ctx, f, c)
	}
	if err == nil {
		_, err = p.Needs(ctx, f)
	}
	if err == nil {
		_, err = p.tools(ctx)
	}
	return err
}

// broken returns the container that a fault is made to. A fault at HAProxy needs none: its target may be a server that
// is no container of the project. Nor does one of a service or of a host.
func (p *Project) broken(ctx context.Context, f record.Fault) (c container.InspectResponse, err error) {
	if f.Kind.AtBalancer() || f.Kind.OfCluster() {
		return container.InspectResponse{ContainerJSONBase: &container.ContainerJSONBase{State: &container.State{}}}, nil
	}
	return p.target(ctx, f.Target)
}

// Open returns the faults that this process made and has not healed, oldest first.
func (p *Project) Open() []record.Fault { return p.journal.Open() }

// before looks up what undoing a fault will take, and rejects a fault that makes no sense.
func (p *Project) before(ctx context.Context, f record.Fault, c container.InspectResponse) (u journal.Undo, err error) {
	needs := f.Kind == record.Pause || f.Kind == record.Crash || f.Kind == record.Delay || f.Kind == record.Loss
	if needs && !c.State.Running {
		return u, fmt.Errorf("it is %s; only a running container can be broken this way: start it first", c.State.Status)
	}
	if !f.Kind.AtBalancer() {
		u.Swarm = cluster.TaskOf(c.Config.Labels, c.Config.Labels[label.Number])
	}
	switch f.Kind {
	case record.Cut:
		if u.Swarm != nil {
			return u, nil // it keeps its networks
		}
		u.Networks, err = json.Marshal(endpoints(c))
		return u, err
	case record.Slow:
		u.CPU = limitsOf(c)
	case record.SetMaint, record.SetDrain, record.SetWeight, record.ShutSessions, record.SetHealth:
		was, err := runtimeapi.Before(ctx, balancersOf{p}, f)
		u.Balancer = &was
		return u, err
	}
	return u, nil
}

func (p *Project) inject(ctx context.Context, e journal.Entry, c container.InspectResponse) error {
	switch e.Fault.Kind {
	case record.Stop:
		return p.api.ContainerStop(ctx, c.ID, container.StopOptions{}) // 304, already stopped, is no error
	case record.Kill:
		if !c.State.Running {
			return nil
		}
		return p.api.ContainerKill(ctx, c.ID, "SIGKILL")
	case record.Crash:
		return p.crash(ctx, c)
	case record.Restart:
		if e.Undo.Swarm != nil { // started by hand, it would run beside the one that the swarm makes in its place
			if err := p.api.ContainerStop(ctx, c.ID, container.StopOptions{}); err != nil {
				return err
			}
			return p.engines.Replaced(ctx, *e.Undo.Swarm)
		}
		return p.api.ContainerRestart(ctx, c.ID, container.StopOptions{})
	case record.Pause:
		if c.State.Paused {
			return nil
		}
		return p.api.ContainerPause(ctx, c.ID)
	case record.Cut:
		if e.Undo.Swarm != nil {
			return p.ruled(ctx, c, cluster.CutScript)
		}
		return p.cut(ctx, c)
	case record.Scale, record.Update, record.DrainHost, record.Leave, record.CutHost:
		return p.engines.Make(ctx, e.Fault, *e.Undo.Swarm)
	case record.Slow:
		return p.slow(ctx, c, amount(e.Fault))
	case record.Delay, record.Loss:
		return p.netem(ctx, c)
	case record.SetMaint, record.SetDrain, record.SetWeight, record.ShutSessions, record.SetHealth:
		return runtimeapi.Set(ctx, balancersOf{p}, e.Fault, *e.Undo.Balancer)
	}
	return fmt.Errorf("no such fault: %q", e.Fault.Kind)
}

// amount returns the amount of a fault, by default the usual one of its kind; for a weight, 0 is a value too.
func amount(f record.Fault) int {
	if f.Amount > 0 || f.Kind == record.SetWeight {
		return f.Amount
	}
	return f.Kind.Usual()
}

// isNode reports whether labels, as the Engine gives them, are those of a node.
func (p *Project) isNode(labels map[string]string, node string) bool {
	n := numberedOf(labels)
	if p.at != "" {
		node = strings.TrimSuffix(node, "@"+p.at)
	}
	return n.node(1) == node || n.node(2) == node || n.task && n.service == node
}

// target is the safeguard: it inspects a node's container now, and returns it only if its own labels say that it
// belongs to the chosen project. Every change of a container goes through target.
func (p *Project) target(ctx context.Context, node string) (container.InspectResponse, error) {
	c, err := p.findNow(ctx, node)
	if err != nil {
		return c, err
	}
	if owner := c.Config.Labels[label.Project]; owner != p.name || !p.isNode(c.Config.Labels, node) {
		return container.InspectResponse{}, fmt.Errorf(
			"container %.12s belongs to service %q of project %q, not to project %q: it is left alone",
			c.ID, c.Config.Labels[label.Service], owner, p.name)
	}
	return c, nil
}
