package snapshot

import "testing"

func TestOneSessionIsNoPlural(t *testing.T) {
	for n, want := range map[int]string{1: "1 session", 2: "2 sessions", 21: "21 sessions"} {
		if got := sessions(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
