package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/gofrs/flock"
)

// Orphan is the journal of a dead process. While we hold its lock no other process heals from it.
type Orphan struct {
	path    string
	lock    *flock.Flock
	by      *Journal // the journal of the process that took it over
	Entries []Entry
}

// TakeOver locks a journal and reads it; the result is nil if its owner is alive.
func TakeOver(path string, by *Journal) (*Orphan, error) {
	lock := flock.New(lockOf(path), flock.SetPermissions(0o600))
	mine, err := lock.TryLock()
	if err != nil || !mine {
		return nil, err
	}
	l := &Orphan{path: path, lock: lock, by: by}
	l.Entries, err = readEntries(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, l.remove() // another hadash has just healed it
	}
	if err != nil {
		aside := path + ".damaged"
		return nil, errors.Join(fmt.Errorf("the journal of faults %s is damaged (%w): moved to %s; 'hadash heal' inspects the containers themselves",
			path, err, filepath.Base(aside)), os.Rename(path, aside), l.remove())
	}
	by.take(path)
	return l, nil
}

// Drop removes a healed fault from the journal, and the journal itself after the last one.
func (l *Orphan) Drop(e Entry) error {
	l.Entries = slices.DeleteFunc(l.Entries, func(o Entry) bool { return o.sameAs(e) })
	if len(l.Entries) > 0 {
		return writeEntries(l.path, l.Entries)
	}
	return errors.Join(os.Remove(l.path), l.remove())
}

// GiveBack lets another process take over what was not healed.
func (l *Orphan) GiveBack() {
	l.by.giveBack(l.path)
	_ = l.lock.Unlock() // there is no way to report an error
}

func (l *Orphan) remove() error {
	return errors.Join(os.Remove(lockOf(l.path)), l.lock.Unlock())
}
