package stack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"hadash/record"

	"github.com/gofrs/flock"
)

// healLimit bounds the healing of one fault that somebody left.
const healLimit = 20 * time.Second

// Left is a fault that a hadash left open which is no more: it was killed, or the machine lost its power.
type Left struct {
	Fault record.Fault
	At    time.Time // when it was made

	entry   entry
	journal *leftJournal
}

// leftJournal is the journal of a dead process. While we hold its lock nobody else heals from it.
type leftJournal struct {
	path    string
	lock    *flock.Flock
	by      *journal // of the process that took it over
	entries []entry
}

// Left finds what dead hadash processes left broken in this project, oldest first, and takes it over: no
// other process finds it until Release. A journal that cannot be read is put aside and told of; the rest is
// given all the same.
func (p *Project) Left() ([]Left, error) {
	paths, err := p.journal.paths()
	if err != nil || len(paths) == 0 {
		return nil, err
	}
	defer p.journal.turnOfAll()() // else somebody who looks which journals live takes ours for one
	var all []Left
	var errs []error
	for _, path := range paths {
		l, err := takeOver(path, p.journal)
		errs = append(errs, err)
		if l == nil {
			continue
		}
		for _, e := range l.entries {
			all = append(all, Left{Fault: e.Fault, At: e.At, entry: e, journal: l})
		}
	}
	slices.SortStableFunc(all, func(a, b Left) int { return a.At.Compare(b.At) })
	return all, errors.Join(errs...)
}

// takeOver locks a journal and reads it; nil when its owner lives.
func takeOver(path string, by *journal) (*leftJournal, error) {
	lock := flock.New(lockOf(path), flock.SetPermissions(0o600))
	mine, err := lock.TryLock()
	if err != nil || !mine {
		return nil, err
	}
	l := &leftJournal{path: path, lock: lock, by: by}
	l.entries, err = readEntries(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, l.release() // healed by another hadash a moment ago
	}
	if err != nil {
		aside := path + ".damaged"
		return nil, errors.Join(fmt.Errorf("the journal of faults %s is damaged (%w): put aside as %s; 'hadash heal' looks at the containers themselves",
			path, err, filepath.Base(aside)), os.Rename(path, aside), l.release())
	}
	by.take(path)
	return l, nil
}

// Release gives back what was taken over and not healed.
func Release(all []Left) {
	for _, l := range all {
		l.journal.by.giveBack(l.journal.path)
		_ = l.journal.lock.Unlock() // nobody is left to tell
	}
}

// HealLeft heals what was left, newest first, each under its own time limit, and tells of each. A container
// that is gone needs no healing. What could not be healed stays in its journal.
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
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), healLimit)
	defer cancel()
	defer p.journal.turnOrNot(ctx, l.Fault)()
	living, _ := p.journal.everywhere()
	if err := p.healEntry(ctx, l.entry, living); err != nil && !errors.Is(err, errNoContainer) {
		return err
	}
	return l.journal.drop(l.entry)
}

// drop takes a healed fault out of the journal, and the journal away when it was the last.
func (l *leftJournal) drop(e entry) error {
	l.entries = slices.DeleteFunc(l.entries, func(o entry) bool { return o.sameAs(e) })
	if len(l.entries) > 0 {
		return writeEntries(l.path, l.entries)
	}
	return errors.Join(os.Remove(l.path), l.release())
}

func (l *leftJournal) release() error {
	return errors.Join(os.Remove(lockOf(l.path)), l.lock.Unlock())
}
