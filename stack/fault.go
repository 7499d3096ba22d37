package stack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hadash/record"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
)

// Inject breaks a service's container, or its place at HAProxy. It is written down first: without that,
// nothing is broken. A fault that is there already is no error: whether it bites is told by the Engine's
// events, not by this call's success.
func (p *Project) Inject(ctx context.Context, f record.Fault) error {
	c, err := p.broken(ctx, f)
	if err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	defer p.forget(f.Target)
	e := entry{Fault: f, ID: c.ID, At: time.Now()}
	if e.Undo, err = p.before(ctx, f, c); err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	if err := p.journal.add(e); err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	err = p.inject(ctx, e, c)
	if err != nil && f.Kind.AtBalancer() {
		// Of several servers some may have taken it. What cannot be undone at once stays to be healed.
		if undoing := p.resetAtBalancer(context.WithoutCancel(ctx), f, *e.Undo.Balancer); undoing != nil {
			return fmt.Errorf("%s: %w", f, errors.Join(err, undoing))
		}
	}
	if err != nil && ctx.Err() == nil && f.Kind != record.Cut || f.Kind.Inverse() == "" && err == nil {
		// It was not made, or healed itself. A cut may have been made in part, and one that was broken off
		// may be made yet: those stay to be healed.
		err = errors.Join(err, p.journal.drop(e.sameAs))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	return nil
}

// broken is the container that a fault is made to. One made at HAProxy needs none: its target may be a server
// that is no container of the project.
func (p *Project) broken(ctx context.Context, f record.Fault) (c container.InspectResponse, err error) {
	if f.Kind.AtBalancer() {
		return container.InspectResponse{ContainerJSONBase: &container.ContainerJSONBase{State: &container.State{}}}, nil
	}
	return p.target(ctx, f.Target)
}

// Open is the faults made by this process and not healed, oldest first.
func (p *Project) Open() []record.Fault {
	var all []record.Fault
	for _, e := range p.journal.list() {
		all = append(all, e.Fault)
	}
	return all
}

// before looks up what undoing a fault will take, and refuses one that makes no sense.
func (p *Project) before(ctx context.Context, f record.Fault, c container.InspectResponse) (u undo, err error) {
	needs := f.Kind == record.Pause || f.Kind == record.Crash || f.Kind == record.Delay || f.Kind == record.Loss
	if needs && !c.State.Running {
		return u, fmt.Errorf("it is %s, and only what runs can be broken like that; start it first", c.State.Status)
	}
	switch f.Kind {
	case record.Cut:
		u.Networks = endpoints(c)
	case record.Slow:
		u.CPU = limitsOf(c)
	case record.Delay, record.Loss:
		_, err := p.tools(ctx) // made now, so that a fault which needs minutes for it is not half made when it is broken off
		return u, err
	case record.SetMaint, record.SetDrain, record.SetWeight:
		was, err := p.atBalancer(ctx, f)
		u.Balancer = &was
		return u, err
	}
	return u, nil
}

func (p *Project) inject(ctx context.Context, e entry, c container.InspectResponse) error {
	switch e.Fault.Kind {
	case record.Stop:
		return p.api.ContainerStop(ctx, c.ID, container.StopOptions{}) // 304, stopped already, is no error
	case record.Kill:
		if !c.State.Running {
			return nil
		}
		return p.api.ContainerKill(ctx, c.ID, "SIGKILL")
	case record.Crash:
		return p.crash(ctx, c)
	case record.Restart:
		return p.api.ContainerRestart(ctx, c.ID, container.StopOptions{})
	case record.Pause:
		if c.State.Paused {
			return nil
		}
		return p.api.ContainerPause(ctx, c.ID)
	case record.Cut:
		return p.cut(ctx, c)
	case record.Slow:
		return p.slow(ctx, c, amount(e.Fault))
	case record.Delay, record.Loss:
		return p.netem(ctx, c)
	case record.SetMaint, record.SetDrain, record.SetWeight:
		return p.setAtBalancer(ctx, e.Fault, *e.Undo.Balancer)
	}
	return fmt.Errorf("no such fault: %q", e.Fault.Kind)
}

// amount is how much of it is asked for; of a weight, nothing is an answer too.
func amount(f record.Fault) int {
	if f.Amount > 0 || f.Kind == record.SetWeight {
		return f.Amount
	}
	return f.Kind.Usual()
}

// target is the guard rail: the container that a service's name stands for, inspected now, and only
// when it says itself that it belongs to the chosen project. Everything that changes a container
// gets it from here.
func (p *Project) target(ctx context.Context, node string) (container.InspectResponse, error) {
	c, err := p.findNow(ctx, node)
	if err != nil {
		return c, err
	}
	if owner := c.Config.Labels[labelProject]; owner != p.name || c.Config.Labels[labelService] != node {
		return container.InspectResponse{}, fmt.Errorf(
			"container %.12s belongs to service %q of project %q, not to project %q: hands off",
			c.ID, c.Config.Labels[labelService], owner, p.name)
	}
	return c, nil
}

// Heal undoes a fault: ours, with what the journal knows of the time before it, or somebody else's, as far as
// the container itself tells. Healing what is well already is no error. Faults nest: a container that was
// paused and then killed is dead, not paused, so that healing the kill starts it and healing the pause then
// finds nothing to do.
func (p *Project) Heal(ctx context.Context, f record.Fault) error {
	e := entry{Fault: f}
	for _, o := range slices.Backward(p.journal.list()) {
		if heals(f, o.Fault) {
			e = o
			break
		}
	}
	if err := p.healEntry(ctx, e); err != nil {
		return err
	}
	return p.journal.drop(func(o entry) bool { return heals(f, o.Fault) })
}

// heals reports whether undoing one fault undoes the other.
func heals(f, o record.Fault) bool {
	return f.Target == o.Target && (f.Kind == o.Kind || f.Kind.Inverse() == o.Kind.Inverse() && !f.Kind.AtBalancer())
}

func (p *Project) healEntry(ctx context.Context, e entry) error {
	c, err := p.broken(ctx, e.Fault)
	if err != nil {
		return fmt.Errorf("heal %s: %w", e.Fault, err)
	}
	defer p.forget(e.Fault.Target)
	if e.ID != c.ID {
		e.Undo = undo{Balancer: e.Undo.Balancer} // made anew since: it has its networks and limits from compose
	}
	if err := p.heal(ctx, e, c); err != nil {
		return fmt.Errorf("heal %s: %w", e.Fault, err)
	}
	return nil
}

func (p *Project) heal(ctx context.Context, e entry, c container.InspectResponse) error {
	switch e.Fault.Kind {
	case record.Stop, record.Kill, record.Crash, record.Restart:
		return p.run(ctx, c)
	case record.Pause:
		if !c.State.Paused {
			return nil
		}
		return p.unpause(ctx, c)
	case record.Cut:
		return p.rejoin(ctx, c, e.Undo.Networks)
	case record.Slow:
		return p.fullSpeed(ctx, c, e.Undo.CPU)
	case record.Delay, record.Loss:
		return p.lessNetem(ctx, c, e.Fault.Kind)
	case record.SetMaint, record.SetDrain, record.SetWeight:
		var was balancerUndo
		if e.Undo.Balancer != nil {
			was = *e.Undo.Balancer
		}
		return p.resetAtBalancer(ctx, e.Fault, was)
	}
	return fmt.Errorf("no such fault: %q", e.Fault.Kind)
}

// run makes a container run, whatever keeps it from it. One that was cut off is put back on its networks
// first: the Engine would give it some address at its start, where nobody looks for it.
func (p *Project) run(ctx context.Context, c container.InspectResponse) error {
	switch {
	case c.State.Paused: // the Engine refuses to start it
		return p.unpause(ctx, c)
	case c.State.Running:
		return nil
	}
	for _, e := range p.journal.list() {
		if e.Fault.Kind == record.Cut && e.ID == c.ID {
			if err := p.rejoin(ctx, c, e.Undo.Networks); err != nil {
				return err
			}
		}
	}
	return p.api.ContainerStart(ctx, c.ID, container.StartOptions{}) // 304, runs already, is no error
}

// unpause takes a conflict for success when the container turns out not to be paused any more.
func (p *Project) unpause(ctx context.Context, c container.InspectResponse) error {
	err := p.api.ContainerUnpause(ctx, c.ID)
	if !errdefs.IsConflict(err) {
		return err
	}
	if now, errNow := p.api.ContainerInspect(ctx, c.ID); errNow == nil && now.State != nil && !now.State.Paused {
		return nil
	}
	return err
}
