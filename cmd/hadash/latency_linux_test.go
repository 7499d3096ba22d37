package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// TestLatency measures the time from a change of state at HAProxy, made through its Runtime API, to the word for it on the
// terminal: 60 changes of a server of a running stack, whose project HADASH_LATENCY names. It needs root, to reach the
// socket in HAProxy's container. It prints the median and the worst; it asserts only that each change was shown.
//
//	HADASH_LATENCY=hadash go test -count=1 -run TestLatency -v ./cmd/hadash
func TestLatency(t *testing.T) {
	project := os.Getenv("HADASH_LATENCY")
	if project == "" {
		t.Skip("HADASH_LATENCY names no running stack")
	}
	binary := os.Getenv("HADASH_LATENCY_BINARY")
	if binary == "" {
		binary = filepath.Join(t.TempDir(), "hadash")
		if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	container, err := exec.Command("docker", "inspect", "-f", "{{.State.Pid}}", project+"_haproxy_1").Output()
	if err != nil {
		t.Fatalf("docker inspect: %v", err)
	}
	socket := fmt.Sprintf("/proc/%s/root/tmp/admin.sock", strings.TrimSpace(string(container)))
	screen := watch(t, binary, "--read-only", "-p", project)
	screen.wait(t, "mysql-slave2", 20*time.Second)
	time.Sleep(5 * time.Second)
	var took []time.Duration
	for i := range 60 {
		state, word := "maint", "MAINT"
		if i%2 == 1 {
			state, word = "ready", "UP"
		}
		time.Sleep(time.Second + time.Duration(i*37%250)*time.Millisecond) // at every phase of the polls
		mark := screen.mark()
		begun := time.Now()
		tellHAProxy(t, socket, "set server servers/mysql-slave2 state "+state)
		took = append(took, screen.since(t, mark, begun, "mysql-slave2", word))
	}
	slices.Sort(took)
	t.Logf("%d changes: median %v, 95 %% within %v, worst %v", len(took), took[len(took)/2].Round(100*time.Microsecond),
		took[len(took)*95/100].Round(100*time.Microsecond), took[len(took)-1].Round(100*time.Microsecond))
}

func tellHAProxy(t *testing.T, socket, command string) {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, command+"\n"); err != nil {
		t.Fatal(err)
	}
	if answer, err := io.ReadAll(c); err != nil || len(bytes.TrimSpace(answer)) > 0 {
		t.Fatalf("%s: %s %v", command, answer, err)
	}
}

// written is what a program wrote on a terminal, and when.
type written struct {
	mu     sync.Mutex
	chunks []chunk
}

type chunk struct {
	at   time.Time
	text string
}

// watch runs a program on a terminal of 120x36 until the test ends.
func watch(t *testing.T, name string, args ...string) *written {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color")
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 36, Cols: 120})
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = cmd.Wait(); master.Close() })
	w := &written{}
	go func() {
		buf := make([]byte, 64<<10)
		for {
			n, err := master.Read(buf)
			if err != nil {
				return
			}
			w.mu.Lock()
			w.chunks = append(w.chunks, chunk{time.Now(), string(buf[:n])})
			w.mu.Unlock()
		}
	}()
	return w
}

func (w *written) mark() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.chunks)
}

func (w *written) wait(t *testing.T, word string, limit time.Duration) {
	t.Helper()
	w.find(t, 0, limit, word)
}

// since returns how long after begun both words were first written in one go, after the mark.
func (w *written) since(t *testing.T, mark int, begun time.Time, words ...string) time.Duration {
	t.Helper()
	return w.find(t, mark, 10*time.Second, words...).Sub(begun)
}

func (w *written) find(t *testing.T, mark int, limit time.Duration, words ...string) time.Time {
	t.Helper()
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		w.mu.Lock()
		chunks := w.chunks[mark:]
		w.mu.Unlock()
		for _, c := range chunks {
			if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(c.text, word) }) {
				return c.at
			}
		}
	}
	t.Fatalf("never written in %v: %q", limit, words)
	return time.Time{}
}
