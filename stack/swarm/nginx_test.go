//go:build unix

package swarm_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const (
	fakeGetent = `#!/bin/sh
cat "$ANSWERS/$2" 2>/dev/null
`
	nginxConf = `http {
    upstream service {
        server app1:9081 max_fails=3;
        server app2:9082;
        server app1:9081 backup;
    }
    server {
        listen 9080;
    }
}
`
)

// TestMain runs as nginx under that name.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "nginx" {
		fakeNginx(os.Args[len(os.Args)-1])
		return
	}
	os.Exit(m.Run())
}

// fakeNginx prints the servers of its configuration when it starts and when it reads it again, until it is told to quit.
func fakeNginx(conf string) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGQUIT)
	for {
		text, _ := os.ReadFile(conf)
		for line := range strings.Lines(string(text)) {
			if server, ok := strings.CutPrefix(strings.TrimSpace(line), "server "); ok {
				fmt.Print(strings.TrimRight(server, "{;"))
			}
		}
		fmt.Println()
		if <-signals == syscall.SIGQUIT {
			fmt.Println("quit")
			return
		}
	}
}

// nginx follows its servers: one that is unknown at first, one that moves, one that is gone.
func TestNginxFollowsNames(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"getent": fakeGetent, "from.conf": nginxConf} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	itself, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(itself, filepath.Join(dir, "nginx")); err != nil {
		t.Fatal(err)
	}
	answer := func(name string, addresses ...string) {
		var text strings.Builder
		for _, a := range addresses {
			text.WriteString(a + "     STREAM " + name + "\n" + a + "     DGRAM\n")
		}
		// Renamed, so that it is never read half.
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path+".new", []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
	}
	answer("app1", "10.0.1.2")
	script, err := filepath.Abs("nginx.sh")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "sh", script, "-c", filepath.Join(dir, "from.conf"))
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "ANSWERS="+dir, "TMPDIR="+dir, "HADASH_STACK=tuned")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	want := func(why, app1, app2 string) {
		t.Helper()
		text := app1 + ":9081 max_fails=3" + app2 + ":9082" + app1 + ":9081 backup"
		if !lines.Scan() || lines.Text() != text {
			t.Fatalf("%s: nginx has %q, want %q", why, lines.Text(), text)
		}
	}
	want("app2 is unknown", "10.0.1.2", "127.0.0.1")
	answer("app2", "10.0.1.3")
	want("app2 is there", "10.0.1.2", "10.0.1.3")
	answer("app1", "10.0.1.2", "10.0.1.9")
	want("app1 has moved, and its old address is not forgotten yet", "10.0.1.9", "10.0.1.3")
	answer("app2")
	answer("app1", "10.0.1.10")
	want("app2 is gone, app1 has moved again", "10.0.1.10", "10.0.1.3")
	if err := cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	if !lines.Scan() || lines.Text() != "quit" {
		t.Errorf("got %q; want that nginx finishes its requests", lines.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}
