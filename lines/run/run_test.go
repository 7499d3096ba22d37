//go:build unix

package run

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func lines(t *testing.T, c Command) (out []string, err error) {
	t.Helper()
	err = Lines(t.Context(), c, func(line []byte) { out = append(out, string(line)) })
	return out, err
}

func sh(text string, hide ...string) Command {
	return Command{Args: []string{"sh", "-c", text}, Hide: hide}
}

func TestOutput(t *testing.T) {
	got, err := lines(t, sh("echo a; echo no >&2; printf b"))
	if !slices.Equal(got, []string{"a", "b"}) || err == nil || err.Error() != "it ended (exit status 0): no" {
		t.Errorf("%q, %v", got, err)
	}
	_, err = lines(t, sh("for i in 1 2 3 4 5; do echo no $i >&2; done; printf '\\033[31mlast' >&2; exit 3"))
	if err == nil || err.Error() != "it ended (exit status 3): no 4; no 5;  [31mlast" {
		t.Errorf("%v", err)
	}
	if _, err = lines(t, Command{Args: []string{"there-is-no-such-program"}}); err == nil || !strings.Contains(err.Error(), "not found") {
		t.Errorf("%v", err)
	}
}

func TestSecretsAreHidden(t *testing.T) {
	_, err := lines(t, sh("echo could not log in as joe:hunter22 >&2; exit 1", "hunter22"))
	if err == nil || strings.Contains(err.Error(), "hunter22") || !strings.Contains(err.Error(), "joe:…") {
		t.Errorf("%v", err)
	}
}

// dead reports whether a process is gone, or is about to be.
func dead(pid int) bool {
	for range 1000 {
		state, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err != nil && syscall.Kill(pid, 0) != nil || strings.Contains(string(state), ") Z ") {
			return true
		}
		time.Sleep(5 * time.Millisecond)
	}
	return false
}

// Nothing of the group is left when ctx ends, or the first of it: whether it ignores the signal, is in the background, or has closed its output.
func TestNothingIsLeft(t *testing.T) {
	for name, text := range map[string]string{
		"a child":                  "sleep 300 & echo $! > PID; echo ready; wait",
		"a pipe":                   "{ echo ready; sleep 300; } | cat & { sleep 300 | sleep 300; } & echo $! > PID; wait",
		"one that ignores signals": "trap '' TERM; echo $$ > PID; echo ready; while :; do sleep 1; done",
		"one that is left behind":  "sleep 300 & echo $! > PID; echo ready",
		"without output":           "sleep 300 > /dev/null 2>&1 & echo $! > PID; echo ready",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "pid")
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			err := Lines(ctx, sh(strings.ReplaceAll(text, "PID", file)), func([]byte) { stop() })
			var ended *Ended
			if !errors.Is(err, context.Canceled) && !errors.As(err, &ended) {
				t.Errorf("%v", err)
			}
			said, err := os.ReadFile(file)
			pid, _ := strconv.Atoi(strings.TrimSpace(string(said)))
			if err != nil || pid == 0 {
				return // it was stopped before it could say its number
			}
			if !dead(pid) {
				t.Errorf("%d is left", pid)
			}
		})
	}
}

func TestNotesMayStopIt(t *testing.T) {
	why := errors.New("why")
	c := sh("echo hint >&2; sleep 300")
	c.Note = func(string) error { return why }
	if _, err := lines(t, c); !errors.Is(err, why) {
		t.Errorf("%v", err)
	}
}

func TestBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Backoff
		var waited []time.Duration
		start := func(lasts time.Duration) {
			from := time.Now()
			for !b.Begin() {
				time.Sleep(time.Millisecond)
			}
			waited = append(waited, time.Since(from))
			time.Sleep(lasts)
			b.End()
		}
		for range 9 {
			start(time.Second)
		}
		start(time.Minute)
		start(0)
		start(0)
		want := []time.Duration{0, 250e6, 500e6, 1e9, 2e9, 4e9, 8e9, 16e9, 30e9, 30e9, 250e6, 500e6}
		if !slices.Equal(waited, want) {
			t.Errorf("%v, want %v", waited, want)
		}
	})
}
