package own

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hadash/journal"
	"hadash/record"
)

// lab is a folder in which commands make and remove the file "well", and a user's journal.
type lab struct {
	dir, journals string
	mu            sync.Mutex
	told          []string
}

func newLab(t *testing.T) *lab {
	t.Helper()
	l := &lab{dir: t.TempDir(), journals: t.TempDir()}
	l.write(t, "well")
	return l
}

func (l *lab) path(name string) string { return filepath.Join(l.dir, name) }

func (l *lab) write(t *testing.T, name string) {
	t.Helper()
	if err := os.WriteFile(l.path(name), nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (l *lab) has(name string) bool {
	_, err := os.Stat(l.path(name))
	return err == nil
}

// faults is a process of hadash with a fault that removes the file.
func (l *lab) faults(change func(*Fault)) *Faults {
	f := Fault{Name: "stop-db1", Node: "db1", Inject: "rm '" + l.path("well") + "'", Heal: "touch '" + l.path("well") + "'", Check: "test -e '" + l.path("well") + "'"}
	if change != nil {
		change(&f)
	}
	o := New([]Fault{f})
	o.journal = &journal.Journal{Dir: l.journals, Prefix: "own"}
	o.limits = limits{time.Minute, time.Minute, time.Minute, time.Minute, time.Minute, time.Millisecond}
	o.Tell = func(text string) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.told = append(l.told, text)
	}
	return o
}

// texts returns what was told, without times.
func (l *lab) texts() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.told, "\n")
}

func (l *lab) await(t *testing.T, text string) {
	t.Helper()
	for !strings.Contains(l.texts(), text) {
		select {
		case <-t.Context().Done():
			t.Fatalf("%q was never told: %s", text, l.texts())
		case <-time.After(time.Millisecond):
		}
	}
}

var stopDB1 = record.Fault{Kind: record.Own, Target: "db1", Name: "stop-db1"}

func TestBitesAndHeals(t *testing.T) {
	l := newLab(t)
	o := l.faults(nil)
	if err := o.Ready(t.Context(), stopDB1); err != nil {
		t.Fatal(err)
	}
	if err := o.Inject(t.Context(), stopDB1); err != nil {
		t.Fatal(err)
	}
	if open := o.Open(); len(open) != 1 || open[0] != stopDB1 || l.has("well") {
		t.Errorf("open: %v; well: %t", open, l.has("well"))
	}
	l.await(t, "stop-db1 on db1: it bites after ")
	if err := o.Heal(t.Context(), stopDB1); err != nil {
		t.Fatal(err)
	}
	if !l.has("well") || len(o.Open()) != 0 || !strings.Contains(l.texts(), "healed: the check succeeds after ") {
		t.Errorf("well: %t, open: %v, told: %s", l.has("well"), o.Open(), l.texts())
	}
	if err := o.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(l.journals, "*.json")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestDoesNotBite(t *testing.T) {
	l := newLab(t)
	o := l.faults(func(f *Fault) { f.Inject = "true" })
	o.bite = 20 * time.Millisecond
	if err := errors.Join(o.Ready(t.Context(), stopDB1), o.Inject(t.Context(), stopDB1)); err != nil {
		t.Fatal(err)
	}
	l.await(t, "the check still succeeds after ")
	l.await(t, "it does not bite")
}

// A check that fails already shows nothing: neither that the fault bites nor that it is not healed.
func TestCheckThatFailsBefore(t *testing.T) {
	l := newLab(t)
	o := l.faults(func(f *Fault) { f.Check = "no-such-program-anywhere" })
	if err := errors.Join(o.Ready(t.Context(), stopDB1), o.Inject(t.Context(), stopDB1), o.Heal(t.Context(), stopDB1)); err != nil {
		t.Fatal(err)
	}
	if got := l.texts(); !strings.Contains(got, "its check fails already") || strings.Contains(got, "it bites") || strings.Contains(got, "healed:") {
		t.Error(got)
	}
}

// The journal has what heals the fault before the fault is made, is for the user only, and heals without the configuration.
func TestJournalComesFirst(t *testing.T) {
	l := newLab(t)
	o := l.faults(func(f *Fault) {
		f.Inject = "cat '" + l.journals + "'/own.*.json >'" + l.path("seen") + "'; " + f.Inject
	})
	if err := o.Inject(t.Context(), stopDB1); err != nil {
		t.Fatal(err)
	}
	seen, err := os.ReadFile(l.path("seen"))
	if err != nil || !strings.Contains(string(seen), "touch ") || strings.Contains(string(seen), "rm ") {
		t.Errorf("%s, %v", seen, err)
	}
	files, _ := filepath.Glob(filepath.Join(l.journals, "own.*.json"))
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	_ = o.Close() // as a process ends: its lock is gone, its fault is not healed

	next := l.faults(nil)
	next.all = nil
	left, err := next.Left()
	if err != nil || len(left) != 1 || left[0].Fault != stopDB1 {
		t.Fatalf("%v, %v", left, err)
	}
	if err := next.HealLeft(t.Context(), left, func(journal.Left, error) {}); err != nil {
		t.Fatal(err)
	}
	if left, err := next.Left(); !l.has("well") || len(left) != 0 || err != nil {
		t.Errorf("well: %t, left: %v, %v", l.has("well"), left, err)
	}
}

// A command that fails half way is healed at once; the journal forgets it only if that worked.
func TestInjectFails(t *testing.T) {
	l := newLab(t)
	o := l.faults(func(f *Fault) { f.Inject += "; echo no such unit; exit 5" })
	err := o.Inject(t.Context(), stopDB1)
	if err == nil || !strings.Contains(err.Error(), "exit status 5") || !strings.Contains(err.Error(), "no such unit") {
		t.Errorf("%v", err)
	}
	if !l.has("well") || len(o.Open()) != 0 {
		t.Errorf("well: %t, open: %v", l.has("well"), o.Open())
	}
	o = l.faults(func(f *Fault) { f.Inject, f.Heal = "exit 5", "echo 'cannot reach db1'; exit 255" })
	err = o.Inject(t.Context(), stopDB1)
	if err == nil || !strings.Contains(err.Error(), "NOT healed") || !strings.Contains(err.Error(), "cannot reach db1") || len(o.Open()) != 1 {
		t.Errorf("%v; open: %v", err, o.Open())
	}
}

// A command that is interrupted may have done its work: it stays in the journal.
func TestInterrupted(t *testing.T) {
	l := newLab(t)
	o := l.faults(func(f *Fault) { f.Inject += "; touch '" + l.path("begun") + "'; sleep 600" })
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for !l.has("begun") && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	if err := o.Inject(ctx, stopDB1); err == nil || !strings.Contains(err.Error(), "interrupted") || len(o.Open()) != 1 {
		t.Fatalf("%v; open: %v", err, o.Open())
	}
	if err := o.Undo(t.Context(), stopDB1); err != nil || !l.has("well") || len(o.Open()) != 0 {
		t.Errorf("%v; well: %t", err, l.has("well"))
	}
}

// At its limit a command is killed with all that it started.
func TestLimit(t *testing.T) {
	l := newLab(t)
	o := l.faults(func(f *Fault) {
		f.Inject = "(sleep 600; touch '" + l.path("later") + "') & echo $! >'" + l.path("pid") + "'; wait"
	})
	o.inject = 300 * time.Millisecond
	if err := o.Inject(t.Context(), stopDB1); err == nil || !strings.Contains(err.Error(), "killed after 300ms") {
		t.Errorf("%v", err)
	}
	pid, err := os.ReadFile(l.path("pid"))
	if err != nil {
		t.Fatal(err)
	}
	for state := "S"; state != ""; { // a zombie may stay until init takes it
		text, err := os.ReadFile("/proc/" + strings.TrimSpace(string(pid)) + "/stat")
		if err != nil || strings.Contains(string(text), ") Z ") {
			break
		}
		if t.Context().Err() != nil {
			t.Fatal("what it started still runs")
		}
		time.Sleep(time.Millisecond)
	}
}

// A heal that fails stays in the journal, whether its command or its check says so; the next one may work. The
// check has a result, however short its time is.
func TestHealFails(t *testing.T) {
	l := newLab(t)
	o := l.faults(func(f *Fault) { f.Heal = "test -e '" + l.path("net") + "' && " + f.Heal })
	o.well = time.Nanosecond
	if err := errors.Join(o.Ready(t.Context(), stopDB1), o.Inject(t.Context(), stopDB1)); err != nil {
		t.Fatal(err)
	}
	if err := o.Undo(t.Context(), stopDB1); err == nil || len(o.Open()) != 1 {
		t.Fatalf("%v; open: %v", err, o.Open())
	}
	l.write(t, "net")
	if err := o.Undo(t.Context(), stopDB1); err != nil || len(o.Open()) != 0 {
		t.Errorf("%v; open: %v", err, o.Open())
	}
	o = l.faults(func(f *Fault) { f.Heal = "true" })
	o.well = time.Nanosecond
	if err := errors.Join(o.Ready(t.Context(), stopDB1), o.Inject(t.Context(), stopDB1)); err != nil {
		t.Fatal(err)
	}
	if err := o.Heal(t.Context(), stopDB1); err == nil || !strings.Contains(err.Error(), "its command succeeded, but after 1ns its check command failed") || len(o.Open()) != 1 {
		t.Errorf("%v; open: %v", err, o.Open())
	}
}

// What another hadash holds stays; the last one heals it.
func TestTwoHold(t *testing.T) {
	l := newLab(t)
	again := func(f *Fault) { f.Inject = "rm -f '" + l.path("well") + "'" }
	a, b := l.faults(again), l.faults(again)
	if err := errors.Join(a.Inject(t.Context(), stopDB1), b.Inject(t.Context(), stopDB1)); err != nil {
		t.Fatal(err)
	}
	if got := a.Theirs(); len(got) != 1 || got[0] != stopDB1 {
		t.Errorf("theirs: %v", got)
	}
	if err := a.Undo(t.Context(), stopDB1); err != nil || l.has("well") || len(a.Open()) != 0 {
		t.Errorf("%v; well: %t", err, l.has("well"))
	}
	if err := b.Undo(t.Context(), stopDB1); err != nil || !l.has("well") {
		t.Errorf("%v; well: %t", err, l.has("well"))
	}
}

// Two faults on one node are two things.
func TestTwoOnOneNode(t *testing.T) {
	l := newLab(t)
	o := l.faults(nil)
	o.all = append(o.all, Fault{Name: "fill-disk", Node: "db1", Inject: "touch '" + l.path("full") + "'", Heal: "rm '" + l.path("full") + "'"})
	other := record.Fault{Kind: record.Own, Target: "db1", Name: "fill-disk"}
	if err := errors.Join(o.Inject(t.Context(), stopDB1), o.Inject(t.Context(), other), o.Heal(t.Context(), stopDB1)); err != nil {
		t.Fatal(err)
	}
	if open := o.Open(); len(open) != 1 || open[0] != other || !l.has("well") || !l.has("full") {
		t.Errorf("open: %v", open)
	}
}

// What a command writes is cleaned and short in an error, its secrets are out of it, and a recording gets none of it.
func TestOutputOfCommands(t *testing.T) {
	l := newLab(t)
	o := l.faults(func(f *Fault) {
		f.Inject = `printf 'one\033[31mred\n'; for i in 1 2 3; do echo middle; done; echo password=hunter2; exit 1`
	})
	err := o.Inject(t.Context(), stopDB1)
	if err == nil {
		t.Fatal("no error")
	}
	if text := err.Error(); !strings.Contains(text, "onered ... password=") || strings.Contains(text, "hunter2") || strings.Contains(text, "middle") || strings.Contains(text, "printf") {
		t.Error(text)
	}
	if got, want := Brief(fmt.Errorf("could not: %w", err)), "could not: stop-db1 on db1: its inject command failed (exit status 1)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A command has no terminal to ask at, and one that leaves something in the background is not waited for.
func TestApart(t *testing.T) {
	l := newLab(t)
	o := l.faults(func(f *Fault) {
		f.Inject = "(: </dev/tty) 2>/dev/null && exit 7; read x && exit 8; sleep 600 & echo $! >'" + l.path("pid") + "'"
	})
	if err := o.Inject(t.Context(), stopDB1); err != nil {
		t.Fatal(err)
	}
	pid, _ := os.ReadFile(l.path("pid"))
	if err := run(t.Context(), "heal", "kill "+string(pid), time.Minute); err != nil {
		t.Errorf("what it left is gone: %v", err)
	}
}

func TestNotConfigured(t *testing.T) {
	var none *Faults
	if none.All() != nil || none.Open() != nil || none.Theirs() != nil || none.Close() != nil {
		t.Error("no faults have something")
	}
	if err := newLab(t).faults(nil).Inject(t.Context(), record.Fault{Kind: record.Own, Target: "db2", Name: "stop-db1"}); err == nil || !strings.Contains(err.Error(), "[fault.stop-db1]") {
		t.Errorf("%v", err)
	}
}
