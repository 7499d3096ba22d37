package stack

import (
	"context"
	"fmt"

	"hadash/record"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
)

// Inject breaks a service's container. A fault that is there already is no error: whether it bites
// is told by the Engine's events, not by this call's success.
func (p *Project) Inject(ctx context.Context, f record.Fault) error {
	c, err := p.target(ctx, f.Target)
	if err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	defer p.forget(f.Target)
	if err := p.inject(ctx, f.Kind, c); err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	return nil
}

func (p *Project) inject(ctx context.Context, kind record.FaultKind, c container.InspectResponse) error {
	switch kind {
	case record.Stop:
		return p.api.ContainerStop(ctx, c.ID, container.StopOptions{}) // 304, stopped already, is no error
	case record.Kill:
		if !c.State.Running {
			return nil
		}
		return p.api.ContainerKill(ctx, c.ID, "SIGKILL")
	case record.Restart:
		return p.api.ContainerRestart(ctx, c.ID, container.StopOptions{})
	case record.Pause:
		return p.pause(ctx, c)
	case record.Cut:
		return p.cut(ctx, c)
	case record.Slow:
		return p.slow(ctx, c)
	}
	return fmt.Errorf("no such fault: %q", kind)
}

func (p *Project) pause(ctx context.Context, c container.InspectResponse) error {
	switch {
	case c.State.Paused:
		return nil
	case !c.State.Running:
		return fmt.Errorf("it is %s, and only what runs can be paused; start it first", c.State.Status)
	}
	return p.api.ContainerPause(ctx, c.ID)
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

// Heal undoes a fault. Healing what is well already is no error. Faults nest: a container that was
// paused and then killed is dead, not paused, so that healing the kill starts it and healing the
// pause then finds nothing to do.
func (p *Project) Heal(ctx context.Context, f record.Fault) error {
	c, err := p.target(ctx, f.Target)
	if err != nil {
		return fmt.Errorf("heal %s: %w", f, err)
	}
	defer p.forget(f.Target)
	if err := p.heal(ctx, f.Kind, c); err != nil {
		return fmt.Errorf("heal %s: %w", f, err)
	}
	return nil
}

func (p *Project) heal(ctx context.Context, kind record.FaultKind, c container.InspectResponse) error {
	switch kind {
	case record.Stop, record.Kill, record.Crash, record.Restart:
		return p.run(ctx, c)
	case record.Pause:
		if !c.State.Paused {
			return nil
		}
		return p.unpause(ctx, c)
	case record.Cut:
		return p.rejoin(ctx, c)
	case record.Slow:
		return p.fullSpeed(ctx, c)
	}
	return fmt.Errorf("no such fault: %q", kind)
}

// run makes a container run, whatever keeps it from it.
func (p *Project) run(ctx context.Context, c container.InspectResponse) error {
	switch {
	case c.State.Paused: // the Engine refuses to start it
		return p.unpause(ctx, c)
	case c.State.Running:
		return nil
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
