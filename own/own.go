// Package own makes and heals the faults of the user's own, which commands of the configuration make and heal. Each is in
// the user's journal, with what heals it, before it is made: any later hadash heals what a dead one left.
package own

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"hadash/journal"
	"hadash/record"
)

// Fault is a fault of the user's own, as the configuration has it. The commands are those of sh.
type Fault struct {
	Name, Node   string
	Inject, Heal string
	Check        string // succeeds while the node is well; "" = there is none
}

// Record returns the fault as it is recorded: without its commands.
func (f Fault) Record() record.Fault {
	return record.Fault{Kind: record.Own, Target: f.Node, Name: f.Name}
}

// The time limits of commands.
const (
	InjectLimit = time.Minute
	HealLimit   = journal.HealLimit
	BiteLimit   = 10 * time.Second // from the fault until its check fails
	WellLimit   = 10 * time.Second // from the heal until its check succeeds

	checkLimit = 5 * time.Second        // of one check
	checkEvery = 250 * time.Millisecond // from one check to the next
)

// limits are the time limits; tests have shorter ones.
type limits struct{ inject, heal, bite, well, check, every time.Duration }

// Faults makes and heals the faults of the user's own. A nil Faults has none.
type Faults struct {
	// Tell is given what a check finds, in words; nil = nobody. It is called from another goroutine.
	Tell func(text string)

	all     []Fault
	journal *journal.Journal
	limits

	mu     sync.Mutex
	ready  map[string]bool   // by name: its check succeeded just before the fault
	biting map[string]func() // by name: ends the watch for its first effect, and waits for that
}

// New returns the faults of a configuration, with the journal of this user. It reads and creates no file.
func New(all []Fault) *Faults {
	return &Faults{all: all, journal: journal.New("own.faults", ""), limits: limits{InjectLimit, HealLimit, BiteLimit, WellLimit, checkLimit, checkEvery},
		ready: map[string]bool{}, biting: map[string]func(){}}
}

// All lists the faults of the configuration, as they are recorded.
func (o *Faults) All() (all []record.Fault) {
	if o == nil {
		return nil
	}
	for _, f := range o.all {
		all = append(all, f.Record())
	}
	return all
}

// Close ends what watches for effects, and releases the journal. Faults that are open are left for the next hadash.
func (o *Faults) Close() error {
	if o == nil {
		return nil
	}
	for _, f := range o.all {
		o.endBite(f.Name)
	}
	return o.journal.Close()
}

// Open returns the faults that this process made and has not healed, oldest first.
func (o *Faults) Open() []record.Fault {
	if o == nil {
		return nil
	}
	return o.journal.Open()
}

// Theirs lists the faults that other hadash processes of this user, which still run, have open.
func (o *Faults) Theirs() []record.Fault {
	if o == nil {
		return nil
	}
	return o.journal.Theirs()
}

// Ready runs the check of a fault that is about to be made. Only a check that succeeds before it can show whether the fault
// bites, and whether it is healed.
func (o *Faults) Ready(ctx context.Context, f record.Fault) error {
	one, err := o.named(f)
	if err != nil || one.Check == "" {
		return err
	}
	failed := o.checked(ctx, one.Check)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	o.mu.Lock()
	o.ready[f.Name] = failed == nil
	o.mu.Unlock()
	if failed != nil {
		o.tell(fmt.Sprintf("%s: its check fails already, so it shows neither whether the fault bites nor whether it is healed", f))
	}
	return nil
}

// Inject makes a fault. It is first saved in the journal; if that fails, nothing is broken. A command that fails may have
// done a part: it is healed at once, and stays in the journal if that fails. One that is interrupted stays there, too.
func (o *Faults) Inject(ctx context.Context, f record.Fault) error {
	one, err := o.named(f)
	if err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	e, before, err := o.writeDown(ctx, one)
	if err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	begun := time.Now()
	err = run(ctx, "inject", one.Inject, o.inject)
	switch {
	case err == nil:
		if e.Undo.Own.Check != "" {
			o.watchBite(f, e.Undo.Own.Check, begun)
		}
		return nil
	case errors.Is(ctx.Err(), context.Canceled):
		return fmt.Errorf("%s: %w", f, err)
	}
	living, _ := o.journal.Everywhere()
	if undoing := o.healEntry(ctx, e, journal.Staying(living, same(f))); undoing != nil {
		return fmt.Errorf("%s: %w", f, errors.Join(err, fmt.Errorf("and it is NOT healed: %w", undoing)))
	}
	return fmt.Errorf("%s: %w", f, errors.Join(err, o.journal.TakeBack(e, before)))
}

// writeDown saves a fault and what heals it in the journal.
func (o *Faults) writeDown(ctx context.Context, one Fault) (e journal.Entry, before []journal.Entry, err error) {
	f := one.Record()
	release, err := o.journal.Turn(ctx, journal.InjectTurn, journal.ThingOf(f))
	if err != nil {
		return e, nil, fmt.Errorf("write down the fault in %s: %w; nothing was broken", o.journal.Dir, err)
	}
	defer release()
	e = journal.Entry{Fault: f, ID: journal.OwnID(one.Name), At: time.Now(), Undo: journal.Undo{Own: &journal.Own{Heal: one.Heal, Check: one.Check}}}
	o.mu.Lock()
	if well, asked := o.ready[one.Name]; asked && !well {
		e.Undo.Own.Check = ""
	}
	delete(o.ready, one.Name)
	o.mu.Unlock()
	before, err = o.journal.Add(e)
	return e, before, err
}

// Heal undoes a fault at the user's request: one of ours, else one of that name that another hadash of this user made.
// What another hadash holds stays; a second request heals that, too.
func (o *Faults) Heal(ctx context.Context, f record.Fault) error {
	defer o.journal.TurnOrNot(ctx, f)()
	living, dead := o.journal.Everywhere()
	if e, ours := o.journal.Ours(same(f)); ours {
		return o.healOurs(ctx, e, living)
	}
	for _, e := range slices.Backward(append(dead, living...)) {
		if same(f)(e.Fault) {
			return o.healEntry(ctx, e, nil)
		}
	}
	one, err := o.named(f)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Undoing(), err)
	}
	return o.healEntry(ctx, journal.Entry{Fault: f, ID: journal.OwnID(f.Name), Undo: journal.Undo{Own: &journal.Own{Heal: one.Heal, Check: one.Check}}}, nil)
}

// Undo heals a fault of ours because hadash is exiting.
func (o *Faults) Undo(ctx context.Context, f record.Fault) error {
	defer o.journal.TurnOrNot(ctx, f)()
	living, _ := o.journal.Everywhere()
	e, ours := o.journal.Ours(same(f))
	if !ours {
		return nil
	}
	return o.healOurs(ctx, e, living)
}

func (o *Faults) healOurs(ctx context.Context, e journal.Entry, living []journal.Entry) error {
	o.endBite(e.Fault.Name)
	begun := time.Now()
	if err := o.healEntry(ctx, e, journal.Staying(living, same(e.Fault))); err != nil {
		return err
	}
	if e.Undo.Own.Check != "" {
		o.tell(fmt.Sprintf("%s: healed: the check succeeds after %s", e.Fault, seconds(time.Since(begun))))
	}
	return o.journal.Drop(func(one journal.Entry) bool { return same(e.Fault)(one.Fault) })
}

// Left finds what dead hadash processes of this user left broken, oldest first, whatever they watched.
func (o *Faults) Left() ([]journal.Left, error) {
	if o == nil {
		return nil, nil
	}
	return o.journal.Left()
}

// HealLeft heals faults that were left, and passes each result to tell.
func (o *Faults) HealLeft(ctx context.Context, all []journal.Left, tell func(journal.Left, error)) error {
	return o.journal.HealLeft(ctx, all, o.healEntry, tell)
}

// named finds the fault of the configuration.
func (o *Faults) named(f record.Fault) (Fault, error) {
	if o != nil {
		if i := slices.IndexFunc(o.all, func(one Fault) bool { return same(f)(one.Record()) }); i >= 0 {
			return o.all[i], nil
		}
	}
	return Fault{}, fmt.Errorf("the configuration has no [fault.%s] for %s", f.Name, f.Target)
}

// same reports by which faults are healed when f is.
func same(f record.Fault) func(record.Fault) bool {
	return func(o record.Fault) bool { return o.Name == f.Name && o.Target == f.Target }
}

func (o *Faults) tell(text string) {
	if o.Tell != nil {
		o.Tell(text)
	}
}
