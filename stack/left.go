package stack

import (
	"context"
	"errors"
	"slices"
	"time"

	"hadash/record"
	"hadash/stack/journal"
)

// Left is a fault that a dead hadash left open: it was killed, or the machine lost power.
type Left struct {
	Fault record.Fault
	At    time.Time // when the fault was made

	entry  journal.Entry
	orphan *journal.Orphan
}

// Left finds what dead hadash processes left broken in this project, oldest first, and takes it over: no other process
// finds it until Release. An unreadable journal is put aside and reported; the rest is returned all the same.
func (p *Project) Left() ([]Left, error) {
	paths, err := p.journal.Paths()
	if err != nil || len(paths) == 0 {
		return nil, err
	}
	defer p.journal.TurnOfAll()() // else a process that looks for living journals would count the one we take over
	var all []Left
	var errs []error
	for _, path := range paths {
		l, err := journal.TakeOver(path, p.journal)
		errs = append(errs, err)
		if l == nil {
			continue
		}
		for _, e := range l.Entries {
			all = append(all, Left{Fault: e.Fault, At: e.At, entry: e, orphan: l})
		}
	}
	slices.SortStableFunc(all, func(a, b Left) int { return a.At.Compare(b.At) })
	return all, errors.Join(errs...)
}

// Theirs lists the faults that other hadash processes of this user, which still run, have open in this project.
func (p *Project) Theirs() (all []record.Fault) {
	living, _ := p.journal.Everywhere()
	for _, e := range living {
		if !e.Ours {
			all = append(all, e.Fault)
		}
	}
	return all
}

// Release gives back the faults that were taken over and not healed.
func Release(all []Left) {
	for _, l := range all {
		l.orphan.GiveBack()
	}
}

// HealLeft heals the faults, newest first, each under its own time limit, and passes each result to tell. A removed
// container needs no healing. A fault that could not be healed stays in its journal.
func (p *Project) HealLeft(ctx context.Context, all []Left, tell func(Left, error)) error {
	var errs []error
	for _, l := range slices.Backward(all) {
		err := p.healLeft(ctx, l)
		errs = append(errs, err)
		tell(l, err)
	}
	Release(all)
	return errors.Join(errs...)
}

func (p *Project) healLeft(ctx context.Context, l Left) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), journal.HealLimit)
	defer cancel()
	defer p.journal.TurnOrNot(ctx, l.Fault)()
	living, _ := p.journal.Everywhere()
	if err := p.healEntry(ctx, l.entry, living); err != nil && !errors.Is(err, errNoContainer) {
		return err
	}
	return l.orphan.Drop(l.entry)
}
