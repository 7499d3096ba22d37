package stack

import (
	"context"
	"errors"

	"hadash/journal"
	"hadash/record"
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
