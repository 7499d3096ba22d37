package command

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/apart"
	"hadash/runtimeapi"
)

// TestRealCommand speaks to a real HAProxy through socat.
func TestRealCommand(t *testing.T) {
	for _, program := range []string{"haproxy", "socat"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	dir := t.TempDir()
	sock, conf := filepath.Join(dir, "s"), filepath.Join(dir, "c")
	text := "global\n stats socket " + sock + " level admin\n stats timeout 1m\ndefaults\n mode tcp\n timeout connect 1s\n timeout client 1s\n timeout server 1s\nbackend b\n server s1 127.0.0.1:9 check inter 1h\n"
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	haproxy := exec.Command("haproxy", "-db", "-f", conf)
	if err := haproxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = haproxy.Process.Kill(), haproxy.Wait() })
	for range 100 {
		if _, err := os.Stat(sock); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	a := New("exec socat - UNIX-CONNECT:" + sock)
	defer func() { _ = a.Close() }()
	for command, want := range map[string]string{"show info": "Name: HAProxy", "show stat": "# pxname,", "show cli level": "admin", "show nothing": "Unknown command", "set server b/s1 state drain": ""} {
		answer, err := a.Ask(t.Context(), command)
		if err != nil || !strings.Contains(answer, want) || want == "" && answer != "" {
			t.Errorf("%s: %q, %v", command, answer, err)
		}
	}
	if level, _ := a.Ask(t.Context(), "show cli level"); level != "admin\n" {
		t.Errorf("level %q", level)
	}
	a.mu.Lock()
	apart.Kill(a.running.cmd)
	a.mu.Unlock()
	if _, err := a.Ask(t.Context(), "show info"); err == nil {
		t.Error("a command that was killed has answered")
	}
	time.Sleep(again)
	if answer, err := a.Ask(t.Context(), "show info"); err != nil || !strings.Contains(answer, "Name: HAProxy") {
		t.Errorf("started again: %q, %v", answer, err)
	}
}

// A command that fails says why, and nothing of its own text.
func TestCommandThatFails(t *testing.T) {
	a := New("echo 'no such host' >&2; : SECRET; exit 1")
	_, err := a.Ask(t.Context(), "show info")
	if !errors.Is(err, runtimeapi.ErrNobody) || !strings.Contains(err.Error(), "no such host") || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("%v", err)
	}
}

// A command that does not answer is ended with all that it has started.
func TestCommandThatHangs(t *testing.T) {
	dir := t.TempDir()
	child, asked := filepath.Join(dir, "child"), filepath.Join(dir, "asked")
	a := New("read line; printf '\\n> '; sleep 600 & echo $! >" + child + "; read line; touch " + asked + "; cat >/dev/null")
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer cancel()
		for t.Context().Err() == nil {
			if _, err := os.Stat(asked); err == nil {
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	if _, err := a.Ask(ctx, "show info"); !errors.Is(err, runtimeapi.ErrDoubt) || strings.Contains(err.Error(), "effect") {
		t.Fatalf("%v", err)
	}
	pid, err := os.ReadFile(child) //nolint:gosec // its own file
	if err != nil {
		t.Fatal(err)
	}
	for { // a zombie may stay until init takes it
		stat, err := os.ReadFile("/proc/" + strings.TrimSpace(string(pid)) + "/stat")
		if err != nil || strings.Contains(string(stat), ") Z ") {
			break
		}
		if t.Context().Err() != nil {
			t.Fatal("a process that it had started goes on")
		}
		time.Sleep(time.Millisecond)
	}
}
