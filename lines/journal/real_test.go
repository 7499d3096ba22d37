//go:build unix

package journal

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"hadash/lines/run"
)

// The real journalctl takes our arguments, and goes on after a cursor. It is given a journal: no journald runs here.
func TestRealJournalctl(t *testing.T) {
	if os.Getenv("HADASH_E2E") == "0" {
		t.Skip("HADASH_E2E=0")
	}
	own, err := exec.LookPath("journalctl")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	journal := filepath.Join(dir, "haproxy.journal")
	packed, err := os.Open("testdata/haproxy.journal.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(journal, text, 0o600); err != nil {
		t.Fatal(err)
	}
	program(t, "exec "+own+" --file "+journal+` "$@"`)
	for name, want := range map[string]int{"haproxy.service": len(captured(t)), "haproxy": len(captured(t)) - 1} {
		j := New(name, Options{Dirs: []string{dir}})
		read := func(n int) {
			t.Helper()
			ctx, stop := context.WithTimeoutCause(t.Context(), time.Minute, errors.New("nothing comes"))
			defer stop()
			got := 0
			err := j.Entries(ctx, time.Date(2026, 11, 30, 19, 7, 0, 0, time.UTC), func(Entry) {
				if got++; got == n {
					stop()
				}
			})
			if !errors.Is(err, context.Canceled) || got != n {
				t.Errorf("%s: %d lines, want %d: %v", name, got, n, err)
			}
		}
		read(want)
		e, _ := parsed([]byte(captured(t)[29]))
		j.cursor, j.pause = e.cursor, run.Backoff{} // as after an error
		read(len(captured(t)) - 30)
	}
}
