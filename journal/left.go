package journal

import (
	"context"
	"errors"
	"slices"
	"time"

	"hadash/record"
)

// Left is a fault that a dead hadash left open: it was killed, or the machine lost power.
type Left struct {
	Fault record.Fault
	At    time.Time // when the fault was made
	Entry Entry

	orphan *Orphan
}

// Left finds what dead hadash processes left broken, oldest first, and takes it over: no other process finds it until Release. An
// unreadable journal is put aside and reported; the rest is returned all the same.
func (j *Journal) Left() ([]Left, error) {
	paths, err := j.Paths()
	if err != nil || len(paths) == 0 {
		return nil, err
	}
	defer j.TurnOfAll()() // else a process that looks for living journals would count the one we take over
	var all []Left
	var errs []error
	for _, path := range paths {
		l, err := TakeOver(path, j)
		errs = append(errs, err)
		if l == nil {
			continue
		}
		for _, e := range l.Entries {
			all = append(all, Left{Fault: e.Fault, At: e.At, Entry: e, orphan: l})
		}
	}
	slices.SortStableFunc(all, func(a, b Left) int { return a.At.Compare(b.At) })
	return all, errors.Join(errs...)
}

// Release gives back the faults that were taken over and not healed.
func Release(all []Left) {
	for _, l := range all {
		l.orphan.GiveBack()
	}
}

// HealLeft heals the faults, newest first, each under its own time limit and in its turn, and passes each result to tell. A fault
// that could not be healed stays in its journal.
func (j *Journal) HealLeft(ctx context.Context, all []Left, heal func(ctx context.Context, e Entry, living []Entry) error, tell func(Left, error)) error {
	var errs []error
	for _, l := range slices.Backward(all) {
		err := j.healLeft(ctx, l, heal)
		errs = append(errs, err)
		tell(l, err)
	}
	Release(all)
	return errors.Join(errs...)
}

func (j *Journal) healLeft(ctx context.Context, l Left, heal func(ctx context.Context, e Entry, living []Entry) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), HealLimit)
	defer cancel()
	defer j.TurnOrNot(ctx, l.Fault)()
	living, _ := j.Everywhere()
	if err := heal(ctx, l.Entry, living); err != nil {
		return err
	}
	return l.orphan.Drop(l.Entry)
}

// Open returns the faults of this process that are open, oldest first.
func (j *Journal) Open() (all []record.Fault) {
	for _, e := range j.List() {
		all = append(all, e.Fault)
	}
	return all
}

// Theirs lists the faults that other hadash processes of this user, which still run, have open.
func (j *Journal) Theirs() (all []record.Fault) {
	living, _ := j.Everywhere()
	for _, e := range living {
		if !e.Ours {
			all = append(all, e.Fault)
		}
	}
	return all
}

// Ours finds the newest open fault of this process that healing a fault heals: heals says which that are.
func (j *Journal) Ours(heals func(record.Fault) bool) (Entry, bool) {
	for _, e := range slices.Backward(j.List()) {
		if heals(e.Fault) {
			return e, true
		}
	}
	return Entry{}, false
}

// Staying returns the open faults that stay open when ours that heals names are healed.
func Staying(living []Entry, heals func(record.Fault) bool) []Entry {
	return slices.DeleteFunc(slices.Clone(living), func(e Entry) bool { return e.Ours && heals(e.Fault) })
}
