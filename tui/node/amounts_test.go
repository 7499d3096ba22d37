package node

import (
	"testing"

	"hadash/record"
	"hadash/tui/paint"
)

func TestStep(t *testing.T) {
	for _, kind := range record.FaultKinds {
		if kind.Most() == 0 {
			continue
		}
		n, steps := kind.Usual(), 0
		for ; step(kind, n, +1) != n; n = step(kind, n, +1) {
			steps++
		}
		if n != kind.Most() || steps == 0 {
			t.Errorf("%s grows to %d, want %d", kind, n, kind.Most())
		}
		for ; step(kind, n, -1) != n; n = step(kind, n, -1) {
			steps--
		}
		if n < 0 || n == 0 && kind != record.SetWeight || steps >= 0 {
			t.Errorf("%s falls to %d", kind, n)
		}
	}
}

// What a fault does fits into its column of the menu.
func TestMenuHasRoomForWords(t *testing.T) {
	for _, kind := range record.FaultKinds {
		f := record.Fault{Kind: kind, Target: "app1", Amount: kind.Usual()}
		if paint.Width(f.Does()) >= menuDoes {
			t.Errorf("%s: %q", kind, f.Does())
		}
	}
}
