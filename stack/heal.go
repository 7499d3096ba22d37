package stack

import (
	"context"
	"errors"
	"fmt"

	"hadash/journal"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/cluster"
	"hadash/stack/label"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
)

// Heal undoes a fault at the user's request. For a fault of ours it uses the earlier state from the journal; for
// another one, what the container and the journals of other processes show. Healing something that is well is no error.
// Faults nest: a container that was paused and then killed is dead, not paused, so healing the kill starts it and
// healing the pause then finds nothing to do. What another hadash holds stays (see overlap.go); a second request treats
// it as a foreign fault and heals it.
func (p *Project) Heal(ctx context.Context, f record.Fault) error {
	defer p.journal.TurnOrNot(ctx, f)()
	living, dead := p.journal.Everywhere()
	e, ours := p.journal.Ours(heals(f))
	if ours && (e.Undo.Swarm != nil || !p.recreated(ctx, e)) {
		return p.healOurs(ctx, e, living)
	}
	if f.Kind.OfCluster() {
		return p.healEntry(ctx, theirs(f, append(dead, living...)), nil)
	}
	// Heal the container that exists now, whatever broke it.
	c, err := p.broken(ctx, f)
	if err != nil {
		return fmt.Errorf("heal %s: %w", f, err)
	}
	e = journal.Entry{Fault: f, ID: c.ID}
	if !f.Kind.AtBalancer() {
		if f.Kind.EndsProcess() && c.State.Running && !c.State.Paused { // the swarm, or somebody, was faster
			return p.journal.Drop(func(o journal.Entry) bool { return heals(f)(o.Fault) })
		}
		e.Undo.Swarm = cluster.TaskOf(c.Config.Labels, c.Config.Labels[label.Number])
		e.Inherit(append(dead, living...))
	}
	if err := p.healEntry(ctx, e, nil); err != nil {
		return err
	}
	return p.journal.Drop(func(o journal.Entry) bool { return heals(f)(o.Fault) })
}

// Undo heals a fault of ours because hadash is exiting. A container that was recreated meanwhile is left as it is.
func (p *Project) Undo(ctx context.Context, f record.Fault) error {
	defer p.journal.TurnOrNot(ctx, f)()
	living, _ := p.journal.Everywhere()
	e, ours := p.journal.Ours(heals(f))
	if !ours {
		return nil
	}
	err := p.healOurs(ctx, e, living)
	if errors.Is(err, errNoContainer) { // a removed container needs no healing
		return p.journal.Drop(func(o journal.Entry) bool { return heals(f)(o.Fault) })
	}
	return err
}

func (p *Project) healOurs(ctx context.Context, e journal.Entry, living []journal.Entry) error {
	if err := p.healEntry(ctx, e, journal.Staying(living, heals(e.Fault))); err != nil {
		return err
	}
	return p.journal.Drop(func(o journal.Entry) bool { return heals(e.Fault)(o.Fault) })
}

// recreated reports whether another container has replaced the broken one.
func (p *Project) recreated(ctx context.Context, e journal.Entry) bool {
	c, err := p.broken(ctx, e.Fault)
	return err == nil && c.ID != e.ID
}

// heals says which faults undoing f undoes, too.
func heals(f record.Fault) func(record.Fault) bool {
	return func(o record.Fault) bool {
		return f.Target == o.Target && (f.Kind == o.Kind || f.Kind.Inverse() == o.Kind.Inverse() && !f.Kind.AtBalancer())
	}
}

// healEntry undoes a fault, except where one of the faults in stay holds it.
func (p *Project) healEntry(ctx context.Context, e journal.Entry, stay []journal.Entry) error {
	if e.Fault.Kind.OfCluster() || e.Undo.Swarm != nil {
		return p.healInSwarm(ctx, e, stay)
	}
	c, err := p.brokenThen(ctx, e)
	if err != nil {
		return fmt.Errorf("heal %s: %w", e.Fault, err)
	}
	defer p.forget(e.Fault.Target)
	if e.ID != c.ID {
		return nil // recreated meanwhile: the fault is gone with the old container
	}
	if err := p.heal(ctx, e, c, stay); err != nil {
		return fmt.Errorf("heal %s: %w", e.Fault, err)
	}
	return nil
}

// brokenThen returns the container that a fault was made to, also where the hadash that made it watched several Engines, or one: then
// it had another name.
func (p *Project) brokenThen(ctx context.Context, e journal.Entry) (container.InspectResponse, error) {
	c, err := p.broken(ctx, e.Fault)
	if !errors.Is(err, errNoContainer) {
		return c, err
	}
	f := e.Fault
	f.Target = p.hereAs(f.Target)
	if other, failed := p.broken(ctx, f); f.Target != e.Fault.Target && failed == nil && other.ID == e.ID {
		return other, nil
	}
	return c, err
}

func (p *Project) heal(ctx context.Context, e journal.Entry, c container.InspectResponse, stay []journal.Entry) error {
	newest, held := e.Newest(stay)
	switch e.Fault.Kind {
	case record.Delay, record.Loss:
		return p.lessNetem(ctx, c, stay)
	case record.SetMaint, record.SetDrain, record.SetWeight, record.ShutSessions, record.SetHealth:
		return runtimeapi.Reset(ctx, balancersOf{p}, e, stay)
	case record.Slow:
		if held {
			return p.slow(ctx, c, amount(newest.Fault))
		}
		return p.fullSpeed(ctx, c, e.Undo.CPU)
	}
	if held {
		return nil
	}
	switch e.Fault.Kind {
	case record.Stop, record.Kill, record.Crash, record.Restart:
		return p.run(ctx, c)
	case record.Pause:
		if !c.State.Paused {
			return nil
		}
		return p.unpause(ctx, c)
	case record.Cut:
		return p.rejoin(ctx, c, networksOf(e))
	}
	return fmt.Errorf("no such fault: %q", e.Fault.Kind)
}

// run makes a container run, whatever its state. One that was cut off is first reconnected to its networks: at its
// start the Engine would give it some other address, where nothing looks for it. If another hadash cut it off, it is
// cut off again.
func (p *Project) run(ctx context.Context, c container.InspectResponse) error {
	switch {
	case c.State.Paused: // the Engine refuses to start it
		return p.unpause(ctx, c)
	case c.State.Running:
		return nil
	}
	again := false
	living, _ := p.journal.Everywhere()
	for _, e := range living {
		if e.Fault.Kind == record.Cut && e.ID == c.ID {
			again = again || !e.Ours
			if err := p.rejoin(ctx, c, networksOf(e)); err != nil {
				return err
			}
			break // later entries inherited from this one
		}
	}
	err := p.start(ctx, c.ID)
	if err != nil || !again {
		return err
	}
	if c, err = p.api.ContainerInspect(ctx, c.ID); err != nil {
		return err
	}
	return p.cut(ctx, c)
}

// unpause treats a conflict as success if the container is no longer paused.
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
