package stack

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hadash/journal"
	"hadash/record"
	"hadash/stack/cluster"
	"hadash/stack/label"

	"github.com/containerd/errdefs"
)

// Left finds what dead hadash processes left broken in this project, as journal.Left does.
func (p *Project) Left() ([]journal.Left, error) { return p.journal.Left() }

// Theirs lists the faults that other hadash processes of this user, which still run, have open in this project.
func (p *Project) Theirs() []record.Fault { return p.journal.Theirs() }

// HealLeft heals faults that were left, and passes each result to tell. A removed container needs no healing.
func (p *Project) HealLeft(ctx context.Context, all []journal.Left, tell func(journal.Left, error)) error {
	return p.journal.HealLeft(ctx, all, func(ctx context.Context, e journal.Entry, living []journal.Entry) error {
		if err := p.healEntry(ctx, e, living); err != nil && !errors.Is(err, errNoContainer) {
			return err
		}
		return nil
	}, tell)
}

// healInSwarm undoes a fault of a service or a host, or of a task's container. That container is nobody's but the swarm's to start.
func (p *Project) healInSwarm(ctx context.Context, e journal.Entry, stay []journal.Entry) error {
	defer p.forget(e.Fault.Target)
	var err error
	_, held := e.Newest(stay)
	switch k := e.Fault.Kind; {
	case k.OfCluster():
		err = p.engines.Heal(ctx, e, stay)
	case k != record.Restart && !k.EndsProcess():
		err = p.healTask(ctx, e, stay)
	case !held:
		err = p.engines.Replaced(ctx, *e.Undo.Swarm)
	}
	if err != nil {
		return fmt.Errorf("heal %s: %w", e.Fault, err)
	}
	return nil
}

// healTask heals the very container that was broken, also if the swarm has made another since.
func (p *Project) healTask(ctx context.Context, e journal.Entry, stay []journal.Entry) error {
	c, err := p.api.ContainerInspect(ctx, e.ID)
	switch {
	case errdefs.IsNotFound(err):
		return nil // gone, and the fault with it
	case err != nil:
		return err
	case c.Config.Labels[label.Namespace] != p.name:
		return fmt.Errorf("container %.12s belongs to stack %q, not to %q: it is left alone", e.ID, record.Clean(c.Config.Labels[label.Namespace]), p.name)
	case e.Fault.Kind != record.Cut:
		return p.heal(ctx, e, c, stay)
	case !c.State.Running && !c.State.Paused:
		return nil // its network is gone with its process
	}
	if _, held := e.Newest(stay); held {
		return nil
	}
	return p.ruled(ctx, c, cluster.RejoinScript)
}

// theirs is the entry of a fault that is not ours, as the journals of others have it.
func theirs(f record.Fault, all []journal.Entry) journal.Entry {
	for _, e := range slices.Backward(all) {
		if heals(f)(e.Fault) && !e.Ours {
			return e
		}
	}
	return journal.Entry{Fault: f}
}

// takeBack undoes at once what may have been made of a fault that failed. If that fails too, it stays in the journal to be healed; an
// update that was made is over.
func (p *Project) takeBack(ctx context.Context, e journal.Entry, before []journal.Entry) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), journal.HealLimit)
	defer cancel()
	living, _ := p.journal.Everywhere()
	if len(before) == 0 {
		stay := slices.DeleteFunc(living, func(o journal.Entry) bool { return o.Ours && heals(e.Fault)(o.Fault) })
		if err := p.engines.Heal(ctx, e, stay); err != nil {
			return err
		}
	}
	return p.journal.TakeBack(e, before)
}

// Join makes the project one of several Engines: what is made to a swarm or to a host goes to the one that it takes.
func (p *Project) Join(all cluster.Engines) {
	p.engines = all
}

// Engine is the project's own among them.
func (p *Project) Engine() cluster.Engine {
	return cluster.Engine{Host: p.at, Addr: p.host, API: p.api, Stack: p.name, Cuts: cutter{p}}
}
