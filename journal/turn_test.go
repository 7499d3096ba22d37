package journal

import (
	"testing"
	"time"

	"hadash/record"
)

// Two processes can change different things at a time, but never the same one, and nothing can be changed while
// journals are taken over.
func TestTurns(t *testing.T) {
	dir := t.TempDir()
	a, b := &Journal{Dir: dir, Prefix: "lab"}, &Journal{Dir: dir, Prefix: "lab"}
	soon := 50 * time.Millisecond
	release, err := a.Turn(t.Context(), time.Minute, "app1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Turn(t.Context(), soon, "app1"); err == nil {
		t.Error("two have the turn of app1")
	}
	other, err := b.Turn(t.Context(), time.Minute, "app2/../x")
	if err != nil {
		t.Fatalf("app2 waits for app1: %v", err)
	}
	if mine, err := b.turnLock(everything).TryLock(); mine || err != nil {
		t.Errorf("journals can be taken over meanwhile: %v, %v", mine, err)
	}
	release()
	other()
	all := a.TurnOfAll()
	if _, err := b.Turn(t.Context(), soon, "app1"); err == nil {
		t.Error("app1 is changed while journals are taken over")
	}
	all()
	if release, err = b.Turn(t.Context(), time.Minute, "app1"); err != nil {
		t.Fatal(err)
	}
	release()
	if ThingOf(record.Fault{Kind: record.SetMaint, Target: "a"}) != ThingOf(record.Fault{Kind: record.SetWeight, Target: "b"}) {
		t.Error("a server that has two names is two things")
	}
}
