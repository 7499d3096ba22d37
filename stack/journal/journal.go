// Package journal keeps on the disk which faults are open, so that they are healed whatever ends the process that made
// them.
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

	"hadash/record"
	"hadash/stack/state"

	"github.com/gofrs/flock"
)

// Journal is the file in which one hadash process keeps the faults that it has open, each with all that
// undoing it takes. It is written before a fault is made: whatever ends the process, the next one knows. A
// lock beside it, which the system drops with the process, tells the living from the dead.
type Journal struct {
	Dir, Prefix string // of all journals of this project on this Engine

	mu      sync.Mutex
	path    string // of our own; "" before the first fault
	lock    *flock.Flock
	entries []Entry  // oldest first
	taken   []string // journals of dead processes that this one heals from
}

// Entry is an open fault.
type Entry struct {
	Fault record.Fault
	ID    string // the container that was broken; another one of that service is not
	At    time.Time
	Undo  Undo

	Ours bool `json:"-"` // of this process
}

// New finds no file and makes none: most runs break nothing.
func New(project, host string) *Journal {
	return &Journal{Dir: filepath.Join(state.Root(), "faults"), Prefix: project + "@" + state.EngineID(host)}
}

// begin makes our own journal and locks it for as long as this process lives.
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

// Add writes a fault down before it is made. One that is there already, of the same kind and on the same
// container, keeps what it knows of the time before it; it is given back for the case that the new one fails.
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

// TakeBack drops a fault that was not made, and puts the one in its place that it had replaced.
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

// Drop takes out what is healed, or was never made.
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

// List is our open faults, oldest first.
func (j *Journal) List() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	all := slices.Clone(j.entries)
	for i := range all {
		all[i].Ours = true
	}
	return all
}

// ownPath is our journal's, "" before the first fault.
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

// Close gives the lock back. What is still in the journal is left for the next hadash.
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

// writeEntries writes a journal whole: after a crash it is the old one or the new one.
func writeEntries(path string, all []Entry) error {
	data, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*") // 0600, as everything that was in an environment
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }() // fails when it was renamed
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
