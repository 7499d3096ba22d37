package collectors

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hadash/host"
	"hadash/record"
)

// httpConfig is that of the HAProxy of the captured run.
const httpConfig = `global
    log stdout format raw local0
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
frontend www
    bind 127.0.0.1:18580
    default_backend web
backend web
    balance roundrobin
    option httpchk GET /health
    default-server check inter 500ms fall 3 rise 2
    server w1 127.0.0.11:18581
    server w2 127.0.0.12:18582
listen stats
    bind 127.0.0.1:18589
    no log
    stats enable
    stats uri /stats
    stats show-legends
`

// nginxConfig is that of the nginx of the captured run.
const nginxConfig = `daemon off;
master_process off;
pid /tmp/hadash-nginx-run.pid;
error_log stderr;
events {}
http {
    log_format timed '$remote_addr [$time_iso8601] "$request" $status $body_bytes_sent rt=$request_time msec=$msec up="$upstream_addr" us="$upstream_status" ut="$upstream_response_time" "$http_user_agent"';
    access_log /dev/stdout timed;
    upstream web {
        server 127.0.0.11:18581 max_fails=0;
        server 127.0.0.12:18582 max_fails=0;
    }
    server {
        listen 127.0.0.1:18580;
        location / {
            proxy_pass http://web;
            proxy_read_timeout 900ms;
        }
    }
    server {
        listen 127.0.0.1:18589;
        location = /status {
            stub_status;
            access_log off;
        }
    }
}
`

// balancerRun is a real balancer on loopback before the two web servers.
type balancerRun struct {
	node    record.Node
	config  string
	program []string // the config's path follows
	log     string   // name of the file of its output
}

// TestHTTPRun records a real HAProxy in HTTP mode before two web servers, one of which answers 500 for a while, and both
// of which are stopped, with what its clients counted themselves: 500-and-stop of incident/testdata/http.
// HADASH_HTTP_RUN names the folder to write.
func TestHTTPRun(t *testing.T) {
	recordRun(t, "HADASH_HTTP_RUN", balancerRun{
		node:   record.Node{Name: "lb", Kind: record.KindHAProxy, To: []string{"w1", "w2"}, Upstream: []string{"web"}, Status: "http://127.0.0.1:18589/stats", Config: []string{"/haproxy.cfg"}},
		config: httpConfig, program: []string{"haproxy", "-db", "-f"}, log: "haproxy.log.gz",
	}, func(w1, w2 *webServer) []step {
		return []step{
			{8 * time.Second, func() { w1.ill.Store(true) }}, {4 * time.Second, func() { w1.ill.Store(false) }},
			{12 * time.Second, func() { w2.stop() }}, {4 * time.Second, func() { w1.stop() }},
			{2500 * time.Millisecond, func() { w1.start(t) }}, {time.Second, func() { w2.start(t) }},
			{10 * time.Second, func() {}},
		}
	})
}

// TestNginxRun does the same with a real nginx, before which no other witness stands: one server answers 500, later hangs
// for longer than some clients wait, and both are stopped: nginx-500-and-hang.
func TestNginxRun(t *testing.T) {
	recordRun(t, "HADASH_NGINX_RUN", balancerRun{
		node:   record.Node{Name: "lb", Kind: record.KindNginx, To: []string{"w1", "w2"}, Upstream: []string{"web"}, Status: "http://127.0.0.1:18589/status", Config: []string{"/nginx.conf"}},
		config: nginxConfig, program: []string{"nginx", "-c"}, log: "nginx.log.gz",
	}, func(w1, w2 *webServer) []step {
		return []step{
			{8 * time.Second, func() { w1.ill.Store(true) }}, {4 * time.Second, func() { w1.ill.Store(false) }},
			{5 * time.Second, func() { w1.hangs.Store(true) }}, {4 * time.Second, func() { w1.hangs.Store(false) }},
			{5 * time.Second, func() { w2.stop() }}, {3 * time.Second, func() { w1.stop() }},
			{2500 * time.Millisecond, func() { w1.start(t) }}, {time.Second, func() { w2.start(t) }},
			{6 * time.Second, func() {}},
		}
	})
}

// TestJSONRun does the same with a HAProxy whose log is JSON written by hand, before servers of which one hangs for longer
// than some clients wait: json-and-hang.
func TestJSONRun(t *testing.T) {
	const format = `log-format '{"client":"%ci:%cp","at":"%tr","frontend":"%ft","backend":"%b","server":"%s","timers":{"TR":%TR,"Tw":%Tw,"Tc":%Tc,"Tr":%Tr,"Ta":%Ta},` +
		`"status":%ST,"bytes":%B,"termination_state":"%tsc","srv_conn":%sc,"retries":"%rc","method":"%HM","path":"%HP"}'`
	recordRun(t, "HADASH_JSON_RUN", balancerRun{
		node:   record.Node{Name: "lb", Kind: record.KindHAProxy, To: []string{"w1", "w2"}, Upstream: []string{"web"}, Status: "http://127.0.0.1:18589/stats", Config: []string{"/haproxy.cfg"}},
		config: strings.NewReplacer("option httplog", format+"\n    option abortonclose", "timeout server 10s", "timeout server 1500ms").Replace(httpConfig), program: []string{"haproxy", "-db", "-f"}, log: "haproxy.log.gz",
	}, func(w1, w2 *webServer) []step {
		return []step{
			{5 * time.Second, func() { w1.hangs.Store(true) }}, {4 * time.Second, func() { w1.hangs.Store(false) }},
			{5 * time.Second, func() { w2.stop() }}, {time.Second, func() { w1.stop() }},
			{3 * time.Second, func() { w1.start(t) }}, {time.Second, func() { w2.start(t) }},
			{5 * time.Second, func() {}},
		}
	})
}

// step is what is done to the servers some time after the step before.
type step struct {
	after time.Duration
	do    func()
}

func recordRun(t *testing.T, variable string, of balancerRun, steps func(w1, w2 *webServer) []step) {
	dir := os.Getenv(variable)
	if dir == "" {
		t.Skip(variable + " is not set")
	}
	config := filepath.Join(dir, filepath.Base(of.node.Config[0]))
	if err := os.WriteFile(config, []byte(of.config), 0o600); err != nil {
		t.Fatal(err)
	}
	w1, w2 := &webServer{addr: "127.0.0.11:18581"}, &webServer{addr: "127.0.0.12:18582"}
	w1.start(t)
	w2.start(t)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	balancer := exec.CommandContext(ctx, of.program[0], append(of.program[1:], config)...) //nolint:gosec // of this file
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
	samples := make(chan record.Sample, 1024)
	var wg sync.WaitGroup
	web := func(name, addr string) record.Node {
		return record.Node{Name: name, Kind: record.KindHTTP, Addrs: []string{addr}}
	}
	plan := Plan{Topology: record.Topology{Project: "web", Nodes: []record.Node{of.node, web("w1", "127.0.0.11"), web("w2", "127.0.0.12")}}, Interval: time.Second}
	watch, done := context.WithCancel(ctx)
	wg.Go(func() { Run(watch, plan, samples) })
	logs := newFormats()
	settings := NewSettings(of.node, func(context.Context, string) (host.File, error) { return host.File{Text: []byte(of.config)}, nil })
	settings.logs = logs
	wg.Go(func() { Poll(watch, Feed{Source: settings, Every: rereading, Beat: time.Now()}, samples) })
	raw := zipped(t, filepath.Join(dir, of.log))
	wg.Go(func() {
		(&Tail{Site: piped{out: log, err: said, raw: raw}, Node: of.node, formats: logs}).Run(watch, samples)
	})
	var all []record.Sample
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		for s := range samples {
			all = append(all, s)
		}
	}()
	time.Sleep(2 * time.Second)
	requests := zipped(t, filepath.Join(dir, "requests.txt.gz"))
	asking, rest := context.WithCancel(ctx)
	users := askers(asking, requests)
	for _, step := range append(steps(w1, w2), step{0, rest}, step{2 * time.Second, done}) {
		time.Sleep(step.after)
		step.do()
	}
	users.Wait()
	stop()
	wg.Wait()
	close(samples)
	<-kept
	_ = balancer.Wait() // it was killed
	out := zipped(t, filepath.Join(dir, "samples.jsonl.gz"))
	enc := json.NewEncoder(out)
	for _, s := range all {
		if err := enc.Encode(record.Settle(s)); err != nil {
			t.Fatal(err)
		}
	}
}

// zipped is a file that is closed when the test ends.
func zipped(t *testing.T, path string) io.Writer {
	f, err := os.Create(path) //nolint:gosec // the folder that was asked for
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(f)
	t.Cleanup(func() {
		_ = z.Close()
		_ = f.Close()
	})
	return z
}

// webServer is a small web server that can be ill, hang and be stopped.
type webServer struct {
	addr       string
	ill, hangs atomic.Bool
	http       *http.Server
}

func (w *webServer) start(t *testing.T) {
	l, err := net.Listen("tcp", w.addr)
	if err != nil {
		t.Error(err)
		return
	}
	w.http = &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(to http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/health" {
			time.Sleep(time.Duration(2+rand.IntN(8)) * time.Millisecond) //nolint:gosec // no secret
			if w.hangs.Load() {
				time.Sleep(2 * time.Second)
			}
			if w.ill.Load() {
				to.WriteHeader(http.StatusInternalServerError)
			}
		}
		_, _ = io.WriteString(to, "ok\n")
	})}
	go func() { _ = w.http.Serve(l) }()
}

func (w *webServer) stop() { _ = w.http.Close() }

// askers are eight clients of some five requests a second each, who write down when each request ended (Unix time in µs), how
// long it took (ms) and its status, 0 for none, -1 if they gave up: the second four of them wait for half a second at most.
func askers(ctx context.Context, to io.Writer) *sync.WaitGroup {
	var wg sync.WaitGroup
	var one sync.Mutex
	for i := range 8 {
		user := http.Client{}
		if i >= 4 {
			user.Timeout = 500 * time.Millisecond
		}
		wg.Go(func() {
			for ctx.Err() == nil {
				begun, status := time.Now(), 0
				r, err := user.Get("http://127.0.0.1:18580/")
				if err == nil {
					if _, err = io.Copy(io.Discard, r.Body); err == nil {
						status = r.StatusCode
					}
					_ = r.Body.Close()
				}
				if os.IsTimeout(err) {
					status = -1
				}
				end := time.Now()
				one.Lock()
				_, _ = fmt.Fprintf(to, "%d %.3f %d\n", end.UnixMicro(), float64(end.Sub(begun).Microseconds())/1000, status)
				one.Unlock()
				time.Sleep(time.Duration(150+rand.IntN(100)) * time.Millisecond) //nolint:gosec // no secret
			}
		})
	}
	return &wg
}

// piped is a Site whose only container writes to two pipes.
type piped struct {
	Site
	out, err io.Reader
	raw      io.Writer
}

func (p piped) HasLog(string) bool { return true }

func (p piped) Logs(ctx context.Context, _ string, _ time.Time, each func(at time.Time, stderr bool, text []byte)) error {
	var wg sync.WaitGroup
	var one sync.Mutex
	for _, from := range []io.Reader{p.out, p.err} {
		wg.Go(func() {
			for lines := bufio.NewScanner(from); lines.Scan(); {
				one.Lock()
				_, _ = fmt.Fprintf(p.raw, "%s\n", lines.Bytes())
				each(time.Now(), from == p.err, lines.Bytes())
				one.Unlock()
			}
		})
	}
	wg.Wait()
	<-ctx.Done()
	return ctx.Err()
}
