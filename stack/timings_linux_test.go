package stack

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hadash/collectors/haproxycfg"
	"hadash/collectors/haproxylog"
	"hadash/collectors/nginxcfg"
	"hadash/collectors/nginxlog"
	"hadash/incident"
	"hadash/record"
)

// needTimings skips a test that times a real program: they take seconds.
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

// timed is a program that runs, and what it said so far with the time of each line.
type timed struct {
	mu    sync.Mutex
	lines []record.Line
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
	t.Cleanup(func() { _ = cmd.Process.Signal(os.Interrupt); _ = cmd.Wait(); out.Close() })
	p := &timed{}
	go func() {
		for s := bufio.NewScanner(in); s.Scan(); {
			p.mu.Lock()
			p.lines = append(p.lines, record.Line{At: time.Now(), Text: s.Text()})
			p.mu.Unlock()
		}
	}()
	return p
}

func (p *timed) said() []record.Line {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]record.Line(nil), p.lines...)
}

// await waits for a line after some instant that says something; false when none does in time.
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

// judged is the stopwatch of a fault at an instant, of what hadash knows before it and the log after it.
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

// judge is what hadash says of a fault from HAProxy's log.
func (h checkedBy) judge(k record.FaultKind, at time.Time) *incident.Stopwatch {
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

// attempts is how often a run may be spoilt by a machine that is busy with something else before a bound is called wrong.
const attempts = 3

// A real HAProxy calls a server DOWN within what is predicted from the very file that it runs with, from just after a good
// check on; and no sooner, where its timers decide: the bound is not a loose one. Where this machine is late, so may it be.
func TestRealHAProxyWithinItsBound(t *testing.T) {
	for _, c := range []struct {
		name   string
		config string
		kind   record.FaultKind
		make   func(*testing.T, *victim)
		bound  time.Duration // 0 = that depends on HAProxy's version
		timers bool          // they alone decide
		reason string        // of each failed check, else something else was measured
	}{
		{"kill", greetingCheck, record.Kill, func(_ *testing.T, v *victim) { v.kill() }, 450 * time.Millisecond, false, "refused"},
		{"hole", greetingCheck, record.Cut, func(t *testing.T, v *victim) { v.vanish(t) }, 450 * time.Millisecond, true, "Layer4 timeout"},
		{"freeze", greetingCheck, record.Pause, func(_ *testing.T, v *victim) { v.freeze() }, 700 * time.Millisecond, true, "Layer7 timeout"},
		{"slow", strings.NewReplacer("connect 75ms", "connect 5s", "inter 200ms fastinter 100ms", "inter 400ms").Replace(greetingCheck), record.Pause,
			func(_ *testing.T, v *victim) { v.freeze() }, 0, false, "Layer7 timeout"}, // its timer is that of `timeout check` now and then
	} {
		t.Run(c.name, func(t *testing.T) {
			busy := watchBusyness(t)
			for try := 1; ; try++ {
				v := newVictim(t, "127.0.0.1", greet)
				h := haproxyChecks(t, v.addr(), c.config)
				if _, ok := h.await("status: 2/2 UP", time.Time{}, 20*time.Second); !ok {
					t.Fatalf("haproxy does not check: %v", h.said())
				}
				busy.anew()
				<-v.began // a check of before
				<-v.began
				time.Sleep(5 * time.Millisecond) // it is greeted
				c.make(t, v)
				at := time.Now()
				if _, ok := h.await("Server b/s is DOWN", at, 20*time.Second); !ok {
					t.Fatalf("not DOWN: %v", h.said())
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

// A check that only connects never sees a frozen server, and one that speaks TLS does.
func TestRealHAProxyOnAFrozenServer(t *testing.T) {
	busy := watchBusyness(t)
	v := newVictim(t, "127.0.0.1", greet)
	h := haproxyChecks(t, v.addr(), plainChecks)
	if _, ok := h.await("UP", time.Time{}, 20*time.Second); !ok {
		t.Fatalf("haproxy does not check: %v", h.said())
	}
	v.freeze()
	at := time.Now()
	if line, down := h.await("is DOWN", at, 1500*time.Millisecond); down { // five times what the checks need for one that is gone
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
	busy.anew()
	v.freeze()
	at = time.Now()
	_, down := h.await("is DOWN", at, 20*time.Second)
	w := h.judge(record.Pause, at)
	took, ok := w.Detection()
	n, _, _ := w.Timers()
	t.Logf("TLS: DOWN after %s, predicted %s", took, w.Bound())
	if !down || !ok || w.Bound() != 1200*time.Millisecond || took > w.Bound()+w.Tolerance()+time.Duration(n+1)*busy.most() {
		t.Errorf("a check in TLS: after %s, %+v: %v", took, w.Expected, h.said())
	}
}

// nginxFor is a nginx before two applications that keep connections, and one that is alone, as hadash reads it.
type nginxFor struct {
	*timed
	url   string
	known []record.Sample
}

func nginxBefore(t *testing.T, one, two, solo string) nginxFor {
	t.Helper()
	program := needTimings(t, "nginx")
	dir, web := t.TempDir(), freeAddr(t)
	temp := ""
	for _, body := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temp += fmt.Sprintf(" %s_temp_path %s/%s;", body, dir, body)
	}
	text := fmt.Sprintf(`worker_processes 1; daemon off; pid %[1]s/pid; error_log stderr warn;
events { worker_connections 1024; }
http { access_log off; %[2]s
 upstream pool { server %[3]s max_fails=3 fail_timeout=1s; server %[4]s max_fails=3 fail_timeout=1s; keepalive 32; }
 upstream solo { server %[5]s max_fails=3 fail_timeout=1s; }
 server { listen %[6]s; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_connect_timeout 75ms; proxy_read_timeout 200ms;
  location / { proxy_pass http://pool; } location /solo { proxy_pass http://solo; } } }`, dir, temp, one, two, solo, web)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var topology record.Topology
	topology.Nodes = []record.Node{{Name: "nginx", Role: record.RoleWeb, To: []string{"one", "two", "solo"}}}
	for name, addr := range map[string]string{"one": one, "two": two, "solo": solo} {
		topology.Nodes = append(topology.Nodes, record.Node{Name: name, Role: record.RoleApp, Addrs: []string{record.HostOf(addr)}})
	}
	n := nginxFor{start(t, program, "-c", file, "-e", "stderr"), "http://" + web, []record.Sample{
		{At: time.Now(), Source: record.SourceTopology, Topology: &topology},
		{At: time.Now(), Source: record.SourceSettings, Node: "nginx", Settings: &record.Settings{Upstreams: nginxcfg.Upstreams([]nginxcfg.File{{Path: file, Text: []byte(text)}})}},
	}}
	awaitListener(t, web)
	return n
}

// counted notes what an instance's own page counts.
func (n *nginxFor) counted(name string, requests int64) {
	n.known = append(n.known, record.Sample{At: time.Now(), Source: record.SourceProbe, Node: name, Probe: &record.Probe{Code: 200, Requests: requests}})
}

// judge is what hadash says of a fault from nginx's log.
func (n *nginxFor) judge(fault record.Fault, at time.Time) (incident.Frame, []record.Line) {
	lines := n.said()
	var aside []record.Line
	for i := range lines {
		l := &lines[i]
		l.Node = "nginx"
		if u, ok := nginxlog.Upstream(l.Text); ok {
			l.Upstream = &u
			if u.Kind == record.UpstreamDisabled && l.At.After(at) {
				aside = append(aside, *l)
			}
		}
	}
	return judged(n.known, fault, at, lines), aside
}

// load asks an address steadily until the test ends.
func load(t *testing.T, url string, each time.Duration) {
	t.Helper()
	client := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	tick, done := time.NewTicker(each), make(chan struct{})
	t.Cleanup(func() { tick.Stop(); close(done); client.CloseIdleConnections() })
	go func() {
		for {
			select {
			case <-tick.C:
			case <-done:
				return
			}
			go func() {
				if resp, err := client.Get(url); err == nil {
					_, _ = io.Copy(io.Discard, resp.Body)
					resp.Body.Close()
				}
			}()
		}
	}()
}

// aSecond lets an instance serve for a while, so that its rate is known; it gives the rate.
func (n *nginxFor) aSecond(t *testing.T, name string, v *victim) {
	t.Helper()
	for v.answers.Load() == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	n.counted(name, v.answers.Load())
	time.Sleep(1100 * time.Millisecond)
	n.counted(name, v.answers.Load())
}

// A real nginx sets an instance aside within what is predicted when its address is gone while connections to it are kept:
// those wait for the read timeout.
func TestRealNginxOnAVanishedAddress(t *testing.T) {
	needTimings(t, "nginx")
	busy := watchBusyness(t)
	for try := 1; ; try++ {
		one, two := newVictim(t, "127.0.0.2", answer), newVictim(t, "127.0.0.3", answer)
		n := nginxBefore(t, one.addr(), two.addr(), "127.0.0.4:9")
		load(t, n.url, 5*time.Millisecond)
		n.aSecond(t, "one", one)
		busy.anew()
		one.vanish(t)
		at := time.Now()
		if _, ok := n.await("temporarily disabled", at, 20*time.Second); !ok {
			t.Fatalf("not set aside: %v", n.said())
		}
		f, _ := n.judge(record.Fault{Kind: record.Cut, Target: "one"}, at)
		w := f.Stopwatch("one")
		took, ok := w.Detection()
		text := fmt.Sprintf("set aside after %s, predicted %s and %s for late timers; this machine was up to %s late", took, w.Bound(), w.Tolerance(), busy.most())
		t.Log(text)
		if !ok || !w.Judged() || w.Bound() < 200*time.Millisecond {
			t.Fatalf("%s: %+v", text, w.Expected)
		}
		// Those who ask are late, too: the load's own timer, nginx's, and who reads its log.
		if took <= w.Bound()+w.Tolerance()+3*busy.most() {
			return
		}
		if try == attempts {
			t.Fatalf("%d times beyond: %s", try, text)
		}
	}
}

// A real nginx tries an instance again after more than fail_timeout and at most a second more, and never sets aside the
// only one of its group.
func TestRealNginxTriesAgain(t *testing.T) {
	needTimings(t, "nginx")
	busy := watchBusyness(t)
	one, two, solo := newVictim(t, "127.0.0.2", answer), newVictim(t, "127.0.0.3", answer), newVictim(t, "127.0.0.4", answer)
	n := nginxBefore(t, one.addr(), two.addr(), solo.addr())
	load(t, n.url, 5*time.Millisecond)
	load(t, n.url+"/solo", 20*time.Millisecond)
	n.aSecond(t, "one", one)
	n.counted("solo", 1)
	one.kill()
	solo.kill()
	at := time.Now()
	f, aside := n.judge(record.Fault{Kind: record.Kill, Target: "one"}, at)
	for end := at.Add(30 * time.Second); (len(aside) == 0 || aside[len(aside)-1].At.Sub(at) < 3*time.Second) && time.Now().Before(end); {
		time.Sleep(100 * time.Millisecond)
		f, aside = n.judge(record.Fault{Kind: record.Kill, Target: "one"}, at)
	}
	if w := f.Stopwatch("one"); !w.Judged() || !w.Moments[incident.Detected].Seen() {
		t.Fatalf("not set aside: %v", n.said())
	} else if took, _ := w.Detection(); took > w.Bound()+w.Tolerance()+3*busy.most() {
		t.Errorf("set aside after %s, predicted %s; this machine was up to %s late", took, w.Bound(), busy.most())
	}
	tried := 0
	for i := range aside {
		l := &aside[i]
		if strings.Contains(l.Text, solo.addr()) {
			t.Fatalf("the only one of its group: %s", l.Text)
		}
		if i == 0 || l.At.Sub(aside[i-1].At) < 500*time.Millisecond {
			continue // what was under way when it was set aside
		}
		tried++
		before := judged(n.known, record.Fault{Kind: record.Kill, Target: "one"}, at, aside[:i])
		from, until, ok := before.Node("one").SetAside(aside[i-1].At)
		if slack := 20*time.Millisecond + 2*busy.most(); !ok || l.At.Before(from.Add(-slack)) || l.At.After(until.Add(slack)) {
			t.Errorf("tried again after %s, not between %s and %s; this machine was up to %s late", l.At.Sub(aside[i-1].At), from.Sub(aside[i-1].At), until.Sub(aside[i-1].At), busy.most())
		} else {
			t.Logf("tried again after %s", l.At.Sub(aside[i-1].At))
		}
	}
	if tried == 0 {
		t.Errorf("never tried again: %v", n.said())
	}
	g, _ := n.judge(record.Fault{Kind: record.Kill, Target: "solo"}, at)
	if w := g.Stopwatch("solo"); !w.Expected.Known || !w.Expected.Never {
		t.Errorf("the only one of its group: %+v", w.Expected)
	}
	refused := 0
	for _, l := range n.said() {
		if strings.Contains(l.Text, "Connection refused") && strings.Contains(l.Text, solo.addr()) {
			refused++
		}
	}
	if refused < 50 {
		t.Errorf("only %d requests to the only one were refused", refused)
	}
}
