package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/journal"
	"hadash/record"
)

// lab is a real HAProxy on the loopback with servers that are checked in every way.
type lab struct {
	Balancer
	web, agent net.Listener
	front      string
}

// All implements Balancers.
func (l *lab) All(context.Context) ([]Balancer, error) { return []Balancer{l.Balancer}, nil }

// One implements Balancers.
func (l *lab) One(context.Context, *journal.Server) (Balancer, error) { return l.Balancer, nil }

// Addrs implements Balancers.
func (l *lab) Addrs(context.Context, string) ([]string, error) { return nil, nil }

func listen(t *testing.T, serve func(net.Conn)) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	return l
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func newLab(t *testing.T) *lab {
	t.Helper()
	program, err := exec.LookPath("haproxy")
	if err != nil {
		t.Skip("no haproxy is installed to ask")
	}
	dir, err := os.MkdirTemp("", "own") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	l := &lab{front: freePort(t)}
	l.web = listen(t, func(c net.Conn) { _, _ = io.Copy(io.Discard, c); _ = c.Close() })
	l.agent = listen(t, func(c net.Conn) { _, _ = io.WriteString(c, "up\n"); _ = c.Close() })
	_, agentPort, _ := net.SplitHostPort(l.agent.Addr().String())
	stats, socket, at := freePort(t), filepath.Join(dir, "s"), l.web.Addr().String()
	conf := "global\n stats socket " + socket + " level admin\ndefaults\n timeout connect 1s\n timeout client 1m\n timeout server 1m\n" +
		"frontend f\n bind " + l.front + "\n default_backend b\n" +
		"frontend stats\n mode http\n bind " + stats + "\n stats enable\n stats uri /\n stats admin if TRUE\n" +
		"backend b\n server plain " + at + "\n" +
		"backend c\n server checked " + at + " check inter 500ms rise 3 fall 2\n server tracks " + at + " track c/checked\n" +
		"backend a\n server agent " + at + " agent-check agent-port " + agentPort + " agent-inter 1s\n"
	path := filepath.Join(dir, "haproxy.cfg")
	if err := os.WriteFile(path, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-db", "-q", "-f", path)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	l.Balancer = Balancer{Node: "lb", Admin: &url.URL{Scheme: "unix", Path: socket}, Status: &url.URL{Scheme: "http", Host: stats, Path: "/;csv"}}
	l.await(t, "c/checked", "UP")
	return l
}

// status is HAProxy's word for a server.
func (l *lab) status(name string) string {
	all, err := l.Servers(context.Background())
	if err != nil {
		return err.Error()
	}
	for _, s := range all {
		if s.FullName() == name {
			return s.Status
		}
	}
	return "none"
}

func (l *lab) await(t *testing.T, name, status string) {
	t.Helper()
	for range 1500 { // half a minute
		if l.status(name) == status {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%s never became %s: it is %s", name, status, l.status(name))
}

// breakIt makes a fault as a project does, and returns what undoes it.
func (l *lab) breakIt(t *testing.T, kind record.FaultKind, target string) journal.Entry {
	t.Helper()
	f := record.Fault{Kind: kind, Target: target}
	was, err := Before(t.Context(), l, f)
	if err == nil {
		err = Set(t.Context(), l, f, was)
	}
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return journal.Entry{Fault: f, Undo: journal.Undo{Balancer: &was}}
}

// TestRealHealth pins what `set server ... health down` does, as the documentation and the prediction say it.
func TestRealHealth(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	e := l.breakIt(t, record.SetHealth, "b/plain")
	time.Sleep(time.Second)
	if got := l.status("b/plain"); got != "DOWN" {
		t.Errorf("without checks it is %s", got)
	}
	if _, err := Before(t.Context(), l, e.Fault); err == nil || !strings.Contains(err.Error(), "does not have b/plain UP: DOWN") {
		t.Errorf("what is DOWN is set DOWN: %v", err)
	}
	if err := Reset(t.Context(), l, e, nil); err != nil || l.status("b/plain") != "no check" {
		t.Errorf("%v: %s", err, l.status("b/plain"))
	}

	e = l.breakIt(t, record.SetHealth, "c/checked")
	if got := l.status("c/checked"); !strings.HasPrefix(got, "DOWN") {
		t.Errorf("with checks it is %s", got)
	}
	if got := l.status("c/tracks"); !strings.HasPrefix(got, "DOWN") {
		t.Errorf("what tracks it is %s", got)
	}
	l.await(t, "c/checked", "UP") // of itself
	if err := Reset(t.Context(), l, e, nil); err != nil || l.status("c/checked") != "UP" {
		t.Errorf("%v: %s", err, l.status("c/checked"))
	}
	l.breakIt(t, record.SetHealth, "a/agent")
	l.await(t, "a/agent", "no check")
	if _, err := Before(t.Context(), l, record.Fault{Kind: record.SetHealth, Target: "c/tracks"}); err == nil || !strings.Contains(err.Error(), "has the health of c/checked") {
		t.Errorf("of one that tracks another: %v", err)
	}
}

// A server whose checks fail by the time of the heal is not set UP.
func TestRealHealthOfWhatFails(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	e := l.breakIt(t, record.SetHealth, "c/checked")
	_ = l.web.Close()
	for range 1500 {
		if row, err := l.row(t.Context(), e.Undo.Balancer.Servers[0]); err == nil && row.Check == "L4CON" && row.Status == "DOWN" {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err := Reset(t.Context(), l, e, nil); err != nil || l.status("c/checked") != "DOWN" {
		t.Errorf("%v: %s", err, l.status("c/checked"))
	}
}

// TestRealShutdown cuts a session that goes through the server, and only once.
func TestRealShutdown(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	dial := func() net.Conn {
		c, err := net.Dial("tcp", l.front)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprint(c, "hello")
		return c
	}
	first := dial()
	defer func() { _ = first.Close() }()
	for range 1500 { // it has reached the server
		if answer, err := l.Ask(t.Context(), "show servers conn b"); err == nil && strings.Contains(answer, "b/plain") && strings.HasPrefix(l.row0(t), "1,") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	e := l.breakIt(t, record.ShutSessions, "b/plain")
	_ = first.SetReadDeadline(time.Now().Add(30 * time.Second))
	var late net.Error
	if n, err := first.Read(make([]byte, 9)); err == nil || errors.As(err, &late) && late.Timeout() {
		t.Errorf("the session goes on: %d bytes, %v", n, err)
	}
	if err := Reset(t.Context(), l, e, nil); err != nil {
		t.Error(err)
	}
	second := dial()
	defer func() { _ = second.Close() }()
	_ = second.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	if _, err := second.Read(make([]byte, 9)); !errors.As(err, &late) || !late.Timeout() {
		t.Errorf("a new session is cut, too: %v", err)
	}
}

// row0 is the line of b/plain in "show stat".
func (l *lab) row0(t *testing.T) string {
	t.Helper()
	answer, err := l.Ask(t.Context(), "show stat")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(answer) {
		if strings.HasPrefix(line, "b,plain,") {
			return strings.Join(strings.Split(line, ",")[4:6], ",") + "," // scur and smax
		}
	}
	return ""
}

// The same orders by the stats page, where there is no Runtime API.
func TestRealHealthByPage(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.Admin, l.NoAdmin = nil, errors.New("no label")
	e := l.breakIt(t, record.SetHealth, "b/plain")
	if got := l.status("b/plain"); got != "DOWN" {
		t.Errorf("it is %s", got)
	}
	if err := Reset(t.Context(), l, e, nil); err != nil || l.status("b/plain") != "no check" {
		t.Errorf("%v: %s", err, l.status("b/plain"))
	}
	l.breakIt(t, record.ShutSessions, "b/plain")
}
