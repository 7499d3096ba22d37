package withown

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hadash/cmd/hadash/hands"
	"hadash/journal"
	"hadash/own"
	"hadash/record"
)

// world records what it is asked for, and has one fault open.
type world struct {
	hands.Project
	asked []string
}

var kill = record.Fault{Kind: record.Kill, Target: "app1"}

func (w *world) note(what string, f record.Fault) error {
	w.asked = append(w.asked, what+" "+f.String())
	return nil
}

func (w *world) Inject(_ context.Context, f record.Fault) error { return w.note("inject", f) }
func (w *world) Heal(_ context.Context, f record.Fault) error   { return w.note("heal", f) }
func (w *world) Undo(_ context.Context, f record.Fault) error   { return w.note("undo", f) }
func (w *world) Needs(_ context.Context, f record.Fault) (string, error) {
	return "an image", w.note("needs", f)
}
func (w *world) Open() []record.Fault   { return []record.Fault{kill} }
func (w *world) Theirs() []record.Fault { return []record.Fault{kill} }
func (w *world) Left() ([]journal.Left, error) {
	return []journal.Left{{Fault: kill, At: time.Now().Add(time.Hour)}}, errors.New("damaged")
}

func (w *world) HealLeft(_ context.Context, all []journal.Left, _ func(journal.Left, error)) error {
	for _, l := range all {
		_ = w.note("heal left", l.Fault)
	}
	return nil
}

// Faults of the user's own go to their commands, all others to the world, and what is open or left is that of both.
func TestWith(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	mine := own.Fault{Name: "rot", Node: "app1", Inject: "true", Heal: "true"}
	f := mine.Record()
	w := &world{}
	p := With(w, own.New([]own.Fault{mine}))
	needs, err := p.Needs(t.Context(), f)
	if err := errors.Join(err, p.(hands.Readier).Ready(t.Context(), f), p.(hands.Readier).Ready(t.Context(), kill), p.Inject(t.Context(), f), p.Inject(t.Context(), kill)); err != nil || needs != "" {
		t.Fatal(needs, err)
	}
	if open := p.Open(); !slices.Equal(open, []record.Fault{kill, f}) {
		t.Errorf("open: %v", open)
	}
	if err := errors.Join(p.Heal(t.Context(), kill), p.Undo(t.Context(), f), p.Inject(t.Context(), f)); err != nil {
		t.Fatal(err)
	}
	if err := p.(with).own.Close(); err != nil {
		t.Fatal(err)
	}
	next := With(w, own.New(nil))
	left, err := next.Left()
	if err == nil || len(left) != 2 || left[0].Fault != f || left[1].Fault != kill {
		t.Fatalf("%v, %v", left, err)
	}
	told := 0
	if err := next.HealLeft(t.Context(), left, func(journal.Left, error) { told++ }); err != nil || told != 1 {
		t.Errorf("%d told, %v", told, err)
	}
	if want := []string{"inject kill app1", "heal kill app1", "heal left kill app1"}; !slices.Equal(w.asked, want) {
		t.Errorf("the world was asked for %q", w.asked)
	}
	if With(w, nil) != Project(w) {
		t.Error("without faults it is another world")
	}
}

// watched is a world that may only be watched.
type watched struct{ *world }

func (watched) MayChange() error { return errors.New("only watched") }

// What is only watched is not broken by commands either.
func TestWatchedOnly(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	mark := filepath.Join(t.TempDir(), "mark")
	mine := own.Fault{Name: "rot", Node: "app1", Inject: "touch " + mark, Heal: "true"}
	p := With(watched{&world{}}, own.New([]own.Fault{mine}))
	_, needs := p.Needs(t.Context(), mine.Record())
	if err := p.Inject(t.Context(), mine.Record()); err == nil || needs == nil {
		t.Errorf("needs: %v, inject: %v", needs, err)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("the command was run")
	}
}
