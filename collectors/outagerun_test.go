package collectors

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// outageConfig is that of the HAProxy of the run: three web servers and three servers of TCP. The arguments are the path of the
// socket, and the ports.
const outageConfig = `global
    log stdout format raw local0
    stats socket %s level operator
    maxconn 500
defaults
    mode http
    log global
    option httplog
    option redispatch 1
    retries 3
    timeout connect 1s
    timeout client 10s
    timeout server 10s
    option log-health-checks
    default-server check inter 500ms fall 3 rise 2
frontend www
    bind 127.0.0.1:%d
    default_backend web
backend web
    option httpchk GET /health
    server w1 127.0.0.1:%d
    server w2 127.0.0.1:%d
    server w3 127.0.0.1:%d
listen db
    mode tcp
    option tcplog
    bind 127.0.0.1:%d
    server d1 127.0.0.1:%d
    server d2 127.0.0.1:%d
    server d3 127.0.0.1:%d
`

// killable is a server that is a process of its own, which can be killed.
type killable struct {
	kind string // web or db
	port int
	cmd  *exec.Cmd
}

// serverVariable tells a process of this test's program to be a server: "web PORT" or "db PORT".
const serverVariable = "HADASH_TEST_SERVER"

func (p *killable) start(t *testing.T) time.Time {
	t.Helper()
	p.cmd = exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServerProcess$")
	p.cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s 127.0.0.1:%d", serverVariable, p.kind, p.port))
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return time.Now()
}

func (p *killable) kill() time.Time {
	_ = p.cmd.Process.Kill()
	at := time.Now()
	_ = p.cmd.Wait()
	return at
}

// TestServerProcess is no test: it is the server of a process.
func TestServerProcess(t *testing.T) {
	kind, addr, ok := strings.Cut(os.Getenv(serverVariable), " ")
	if !ok {
		t.Skip("it is the server of a process")
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	if kind == "web" {
		s := http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(to http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(to, "ok\n") })}
		_ = s.Serve(l)
		return
	}
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() { _, _ = io.Copy(c, c); _ = c.Close() }()
	}
}

// instants are when the servers of the run were killed and started.
type instants struct {
	WebKilled, WebStarted, DBKilled, DBStarted time.Time
}

// freePorts are ports of loopback that nobody uses.
func freePorts(t *testing.T, n int) (all []any) {
	t.Helper()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		all = append(all, l.Addr().(*net.TCPAddr).Port)
	}
	return all
}

// TestOutagesOfARealBalancer watches a real HAProxy without Docker, kills one of its web servers and one of its servers of TCP and
// starts them again: each is an outage, from its first sign after the kill to its return after the start, as HAProxy's own log
// says. HADASH_OUTAGE_RUN names a folder that gets the run: killed-alone of incident/testdata/http.
func TestOutagesOfARealBalancer(t *testing.T) {
	program, err := exec.LookPath("haproxy")
	if err != nil || os.Getenv("HADASH_E2E") == "0" {
		t.Skip("it needs haproxy, and takes 20 s")
	}
	dir := t.TempDir()
	ports := freePorts(t, 8)
	socket := filepath.Join(dir, "s")
	config := filepath.Join(dir, "haproxy.cfg")
	if err := os.WriteFile(config, fmt.Appendf(nil, outageConfig, append([]any{socket}, ports...)...), 0o600); err != nil {
		t.Fatal(err)
	}
	web, db := make([]*killable, 3), make([]*killable, 3)
	nodes := []record.Node{{Name: "lb", Kind: record.KindHAProxy, Status: "unix://" + socket, Upstream: []string{"web", "db"}}}
	for i := range 3 {
		web[i], db[i] = &killable{kind: "web", port: ports[1+i].(int)}, &killable{kind: "db", port: ports[5+i].(int)}
		web[i].start(t)
		db[i].start(t)
		for _, name := range []string{fmt.Sprintf("web/w%d", i+1), fmt.Sprintf("db/d%d", i+1)} {
			_, server, _ := strings.Cut(name, "/")
			nodes[0].To = append(nodes[0].To, server)
			nodes = append(nodes, record.Node{Name: server, Kind: record.KindServer, Serves: []string{name}})
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	balancer := exec.CommandContext(ctx, program, "-db", "-f", config) //nolint:gosec // of this test
	log, err := balancer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	said, err := balancer.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := balancer.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * time.Second) // their first checks
	samples := make(chan record.Sample, 1024)
	watch, done := context.WithCancel(ctx)
	var wg sync.WaitGroup
	var raw bytes.Buffer
	wg.Go(func() {
		Run(watch, Plan{Topology: record.Topology{Project: "alone", Nodes: nodes}, Interval: time.Second}, samples)
	})
	wg.Go(func() {
		(&Tail{Site: piped{out: log, err: said, raw: &raw}, Node: nodes[0], formats: newFormats()}).Run(watch, samples)
	})
	var all []record.Sample
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		for s := range samples {
			all = append(all, s)
		}
	}()
	users := ask(watch, ports[0].(int), ports[4].(int))
	var at instants
	for _, step := range []struct {
		after time.Duration
		do    func()
	}{
		{3 * time.Second, func() { at.WebKilled = web[1].kill() }}, {4 * time.Second, func() { at.WebStarted = web[1].start(t) }},
		{4 * time.Second, func() { at.DBKilled = db[2].kill() }}, {4 * time.Second, func() { at.DBStarted = db[2].start(t) }}, {4 * time.Second, done},
	} {
		time.Sleep(step.after)
		step.do()
	}
	users.Wait()
	stop()
	wg.Wait()
	close(samples)
	<-kept
	_ = balancer.Wait() // it was killed
	for _, p := range append(web, db...) {
		p.kill()
	}
	keepRun(t, all, &at, raw.Bytes())
	var f incident.Frame
	for _, s := range all {
		f = incident.Fold(f, record.Settle(s))
	}
	wantOutage(t, &f, "w2", at.WebKilled, at.WebStarted)
	wantOutage(t, &f, "d3", at.DBKilled, at.DBStarted)
	if n := len(f.Stopwatches); n != 2 {
		t.Errorf("%d stopwatches: %v", n, f.Outages())
	}
}

// wantOutage compares the outage of a server with when it was killed and started.
func wantOutage(t *testing.T, f *incident.Frame, node string, killed, started time.Time) {
	t.Helper()
	w := f.Stopwatch(node)
	if w == nil {
		t.Fatalf("%s has no outage", node)
	}
	m := &w.Moments
	for _, stage := range []stopwatch.Stage{stopwatch.Injected, stopwatch.Detected, stopwatch.Healed, stopwatch.Back} {
		if !m[stage].Seen() {
			t.Errorf("%s: no %s", node, stage)
		}
	}
	const clock = 50 * time.Millisecond // a kill takes effect before it returns
	if w.At.Before(killed.Add(-clock)) || w.At.After(m[stopwatch.Detected].At) || m[stopwatch.Detected].At.After(started) {
		t.Errorf("%s: killed at %v, began at %v, down at %v", node, killed, w.At, m[stopwatch.Detected].At)
	}
	if m[stopwatch.Healed].At.Before(started) || m[stopwatch.Back].At.Before(m[stopwatch.Healed].At) {
		t.Errorf("%s: started at %v, up at %v, back at %v", node, started, m[stopwatch.Healed].At, m[stopwatch.Back].At)
	}
}

// keepRun writes the run where HADASH_OUTAGE_RUN says.
func keepRun(t *testing.T, all []record.Sample, at *instants, log []byte) {
	dir := os.Getenv("HADASH_OUTAGE_RUN")
	if dir == "" {
		return
	}
	out := zipped(t, filepath.Join(dir, "samples.jsonl.gz"))
	enc := json.NewEncoder(out)
	for _, s := range all {
		if s.Topology != nil { // the path is of this test
			topology := *s.Topology
			topology.Nodes = slices.Clone(topology.Nodes)
			topology.Nodes[0].Status = "unix:///run/haproxy/admin.sock"
			s.Topology = &topology
		}
		if err := enc.Encode(record.Settle(s)); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = zipped(t, filepath.Join(dir, "haproxy.log.gz")).Write(log)
	text, err := json.MarshalIndent(at, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "instants.json"), append(text, '\n'), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// ask are clients of HTTP and of TCP that go on until the context ends.
func ask(ctx context.Context, web, db int) *sync.WaitGroup {
	var wg sync.WaitGroup
	client := http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	wg.Go(func() {
		for ctx.Err() == nil {
			if r, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/", web)); err == nil {
				_ = r.Body.Close()
			}
			time.Sleep(60 * time.Millisecond)
		}
	})
	wg.Go(func() {
		for ctx.Err() == nil {
			if c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", db), time.Second); err == nil {
				_, _ = c.Write([]byte("x"))
				_ = c.SetReadDeadline(time.Now().Add(time.Second))
				_, _ = c.Read(make([]byte, 1))
				_ = c.Close()
			}
			time.Sleep(80 * time.Millisecond)
		}
	})
	return &wg
}
