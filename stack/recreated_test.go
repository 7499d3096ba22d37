package stack

import (
	"testing"

	"hadash/journal"
	"hadash/record"
)

// A recreated container is not the one in the journal.
func TestRecreated(t *testing.T) {
	for _, kind := range []record.FaultKind{record.Stop, record.Kill, record.Crash, record.Pause, record.Cut, record.Slow} {
		t.Run(string(kind), func(t *testing.T) {
			f := newFakeEngine(t)
			setState(f.of("app1"), "exited")
			if kind == record.Pause {
				setState(f.of("app1"), "paused")
			}
			all := several(t, f, "AB")
			dead := all["A"]
			e := journal.Entry{Fault: record.Fault{Kind: kind, Target: "app1"}, ID: "another"}
			if _, err := dead.journal.Add(e); err != nil {
				t.Fatal(err)
			}
			if err := dead.Undo(t.Context(), e.Fault); err != nil || len(f.actions()) > 0 || len(dead.Open()) > 0 {
				t.Errorf("at the end: %v, asked for %v, open %v", err, f.actions(), dead.Open())
			}
			if _, err := dead.journal.Add(e); err != nil {
				t.Fatal(err)
			}
			dies(t, dead)
			left, err := all["B"].Left()
			if err != nil || len(left) != 1 {
				t.Fatalf("left %v, %v", left, err)
			}
			if err := all["B"].HealLeft(t.Context(), left, func(journal.Left, error) {}); err != nil || len(f.actions()) > 0 || len(files(t, dead)) > 0 {
				t.Errorf("found: %v, asked for %v, left %v", err, f.actions(), files(t, dead))
			}
		})
	}
}

// A heal requested by the user applies to the container that exists now.
func TestHealOfOneRecreated(t *testing.T) {
	f := newFakeEngine(t)
	c := f.obeys("app1")
	p := several(t, f, "A")["A"]
	stop := record.Fault{Kind: record.Stop, Target: "app1"}
	if _, err := p.journal.Add(journal.Entry{Fault: stop, ID: "another"}); err != nil {
		t.Fatal(err)
	}
	setState(c, "exited")
	if err := p.Heal(t.Context(), stop); err != nil || !c.State.Running || len(p.Open()) > 0 {
		t.Errorf("got %v, it is %s, open %v", err, c.State.Status, p.Open())
	}
}
