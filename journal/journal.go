// Package journal keeps on disk which faults are open, so that they can be healed however the process that made them
// ends.
package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"hadash/journal/state"
	"hadash/record"

	"github.com/gofrs/flock"
)

// Journal is the file in which one hadash process keeps its open faults, each with all that undoing it takes. It is
// written before a fault is made: however the process ends, the next one knows the fault. A lock beside it, which the
// system releases with the process, shows whether the process is alive.
type Journal struct {
	Dir, Prefix string // of all journals of this project on this Engine

	mu      sync.Mutex
	path    string // of our own journal; "" before the first fault
	lock    *flock.Flock
	entries []Entry  // oldest first
	taken   []string // journals of dead processes that this one took over
}

// Entry is an open fault.
type Entry struct {
	Fault record.Fault
	ID    string // the broken container; a later one of the service is not affected
	At    time.Time
	Undo  Undo

	Ours bool `json:"-"` // made by this process
}

// New reads and creates no file: most runs break nothing.
func New(project, host string) *Journal {
	return &Journal{Dir: filepath.Join(state.Root(), "faults"), Prefix: project + "@" + state.EngineID(host)}
}

// begin creates our own journal and locks it until this process ends.
func (j *Journal) begin() error {
	if j.path != "" {
		return nil
	}
	if err := state.MakeDir(j.Dir); err != nil {
		return err
	}
	path := filepath.Join(j.Dir, fmt.Sprintf("%s.%d-%d.json", j.Prefix, os.Getpid(), time.Now().UnixNano()))
	lock := flock.New(lockOf(path), flock.SetPermissions(0o600))
	if mine, err := lock.TryLock(); err != nil || !mine {
		return errors.Join(errors.New("it cannot be locked"), err)
	}
	j.path, j.lock = path, lock
	return nil
}

func lockOf(path string) string { return path + ".lock" }

// Add saves a fault before it is made. If the journal has a fault of the same kind on the same container, the new one
// inherits its earlier state; Add returns the old one in before, in case making the new one fails.
func (j *Journal) Add(e Entry) (before []Entry, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.begin(); err != nil {
		return nil, fmt.Errorf("write down the fault in %s: %w; nothing was broken", j.Dir, err)
	}
	was := j.entries
	if i := slices.IndexFunc(was, e.sameAs); i >= 0 {
		before = []Entry{was[i]}
		e.Undo = was[i].Undo
		was = slices.Delete(slices.Clone(was), i, i+1)
	}
	next := append(slices.Clip(was), e)
	if err := writeEntries(j.path, next); err != nil {
		return nil, fmt.Errorf("write down the fault: %w; nothing was broken", err)
	}
	j.entries = next
	return before, nil
}

// TakeBack drops a fault that was not made, and restores the one that it had replaced.
func (j *Journal) TakeBack(e Entry, before []Entry) error {
	if len(before) == 0 {
		return j.Drop(e.sameAs)
	}
	_, err := j.Add(before[0])
	return err
}

func (e Entry) sameAs(o Entry) bool {
	return e.Fault.Kind == o.Fault.Kind && e.Fault.Target == o.Fault.Target && e.ID == o.ID
}

// Drop removes faults that are healed or were never made.
func (j *Journal) Drop(gone func(Entry) bool) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	left := slices.DeleteFunc(slices.Clone(j.entries), gone)
	if len(left) == len(j.entries) {
		return nil
	}
	j.entries = left
	if len(left) > 0 {
		return writeEntries(j.path, left)
	}
	return os.Remove(j.path)
}

// List returns our open faults, oldest first.
func (j *Journal) List() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	all := slices.Clone(j.entries)
	for i := range all {
		all[i].Ours = true
	}
	return all
}

// ownPath is the path of our journal, "" before the first fault.
func (j *Journal) ownPath() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.path
}

func (j *Journal) take(path string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.taken = append(j.taken, path)
}

func (j *Journal) giveBack(path string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.taken = slices.DeleteFunc(j.taken, func(o string) bool { return o == path })
}

func (j *Journal) takenOver(path string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Contains(j.taken, path)
}

// Close releases the lock. Faults that are still in the journal are left for the next hadash.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.lock == nil {
		return nil
	}
	defer func() { j.path, j.lock = "", nil }()
	if len(j.entries) > 0 {
		return j.lock.Unlock()
	}
	return errors.Join(j.lock.Unlock(), os.Remove(lockOf(j.path)))
}

// writeEntries replaces a journal as a whole: after a crash it has the old or the new contents.
func writeEntries(path string, all []Entry) error {
	data, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*") // 0600, as for all data from a container's environment
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }() // fails after the rename
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
