package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hadash/journal/state"
	"hadash/record"

	"github.com/gofrs/flock"
)

// HealLimit bounds the healing of one fault.
const HealLimit = 20 * time.Second

const (
	maxJournal  = 1 << 20               // bytes in a journal; one fault takes a few hundred
	maxJournals = 1000                  // journals read per project
	turnRetry   = 10 * time.Millisecond // between two attempts to take the turn
	turnLimit   = 5 * time.Second       // how long a heal waits for its turn
	InjectTurn  = HealLimit + turnLimit // how long a fault waits: another process may heal that long
)

// Turn takes a lock, shared by all hadash processes, under which one at a time looks at the open faults of a thing and
// changes them: two processes that break one container at the same moment must not take each other's fault for the
// original state. Other things can be broken and healed meanwhile.
func (j *Journal) Turn(ctx context.Context, limit time.Duration, thing string) (release func(), err error) {
	if err := state.MakeDir(j.Dir); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	all, one := j.turnLock(everything), j.turnLock(thing)
	_, err = all.TryRLockContext(ctx, turnRetry)
	if err == nil {
		_, err = one.TryLockContext(ctx, turnRetry)
	}
	if err != nil {
		_ = all.Unlock() // it may not be held
		return nil, fmt.Errorf("another hadash is breaking or healing %s: %w", thing, err)
	}
	return func() { _, _ = one.Unlock(), all.Unlock() }, nil
}

// TurnOfAll blocks all other turns while journals are taken over.
func (j *Journal) TurnOfAll() (release func()) {
	ctx, cancel := context.WithTimeout(context.Background(), turnLimit)
	defer cancel()
	all := j.turnLock(everything)
	if _, err := all.TryLockContext(ctx, turnRetry); err != nil {
		return func() {}
	}
	return func() { _ = all.Unlock() }
}

// everything is the thing that TurnOfAll locks.
const everything = ""

func (j *Journal) turnLock(thing string) *flock.Flock {
	name := j.Prefix + ".turn"
	if thing != everything {
		name = fmt.Sprintf("%s.%08x.turn", j.Prefix, crc32.ChecksumIEEE([]byte(thing))) // a name may contain any character
	}
	return flock.New(filepath.Join(j.Dir, name), flock.SetPermissions(0o600))
}

// ThingOf returns the thing that a fault changes. A server of a balancer has several names, so all servers are one
// thing.
func ThingOf(f record.Fault) string {
	if f.Kind.AtBalancer() {
		return "the balancer"
	}
	if f.Kind == record.Own {
		return f.Name
	}
	return f.Target
}

// TurnOrNot is Turn for healing, which continues without the turn if it cannot get it: a hadash that hangs must not
// keep another from healing.
func (j *Journal) TurnOrNot(ctx context.Context, f record.Fault) (release func()) {
	release, err := j.Turn(ctx, turnLimit, ThingOf(f))
	if err != nil {
		return func() {}
	}
	return release
}

// Everywhere returns the open faults in all journals of this project, oldest first: living are those of live processes,
// including ours, dead those left by others. It skips unreadable journals, which Left reports.
func (j *Journal) Everywhere() (living, dead []Entry) {
	living = j.List()
	paths, err := j.Paths()
	if err != nil {
		return living, nil
	}
	for _, path := range paths {
		all, err := readEntries(path)
		switch {
		case err != nil || path == j.ownPath() || j.takenOver(path):
		case lives(path):
			living = append(living, all...)
		default:
			dead = append(dead, all...)
		}
	}
	older := func(a, b Entry) int { return a.At.Compare(b.At) }
	slices.SortStableFunc(living, older)
	slices.SortStableFunc(dead, older)
	return living, dead
}

// Paths returns the journals of this project on this Engine.
func (j *Journal) Paths() ([]string, error) {
	if !filepath.IsAbs(j.Dir) {
		return nil, nil
	}
	paths, err := filepath.Glob(filepath.Join(escapeGlob(j.Dir), escapeGlob(j.Prefix)+".*.json"))
	return paths[:min(len(paths), maxJournals)], err
}

// escapeGlob escapes the special characters of Glob.
func escapeGlob(s string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(s)
}

// lives reports whether the process that writes a journal still holds its lock.
func lives(path string) bool {
	lock := flock.New(lockOf(path), flock.SetFlag(os.O_RDONLY))
	free, err := lock.TryRLock()
	if free {
		_ = lock.Unlock()
	}
	return err == nil && !free
}

// readEntries reads a journal. Anyone may have written the file, so its size is bounded and its contents are checked.
func readEntries(path string) ([]Entry, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, maxJournal+1))
	if err == nil && len(data) > maxJournal {
		err = fmt.Errorf("longer than %d bytes", maxJournal)
	}
	if err != nil {
		return nil, err
	}
	var all []Entry
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	return all, sound(all)
}

// sound rejects entries that cannot be healed.
func sound(all []Entry) error {
	for _, e := range all {
		target := e.Fault.Target
		if !e.Fault.Kind.Valid() || target == "" || target != record.Clean(target) {
			return fmt.Errorf("%q is not a fault", e.Fault)
		}
		if e.Fault.Amount < 0 || e.Fault.Amount > e.Fault.Kind.Most() {
			return fmt.Errorf("%q is out of bounds", e.Fault)
		}
		if !e.healable() {
			return fmt.Errorf("%q has no name, or nothing that heals it", e.Fault)
		}
	}
	return nil
}

// healable reports whether an entry of a fault of the user's own has what heals it. No other has a name or commands.
func (e Entry) healable() bool {
	name, how := e.Fault.Name, e.Undo.Own
	if e.Fault.Kind != record.Own {
		return name == "" && how == nil
	}
	return name != "" && name == record.Clean(name) && e.ID == OwnID(name) && how != nil && strings.TrimSpace(how.Heal) != ""
}

// OwnID stands in for the container of a fault of the user's own: two of them on one node are different things.
func OwnID(name string) string { return "own:" + name }
