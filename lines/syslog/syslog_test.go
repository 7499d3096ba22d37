//go:build unix

package syslog

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hadash/lines/cut"
)

// listen starts a Listener, and returns where it listens, its messages, and a function that ends it.
func listen(t *testing.T, network, address string) (at net.Addr, all <-chan Message, end func()) {
	t.Helper()
	l, err := New(network, address, Options{Zone: time.FixedZone("", 5*3600+1800)})
	if err != nil {
		t.Fatal(err)
	}
	bound, heard, ended := make(chan net.Addr, 1), make(chan Message, 1000), make(chan error, 1)
	l.bound = func(a net.Addr) { bound <- a }
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		ended <- l.Messages(ctx, func(m Message) {
			m.Text = append([]byte(nil), m.Text...)
			heard <- m
		})
	}()
	end = sync.OnceFunc(func() {
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
	})
	t.Cleanup(end)
	select {
	case at = <-bound:
	case err := <-ended:
		ended <- context.Canceled
		t.Fatal(err)
	}
	return at, heard, end
}

func dial(t *testing.T, network, address string) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func send(t *testing.T, conn net.Conn, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if _, err := conn.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
}

// lines are those of a capture of what HAProxy and nginx sent.
func lines(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../collectors/testdata/prefixes", name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
}

// What HAProxy and nginx sent is received as it was, and who sent it is known.
func TestCaptured(t *testing.T) {
	at, all, _ := listen(t, UDP, "127.0.0.1:0")
	conn := dial(t, "udp", at.String())
	for name, want := range map[string]Message{
		"rfc3164.log":           {Host: "localhost", Tag: "lb-ext"},
		"local.log":             {Tag: "lb-ext"},
		"rfc5424.log":           {Tag: "lb-ext"},
		"priority.log":          {},
		"timed.log":             {},
		"raw.log":               {},
		"nginx-syslog-main.log": {Host: "vm", Tag: "web_edge"},
		"nginx-syslog-json.log": {Tag: "nginx"},
	} {
		for _, line := range lines(t, name) {
			send(t, conn, line)
			m := <-all
			if string(m.Text) != strings.TrimSuffix(line, "\n") || m.From != "127.0.0.1" || m.Host != want.Host || m.Tag != want.Tag {
				t.Errorf("%s: %q: %+v", name, line, m)
			}
			if (m.Severity >= 0) != (line[0] == '<') || (m.PID != "") != (want.Tag == "lb-ext") {
				t.Errorf("%s: %q: severity %d, pid %q", name, line, m.Severity, m.PID)
			}
			begin := time.Date(2026, 11, 30, 19, 7, 40, 0, time.UTC)
			if timed := strings.Contains(line[:min(len(line), 40)], "Dec  1") || strings.Contains(line, "2026") && !strings.Contains(line, "done "); timed && (m.At.Before(begin) || m.At.After(begin.Add(6*time.Second))) {
				t.Errorf("%s: %q: %v", name, line, m.At)
			}
		}
	}
}

func TestSenders(t *testing.T) {
	r := newReceiver(nil)
	for text, want := range map[string][3]string{
		"<134>Dec  1 00:37:40 fe80::1 lb-ext[18247]: Server web/web2 is DOWN, reason: x":         {"fe80::1", "lb-ext", "18247"},
		"<134>Dec  1 00:37:40 10.1.2.3 haproxy: Server a/b is UP":                                {"10.1.2.3", "haproxy", ""},
		"<6>2026-12-01T00:37:40.442364+05:30 ::1:33342 [01/Dec/2026:00:37:40.440] fe be/s 1/2/3": {"", "", ""},
		"<134>1 2026-12-01T00:37:40Z lb1 haproxy 8 ID [a@1 k=\"v\"] \ufeffServer x is DOWN":      {"lb1", "haproxy", "8"},
		"<134>1 2026-12-01T00:37:40Z fe80::1 haproxy 8 - - Server x is DOWN":                     {"fe80::1", "haproxy", "8"},
		"no header at all": {"", "", ""},
	} {
		m, ok := r.message([]byte(text), "")
		if got := [3]string{m.Host, m.Tag, m.PID}; !ok || got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"", "\n", "\x00"} {
		if _, ok := r.message([]byte(text), ""); ok {
			t.Errorf("%q is a message", text)
		}
	}
}

// Both framings, on one connection too; a message that is no message does not end it.
func TestFraming(t *testing.T) {
	at, all, _ := listen(t, TCP, "127.0.0.1:0")
	const a, b = "<134>Dec  1 00:37:40 lb1 haproxy[8]: a", "<134>1 2026-12-01T00:37:40Z lb1 haproxy 8 - - b"
	long := "<134>Dec  1 00:37:40 lb1 haproxy[8]: " + strings.Repeat("x", 3*cut.Longest)
	count := func(text string) string { return fmt.Sprintf("%d %s", len(text), text) }
	conn := dial(t, "tcp", at.String())
	stream := a + "\n" + count(b) + count(a+"\n") + b + "\r\n" + "garbage\n" + "12 garbage\n" + long + "\n" + a + "\n" + count(long) + count(a) + "\n\n" + count("<1>x\n<2>y") + "<5>last"
	want := []string{a, b, a, b, "garbage", "12 garbage", long[:cut.Longest], a, long[:cut.Longest], a, "<1>x <2>y", "<5>last"}
	for stream != "" { // in pieces
		n := min(len(stream), 1000)
		send(t, conn, stream[:n])
		stream = stream[n:]
	}
	_ = conn.Close()
	for _, text := range want {
		if m := <-all; string(m.Text) != text || m.From != "127.0.0.1" {
			t.Errorf("%.60q, want %.60q", m.Text, text)
		}
	}
}

func TestManySenders(t *testing.T) {
	at, all, _ := listen(t, TCP, "127.0.0.1:0")
	var conns []net.Conn
	for i := range 50 {
		conn := dial(t, "tcp", at.String())
		conns = append(conns, conn)
		send(t, conn, fmt.Sprintf("<134>Dec  1 00:37:40 lb%d haproxy[8]: x\n", i))
	}
	hosts := map[string]bool{}
	for range conns {
		hosts[(<-all).Host] = true
	}
	if len(hosts) != 50 {
		t.Errorf("%d senders", len(hosts))
	}
}

// A socket that was left behind is replaced, one that somebody listens on is not; ours is removed at the end.
func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	left, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	fails := func(want string) {
		t.Helper()
		l, _ := New(UNIX, path, Options{})
		if err := l.Messages(t.Context(), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	fails("another program listens there")
	_ = left.Close() // its file stays
	_, all, end := listen(t, UNIX, path)
	fails("another program listens there")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o666 {
		t.Errorf("%v, %v", info, err)
	}
	send(t, dial(t, "unixgram", path), "<134>Dec  1 00:37:40 haproxy[8]: a\n")
	if m := <-all; m.Tag != "haproxy" || m.From != "" {
		t.Errorf("%+v", m)
	}
	end()
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Errorf("the socket is left: %v", err)
	}
	stream, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	fails("another program listens there")
	_ = stream.Close()
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	fails("something else there")
	if text, _ := os.ReadFile(path); string(text) != "x" {
		t.Error("the file was changed")
	}
}

func TestPortInUse(t *testing.T) {
	for _, network := range []string{UDP, TCP} {
		at, _, _ := listen(t, network, "127.0.0.1:0")
		l, err := Parse("syslog+"+network+"://"+at.String(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		err = l.Follow(t.Context(), time.Time{}, nil)
		if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), "syslog+"+network+"://"+at.String()+": another program listens there") {
			t.Errorf("%v", err)
		}
	}
}

func TestTargets(t *testing.T) {
	for target, want := range map[string]string{
		"syslog+udp://127.0.0.1:5514": "udp 127.0.0.1:5514", "syslog+tcp://[::1]:514": "tcp [::1]:514", "syslog+unix:///run/x.sock": "unix /run/x.sock",
		"syslog+udp://:5514": "udp :5514",
	} {
		if l, err := Parse(target, Options{}); err != nil || l.network+" "+l.address != want {
			t.Errorf("%s: %+v, %v", target, l, err)
		}
	}
	for _, target := range []string{"", "syslog", "syslog+udp://", "syslog+udp://127.0.0.1", "syslog+unix://", "syslog+tls://x:1", "udp://x:1", ":"} {
		if l, err := Parse(target, Options{}); err == nil {
			t.Errorf("%s: %+v", target, l)
		}
	}
}

// A real HAProxy logs to each kind of listener.
func TestHAProxyLogsHere(t *testing.T) {
	if os.Getenv("HADASH_E2E") == "0" {
		t.Skip("HADASH_E2E=0")
	}
	haproxy, err := exec.LookPath("haproxy")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "log")
	udp, byUDP, _ := listen(t, UDP, "127.0.0.1:0")
	tcp, byTCP, _ := listen(t, TCP, "127.0.0.1:0")
	_, byUnix, _ := listen(t, UNIX, path)
	socket, cfg := filepath.Join(dir, "web"), filepath.Join(dir, "cfg")
	text := fmt.Sprintf("global\n log %s local0\n log %s format rfc5424 local0\n log ring@r format rfc3164 local0\nring r\n format rfc3164\n server s %s\n"+
		"defaults\n mode http\n log global\n option httplog\n timeout connect 1s\n timeout client 1s\n timeout server 1s\nfrontend fe\n bind unix@%s\n http-request return status 200\n",
		udp, path, tcp, socket)
	if err := os.WriteFile(cfg, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), haproxy, "-db", "-f", cfg) //nolint:gosec // the program that is found
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	var conn net.Conn
	for range 500 {
		if conn, err = (&net.Dialer{}).DialContext(t.Context(), "unix", socket); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	send(t, conn, "GET /here HTTP/1.0\r\n\r\n")
	defer func() { _ = conn.Close() }()
	for name, all := range map[string]<-chan Message{"udp": byUDP, "tcp": byTCP, "unix": byUnix} {
		limit := time.After(20 * time.Second)
		for done := false; !done; {
			select {
			case m := <-all:
				done = strings.Contains(string(m.Text), "GET /here")
				if done && (m.Tag != "haproxy" || m.PID == "" || m.Severity != 6) {
					t.Errorf("%s: %+v", name, m)
				}
			case <-limit:
				t.Fatalf("%s: nothing came", name)
			}
		}
	}
}
