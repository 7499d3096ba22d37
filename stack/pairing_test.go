package stack

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hadash/stack/compose"
	"hadash/stack/label"
)

// A stack that runs as a pair stays one, unless the user asks for another; then the second HAProxy is an orphan that Compose removes.
func TestPairing(t *testing.T) {
	for name, c := range map[string]struct {
		runs  bool
		asked Pairing
		files int
		says  string
	}{
		"new":              {false, "", 1, "up -d --no-build"},
		"pair":             {false, WithPair, 2, "up -d --no-build"},
		"it goes on":       {true, "", 2, "up -d --no-build"},
		"no pair any more": {true, WithoutPair, 1, "up -d --remove-orphans --no-build"},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUpTest(t)
			if err := os.MkdirAll(filepath.Join(u.root, filepath.Dir(compose.Pair)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(u.root, compose.Pair), []byte("services: {web: {labels: {hadash.address: 10.0.0.9}}}\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			if c.runs {
				for i := range u.list {
					u.list[i].Labels[label.Address] = "10.0.0.9"
				}
			}
			if err := u.lab.up(t.Context(), UpOptions{Pair: c.asked}); err != nil {
				t.Fatal(err)
			}
			if n := len(u.lab.p.files.Paths); n != c.files {
				t.Errorf("made of %q", u.lab.p.files.Paths)
			}
			if ran := strings.Join(u.run.ran, "\n"); !strings.Contains(ran, c.says) {
				t.Errorf("ran %q, want %q", ran, c.says)
			}
		})
	}
}
