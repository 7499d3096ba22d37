// Package withown adds the faults of the user's own to those of a world, whatever that is.
package withown

import (
	"context"
	"errors"
	"slices"

	"hadash/cmd/hadash/hands"
	"hadash/journal"
	"hadash/own"
	"hadash/record"
)

// Project is what breaks and heals a world, and knows what others left broken there.
type Project interface {
	hands.Project
	Left() ([]journal.Left, error)
	HealLeft(ctx context.Context, all []journal.Left, tell func(journal.Left, error)) error
	Theirs() []record.Fault
}

// With returns the project with the faults of the user's own. Those are the same whatever is watched.
func With(p Project, faults *own.Faults) Project {
	if faults == nil {
		return p
	}
	return with{p, faults}
}

// Watched is a world that may only be watched. Its error says what lets it be changed.
type Watched interface{ MayChange() error }

type with struct {
	Project
	own *own.Faults
}

// Inject implements hands.Project.
func (w with) Inject(ctx context.Context, f record.Fault) error {
	if f.Kind == record.Own {
		if err := w.mayChange(); err != nil {
			return err
		}
		return w.own.Inject(ctx, f)
	}
	return w.Project.Inject(ctx, f)
}

// Heal implements hands.Project.
func (w with) Heal(ctx context.Context, f record.Fault) error {
	if f.Kind == record.Own {
		return w.own.Heal(ctx, f)
	}
	return w.Project.Heal(ctx, f)
}

// Undo implements hands.Project.
func (w with) Undo(ctx context.Context, f record.Fault) error {
	if f.Kind == record.Own {
		return w.own.Undo(ctx, f)
	}
	return w.Project.Undo(ctx, f)
}

// Needs implements hands.Project.
func (w with) Needs(ctx context.Context, f record.Fault) (string, error) {
	if f.Kind == record.Own {
		return "", w.mayChange()
	}
	return w.Project.Needs(ctx, f)
}

// mayChange returns why nothing may be broken. What only watches breaks nothing by commands either.
func (w with) mayChange() error {
	if p, ok := w.Project.(Watched); ok {
		return p.MayChange()
	}
	return nil
}

// Ready implements hands.Readier.
func (w with) Ready(ctx context.Context, f record.Fault) error {
	if f.Kind == record.Own {
		return w.own.Ready(ctx, f)
	}
	return nil
}

// Open implements hands.Project: the world's faults come first, so that the user's own, which are the more likely to
// wait, are healed at the same time as those of other nodes.
func (w with) Open() []record.Fault { return slices.Concat(w.Project.Open(), w.own.Open()) }

// Theirs lists what other hadash processes have open, here and by commands.
func (w with) Theirs() []record.Fault { return slices.Concat(w.Project.Theirs(), w.own.Theirs()) }

// Left finds what dead processes left broken, here and by commands, oldest first.
func (w with) Left() ([]journal.Left, error) {
	here, err := w.Project.Left()
	byCommands, errOwn := w.own.Left()
	all := slices.Concat(here, byCommands)
	slices.SortStableFunc(all, func(a, b journal.Left) int { return a.At.Compare(b.At) })
	return all, errors.Join(err, errOwn)
}

// HealLeft heals what was left.
func (w with) HealLeft(ctx context.Context, all []journal.Left, tell func(journal.Left, error)) error {
	var here, byCommands []journal.Left
	for _, l := range all {
		if l.Fault.Kind == record.Own {
			byCommands = append(byCommands, l)
		} else {
			here = append(here, l)
		}
	}
	err := w.own.HealLeft(ctx, byCommands, tell)
	return errors.Join(err, w.Project.HealLeft(ctx, here, tell))
}
