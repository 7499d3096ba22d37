package stack

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hadash/collectors/haproxylog"
	"hadash/conf/haproxycfg"
	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// needTimings skips a test that times a real program, because such tests take seconds.
func needTimings(t *testing.T, program string) string {
	t.Helper()
	if os.Getenv("HADASH_E2E") == "0" || testing.Short() {
		t.Skip("the real programs are not timed: HADASH_E2E=0")
	}
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("no %s is installed to time", program)
	}
	return path
}

// timed is a running program, with its output so far and the time of each line.
type timed struct {
	mu    sync.Mutex
	lines []record.Line
	ended chan struct{} // closed when its process has ended
}

// start runs a program until the test ends.
func start(t *testing.T, name string, args ...string) *timed {
	t.Helper()
	in, out := io.Pipe()
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &timed{ended: make(chan struct{})}
	go func() { _ = cmd.Wait(); out.Close(); close(p.ended) }()
	t.Cleanup(func() { _ = cmd.Process.Signal(os.Interrupt); <-p.ended })
	go func() {
		for s := bufio.NewScanner(in); s.Scan(); {
			p.mu.Lock()
			p.lines = append(p.lines, record.Line{At: time.Now(), Text: s.Text()})
			p.mu.Unlock()
		}
	}()
	return p
}

// mustRun skips a test whose program was ended by something else.
func (p *timed) mustRun(t *testing.T) {
	t.Helper()
	select {
	case <-p.ended:
		t.Skip("it was ended from outside")
	default:
	}
}

// spoilt reports whether the program printed text before the fault: then the machine is so busy that even a working
// server is late.
func (p *timed) spoilt(text string, at time.Time) bool {
	for _, l := range p.said() {
		if !l.At.After(at) && strings.Contains(l.Text, text) {
			return true
		}
	}
	return false
}

func (p *timed) skipIfSpoilt(t *testing.T, text string, at time.Time) {
	t.Helper()
	if p.spoilt(text, at) {
		t.Skipf("the machine is too busy: %q before anything was broken", text)
	}
}

func (p *timed) said() []record.Line {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]record.Line(nil), p.lines...)
}

// await waits for a line after some instant that contains text; false if none comes in time.
func (p *timed) await(text string, after time.Time, limit time.Duration) (record.Line, bool) {
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		for _, l := range p.said() {
			if l.At.After(after) && strings.Contains(l.Text, text) {
				return l, true
			}
		}
	}
	return record.Line{}, false
}

// judged returns the frame at the end of the log, with the stopwatch of a fault at an instant, from what hadash knew
// before and the log after it.
func judged(before []record.Sample, fault record.Fault, at time.Time, log []record.Line) incident.Frame {
	var f incident.Frame
	for _, s := range append(before, record.Sample{At: at, Source: record.SourceYou, Act: &record.Act{Inject: &fault}}) {
		f = incident.Fold(f, s)
	}
	for _, l := range log {
		if l.At.After(at) {
			f = incident.Fold(f, record.Sample{At: l.At, Source: record.SourceLogs, Node: l.Node, Logs: &record.Logs{Lines: []record.Line{l}}})
		}
	}
	return f
}

// checkedBy is a HAProxy that checks a victim, as hadash reads it.
type checkedBy struct {
	*timed
	known []record.Sample
}

func haproxyChecks(t *testing.T, v string, config string) checkedBy {
	t.Helper()
	program := needTimings(t, "haproxy")
	dir := t.TempDir()
	text := "global\n log stdout format raw local0 info\n" + strings.ReplaceAll(config, "ADDRESS", v) + "frontend f\n bind " + freeAddr(t) + "\n default_backend b\n"
	file := filepath.Join(dir, "haproxy.cfg")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-v").Output()
	words := strings.Fields(string(out))
	if err != nil || len(words) < 3 {
		t.Fatalf("haproxy -v: %q, %v", out, err)
	}
	topology := record.Topology{Nodes: []record.Node{{Name: "haproxy", Role: record.RoleBalancer}, {Name: "s", Role: record.RoleReplica, Addrs: []string{"127.0.0.1"}}}}
	now := time.Now()
	return checkedBy{start(t, program, "-db", "-f", file), []record.Sample{
		{At: now, Source: record.SourceTopology, Topology: &topology},
		{At: now, Source: record.SourceSettings, Node: "haproxy", Settings: &record.Settings{Checks: haproxycfg.Checks([]haproxycfg.File{{Path: file, Text: []byte(text)}}, nil)}},
		{At: now, Source: record.SourceHAProxy, Node: "haproxy", HAProxy: &record.HAProxy{Version: words[2], Servers: []record.Server{
			{Pxname: "b", Svname: "s", Status: record.ParseStatus("UP")}}}},
	}}
}

// judge returns hadash's stopwatch of a fault, from HAProxy's log.
func (h checkedBy) judge(k record.FaultKind, at time.Time) *stopwatch.Stopwatch {
	lines := h.said()
	for i := range lines {
		l := &lines[i]
		l.Node = "haproxy"
		body, _ := haproxylog.Body(l.Text)
		if st, ok := haproxylog.State(body); ok {
			l.State = &st
		} else if c, ok := haproxylog.Check(body); ok {
			l.Check = &c
		}
	}
	f := judged(h.known, record.Fault{Kind: k, Target: "s"}, at, lines)
	return f.Stopwatch("s")
}

const (
	greetingCheck = "defaults\n mode tcp\n timeout connect 75ms\n timeout client 5s\n timeout server 5s\n timeout check 200ms\n option log-health-checks\n" +
		"backend b\n log global\n option tcp-check\n tcp-check connect\n tcp-check expect rbinary ^[0-9A-Fa-f]{8}0[aA]\n" +
		" server s ADDRESS check inter 200ms fastinter 100ms downinter 200ms fall 2 rise 2\n"
	plainChecks = "defaults\n mode tcp\n timeout connect 5s\n timeout client 5s\n timeout server 5s\n option log-health-checks\n" +
		"backend b\n log global\n server s ADDRESS check inter 100ms fall 2\n"
	tlsChecks = "defaults\n mode tcp\n timeout connect 5s\n timeout client 5s\n timeout server 5s\n option log-health-checks\n" +
		"backend b\n log global\n server s ADDRESS ssl verify none check inter 300ms fall 2\n"
)

// attempts is how often another load on the machine may spoil a run before a bound counts as wrong.
const attempts = 3

// A real HAProxy declares a server DOWN within the time predicted from its own configuration file, counted from just
// after a good check. Where its timers alone decide, it is not much sooner either: the bound is tight. HAProxy may be
// late by as much as this machine is.
func TestRealHAProxyWithinItsBound(t *testing.T) {
	for _, c := range []struct {
		name   string
		config string
		kind   record.FaultKind
		make   func(*testing.T, *victim)
		bound  time.Duration // 0 = depends on HAProxy's version
		timers bool          // only HAProxy's timers decide
		reason string        // of each failed check; otherwise the test measured something else
	}{
		{"kill", greetingCheck, record.Kill, func(_ *testing.T, v *victim) { v.kill() }, 450 * time.Millisecond, false, "refused"},
		{"hole", greetingCheck, record.Cut, func(t *testing.T, v *victim) { v.vanish(t) }, 450 * time.Millisecond, true, "Layer4 timeout"},
		{"freeze", greetingCheck, record.Pause, func(_ *testing.T, v *victim) { v.freeze() }, 700 * time.Millisecond, true, "Layer7 timeout"},
		{"slow", strings.NewReplacer("connect 75ms", "connect 5s", "inter 200ms fastinter 100ms", "inter 400ms").Replace(greetingCheck), record.Pause,
			func(_ *testing.T, v *victim) { v.freeze() }, 0, false, "Layer7 timeout"}, // sometimes its timer is that of `timeout check`
	} {
		t.Run(c.name, func(t *testing.T) {
			busy := watchBusyness(t)
			for try := 1; ; try++ {
				v := newVictim(t, "127.0.0.1", greet)
				h := haproxyChecks(t, v.addr(), c.config)
				if _, ok := h.await("status: 2/2 UP", time.Time{}, 20*time.Second); !ok {
					t.Fatalf("haproxy does not check: %v", h.said())
				}
				busy.reset()
				<-v.began // an earlier check
				<-v.began
				time.Sleep(5 * time.Millisecond) // until it has got its greeting
				c.make(t, v)
				at := time.Now()
				if _, ok := h.await("Server b/s is DOWN", at, 20*time.Second); !ok {
					h.mustRun(t)
					if h.spoilt("is DOWN", at) && try < attempts {
						continue
					}
					h.skipIfSpoilt(t, "is DOWN", at)
					t.Fatalf("not DOWN %s after it broke: %v", time.Since(at), h.said())
				}
				w := h.judge(c.kind, at)
				took, ok := w.Detection()
				n, _, shown := w.Timers()
				more := time.Duration(n+1) * busy.most()
				text := fmt.Sprintf("DOWN after %s, predicted %s and %s for late timers (shown: %v); this machine was up to %s late", took, w.Bound(), w.Tolerance(), shown, busy.most())
				t.Log(text)
				if !ok || c.bound > 0 && w.Bound() != c.bound {
					t.Fatalf("the bound is to be %s: %s", c.bound, text)
				}
				clean := true
				for _, l := range h.said() {
					clean = clean && (!l.At.After(at) || !strings.Contains(l.Text, " failed, reason") || strings.Contains(l.Text, c.reason))
				}
				late := took > w.Bound()+w.Tolerance()+more
				soon := c.timers && took < w.Bound()-50*time.Millisecond-more
				if clean && !late && !soon {
					return
				}
				if try == attempts {
					if !clean {
						t.Skipf("the machine is too busy: %v", h.said())
					}
					t.Fatalf("%d times beyond: %s", try, text)
				}
			}
		})
	}
}

// A check that only connects never notices a frozen server; one that uses TLS does.
func TestRealHAProxyOnAFrozenServer(t *testing.T) {
	busy := watchBusyness(t)
	v := newVictim(t, "127.0.0.1", greet)
	h := haproxyChecks(t, v.addr(), plainChecks)
	if _, ok := h.await("UP", time.Time{}, 20*time.Second); !ok {
		t.Fatalf("haproxy does not check: %v", h.said())
	}
	v.freeze()
	at := time.Now()
	h.skipIfSpoilt(t, "is DOWN", at)
	if line, down := h.await("is DOWN", at, 1500*time.Millisecond); down { // five times as long as the checks need for a vanished server
		t.Errorf("a plain check: %s", line.Text)
	}
	if w := h.judge(record.Pause, at); !w.Expected.Known || !w.Expected.Never {
		t.Errorf("a plain check: %+v", w.Expected)
	}

	certificate := httptest.NewUnstartedServer(nil)
	certificate.StartTLS()
	defer certificate.Close()
	v = newVictim(t, "127.0.0.1", func(v *victim, conn net.Conn) {
		defer conn.Close()
		if !v.silent() {
			_ = tls.Server(conn, certificate.TLS).Handshake()
		}
		_, _ = conn.Read(make([]byte, 1))
	})
	h = haproxyChecks(t, v.addr(), tlsChecks)
	if _, ok := h.await("2/2 UP", time.Time{}, 20*time.Second); !ok {
		t.Fatalf("haproxy does not check: %v", h.said())
	}
	busy.reset()
	v.freeze()
	at = time.Now()
	_, down := h.await("is DOWN", at, 20*time.Second)
	w := h.judge(record.Pause, at)
	took, ok := w.Detection()
	n, _, _ := w.Timers()
	h.skipIfSpoilt(t, "is DOWN", at)
	t.Logf("TLS: DOWN after %s, predicted %s", took, w.Bound())
	if !down || !ok || w.Bound() != 1200*time.Millisecond || took > w.Bound()+w.Tolerance()+time.Duration(n+1)*busy.most() {
		t.Errorf("a check in TLS: after %s, %+v: %v", took, w.Expected, h.said())
	}
}
