package sited_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// serve is the variable that makes the test binary one of the servers: a process that can be killed.
const serve = "HADASH_TEST_SERVE"

func TestMain(m *testing.M) {
	if addr := os.Getenv(serve); addr != "" {
		name := os.Getenv("HADASH_TEST_NAME")
		if os.Getenv("HADASH_TEST_TCP") != "" {
			serveTCP(addr, name)
		}
		fmt.Fprintln(os.Stderr, http.ListenAndServe(addr, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { //nolint:gosec // a test
			w.Header().Set("X-Served-By", name)
			fmt.Fprintln(w, name)
		})))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func serveTCP(addr, name string) {
	l, err := net.Listen("tcp", addr)
	for err == nil {
		var c net.Conn
		if c, err = l.Accept(); err == nil {
			fmt.Fprintln(c, name)
			_ = c.Close()
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// settled is how long something that must happen is waited for.
const settled = 40 * time.Second

func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(settled); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("it did not happen: %s", what)
}

// lab is the real programs of one test, on the loopback, and a hadash of its own.
type lab struct {
	t      *testing.T
	dir    string // short: the name of a socket has at most 107 characters
	hadash string
}

func newLab(t *testing.T, programs ...string) *lab {
	t.Helper()
	want := os.Getenv("HADASH_E2E")
	if want == "0" || testing.Short() {
		t.Skip("no program is started: HADASH_E2E=0")
	}
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil && want == "1" {
			t.Fatal(err)
		} else if err != nil {
			t.Skip(name + " is not installed")
		}
	}
	dir, err := os.MkdirTemp("/tmp", "hs")
	if err == nil {
		err = os.Chmod(dir, 0o755) // HAProxy and nginx have users of their own
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	l := &lab{t: t, dir: dir, hadash: filepath.Join(dir, "hadash")}
	build := exec.Command("go", "build", "-o", l.hadash, "hadash/cmd/hadash")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, folder := range []string{"config/hadash", "state"} {
		if err := os.MkdirAll(l.at(folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func (l *lab) at(name string) string { return filepath.Join(l.dir, name) }

func (l *lab) write(name, text string) string {
	l.t.Helper()
	if err := os.WriteFile(l.at(name), []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
	return l.at(name)
}

// free is an address of the loopback that nobody listens at.
func (l *lab) free() string {
	l.t.Helper()
	s, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		l.t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	return s.Addr().String()
}

// start starts a program until the test ends.
func (l *lab) start(env []string, name string, args ...string) *exec.Cmd {
	l.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Dir = append(os.Environ(), env...), l.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
		if l.t.Failed() && said.Len() > 0 {
			l.t.Logf("%s: %s", name, said.String())
		}
	})
	return cmd
}

// server starts a server that answers at an address.
func (l *lab) server(name, addr string, env ...string) *exec.Cmd {
	l.t.Helper()
	cmd := l.start(append(env, serve+"="+addr, "HADASH_TEST_NAME="+name), os.Args[0])
	l.listens(addr)
	return cmd
}

func (l *lab) listens(addr string) {
	l.t.Helper()
	network := "tcp"
	if strings.HasPrefix(addr, "/") {
		network = "unix"
	}
	until(l.t, addr+" answers", func() bool {
		c, err := net.Dial(network, addr)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
}

// haproxy starts a HAProxy with the servers of a backend web, and whatever else is added to its configuration.
func (l *lab) haproxy(name, mode, front string, more string, servers ...string) (socket string) {
	l.t.Helper()
	socket = l.at(name + ".sock")
	text := fmt.Sprintf("global\n stats socket %s mode 600 level admin\n stats timeout 1m\n%s\ndefaults\n mode %s\n timeout connect 1s\n timeout client 5s\n timeout server 5s\n log global\n option %slog\n"+
		"frontend front\n bind %s\n default_backend web\nbackend web\n retries 0\n", socket, more, mode, mode, front)
	for i, addr := range servers {
		text += fmt.Sprintf(" server web%d %s check inter 300ms\n", i+1, addr)
	}
	l.start(nil, "haproxy", "-db", "-f", l.write(name+".cfg", text))
	l.listens(socket)
	return socket
}

// command is a hadash that has its own state and configuration.
func (l *lab) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), l.hadash, args...)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+l.at("state"), "XDG_CONFIG_HOME="+l.at("config"), "NO_COLOR=1", "HOME="+l.dir)
	cmd.Dir = l.dir
	return cmd
}

// run runs hadash to its end, and returns what it printed.
func (l *lab) run(wantCode int, args ...string) (stdout string) {
	l.t.Helper()
	cmd := l.command(args...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	_ = cmd.Run() // its code says it
	if code := cmd.ProcessState.ExitCode(); code != wantCode {
		l.t.Fatalf("hadash %s: exit %d, want %d\n%s\n%s", strings.Join(args, " "), code, wantCode, out.String(), said.String())
	}
	return out.String()
}
