package prober_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
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

	"github.com/google/go-cmp/cmp"

	"hadash/collectors"
	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// server is a server behind the balancer that can be killed and started again at its address.
type server struct {
	name  string
	addr  string
	serve func(net.Listener)

	mu    sync.Mutex
	l     net.Listener
	conns map[net.Conn]bool
	asked atomic.Int64 // by the probe
}

func (s *server) start(t *testing.T) {
	t.Helper()
	addr := s.addr
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	s.l, s.addr, s.conns = l, l.Addr().String(), map[net.Conn]bool{}
	s.mu.Unlock()
	go s.serve(kept{l, s})
}

func (s *server) kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.l.Close()
	for c := range s.conns {
		_ = c.(*net.TCPConn).SetLinger(0)
		c.Close()
	}
}

// kept keeps the connections of a server, to be cut.
type kept struct {
	net.Listener
	s *server
}

func (k kept) Accept() (net.Conn, error) {
	c, err := k.Listener.Accept()
	if err == nil {
		k.s.mu.Lock()
		k.s.conns[c] = true
		k.s.mu.Unlock()
	}
	return c, err
}

func web(name string) *server {
	s := &server{name: name}
	s.serve = func(l net.Listener) {
		_ = (&http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.UserAgent(), "hadash-probe/") {
				s.asked.Add(1)
			}
			w.Header().Set("X-Served-By", name)
			fmt.Fprintln(w, "hello from", name)
		})}).Serve(l)
	}
	return s
}

// greeter speaks first, as a database server does.
func greeter(name string) *server {
	s := &server{name: name}
	s.serve = func(l net.Listener) {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				s.asked.Add(1)
				fmt.Fprintf(c, "%s greets\r\n", name)
				_, _ = io.Copy(io.Discard, c)
				c.Close()
			}()
		}
	}
	return s
}

// real is a run of the real HAProxy before three servers, with a probe before it.
type real struct {
	t       *testing.T
	servers []*server
	begun   time.Time
	where   string // the address of its frontend
	dir     string

	mu    sync.Mutex
	f     incident.Frame
	w     *record.Writer
	log   []record.Line // of HAProxy's own log
	out   chan record.Sample
	ended chan struct{}
}

// free is a port that nobody listens at.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// haproxy starts the real program with a probe's target written with WHERE for its address.
func haproxy(t *testing.T, config, target string, servers ...*server) *real {
	t.Helper()
	if os.Getenv("HADASH_E2E") == "0" || testing.Short() {
		t.Skip("the real program is not run: HADASH_E2E=0")
	}
	path, err := exec.LookPath("haproxy")
	if err != nil {
		t.Skip("no haproxy is installed")
	}
	r := &real{t: t, servers: servers, where: free(t), dir: t.TempDir(), out: make(chan record.Sample), ended: make(chan struct{}), begun: time.Now()}
	nodes := []record.Node{
		{Name: "probe", Kind: record.KindProbe, To: []string{"haproxy"}, Status: strings.ReplaceAll(target, "WHERE", r.where)},
		{Name: "haproxy", Kind: record.KindHAProxy, Status: "unix://" + r.dir + "/admin.sock"},
	}
	for _, s := range servers {
		s.start(t)
		t.Cleanup(s.kill)
		config += fmt.Sprintf("    server %s %s check inter 300ms fall 2 rise 2\n", s.name, s.addr)
		nodes[1].To = append(nodes[1].To, s.name)
		nodes = append(nodes, record.Node{Name: s.name, Kind: record.KindServer, Serves: []string{"servers/" + s.name}})
	}
	config = strings.NewReplacer("WHERE", r.where, "DIR", r.dir).Replace(config)
	file := filepath.Join(r.dir, "haproxy.cfg")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	out, in := io.Pipe()
	cmd := exec.Command(path, "-db", "-f", file)
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() { _ = cmd.Wait(); in.Close(); close(gone) }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-gone })
	for { // the probe would count that HAProxy is not there yet
		c, err := net.Dial("tcp", r.where)
		if err == nil {
			c.Close()
			break
		}
		select {
		case <-gone:
			t.Fatal("haproxy has ended")
		case <-time.After(20 * time.Millisecond):
		}
	}
	r.w, err = record.Create(filepath.Join(r.dir, "run.hadash"), record.Header{Hadash: "test", Started: r.begun, Project: "real"})
	if err != nil {
		t.Fatal(err)
	}
	r.f = incident.NewFrame(r.begun)
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan struct{})
	go func() {
		collectors.Run(ctx, collectors.Plan{Topology: record.Topology{Project: "real", Nodes: nodes}}, r.out)
		close(ran)
	}()
	go r.read(out, nodes[1])
	go func() {
		defer close(r.ended)
		for {
			select {
			case s := <-r.out:
				r.take(s)
			case <-ran:
				return
			}
		}
	}()
	t.Cleanup(cancel)
	r.until("the probe has asked for two seconds", func(f *incident.Frame) bool {
		p := f.Probed("probe")
		return f.HAProxy != nil && p != nil && len(p.Seconds) > 1
	})
	return r
}

// read follows HAProxy's own log, from its standard output.
func (r *real) read(out io.Reader, n record.Node) {
	log := collectors.NewLog(n)
	for s := bufio.NewScanner(out); s.Scan(); {
		at := time.Now()
		sample, ok := log.Read(at, false, s.Text())
		if !ok {
			continue
		}
		r.mu.Lock()
		r.log = append(r.log, sample.Logs.Lines...)
		r.mu.Unlock()
		select {
		case r.out <- sample:
		case <-r.ended: // its output must be read on, or it does not end
		}
	}
}

func (r *real) take(s record.Sample) {
	s = record.Settle(s)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.w.Write(s); err != nil {
		r.t.Error(err)
	}
	r.f = incident.Fold(r.f, s)
}

// until waits for something that will come.
func (r *real) until(what string, so func(*incident.Frame) bool) {
	r.t.Helper()
	for range 600 {
		r.mu.Lock()
		is := so(&r.f)
		r.mu.Unlock()
		if is {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	r.t.Fatalf("it is not so in 30 s that %s", what)
}

func (r *real) act(a record.Act) {
	r.out <- record.Sample{At: time.Now(), Source: record.SourceYou, Act: &a}
}

// outage kills a server and starts it again. enough is when it has been gone for long enough.
func (r *real) outage(s *server, enough func(*incident.Frame) bool) {
	r.t.Helper()
	fault := record.Fault{Kind: record.Kill, Target: s.name}
	r.act(record.Act{Inject: &fault})
	s.kill()
	r.act(record.Act{Made: &fault})
	r.until(s.name+" is seen to be gone", enough)
	r.act(record.Act{Heal: &fault})
	s.start(r.t)
	r.act(record.Act{Healed: &fault})
	at := time.Now()
	r.until("it is UP again, and two more seconds are reported", func(f *incident.Frame) bool {
		n, p := f.Node(s.name), f.Probed("probe")
		return n.Server != nil && n.Server.Status.State == record.Up && p.Seconds[len(p.Seconds)-1].At.After(at.Add(2*time.Second))
	})
}

// replayed folds the recording again.
func (r *real) replayed() incident.Frame {
	r.t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.w.Close(); err != nil {
		r.t.Fatal(err)
	}
	rec, err := record.Open(filepath.Join(r.dir, "run.hadash"))
	if err != nil {
		r.t.Fatal(err)
	}
	defer rec.Close()
	if to := os.Getenv("HADASH_KEEP_RECORDING"); to != "" {
		data, _ := os.ReadFile(filepath.Join(r.dir, "run.hadash"))
		_ = os.WriteFile(filepath.Join(to, strings.ReplaceAll(r.t.Name(), "/", "-")+".hadash"), data, 0o600)
	}
	f := incident.NewFrame(rec.Header.Started)
	for read := rec.Read(); ; {
		s, ok := read.Next()
		if !ok {
			return f
		}
		f = incident.Fold(f, s)
	}
}

const httpConfig = `global
    stats socket DIR/admin.sock mode 600 level admin
    log stdout format raw local0
defaults
    mode http
    log global
    option httplog
    timeout connect 1s
    timeout client 5s
    timeout server 5s
    REDISPATCH
frontend web
    bind WHERE
    default_backend servers
backend servers
    balance roundrobin
`

// A server is killed and comes back: what the probe counts is what HAProxy's own log and the servers count, with the exact times,
// and a recording of it gives the same.
func TestRealHTTP(t *testing.T) {
	for name, c := range map[string]struct {
		redispatch string
		visible    bool
	}{
		"once":  {"retries 0", true},
		"again": {"option redispatch 1\n    retries 3", false},
	} {
		t.Run(name, func(t *testing.T) {
			servers := []*server{web("app1"), web("app2"), web("app3")}
			r := haproxy(t, strings.Replace(httpConfig, "REDISPATCH", c.redispatch, 1), "probe+http://WHERE/health?rate=20&q=1", servers...)
			r.outage(servers[0], func(f *incident.Frame) bool {
				return f.Node("app1").Server.Status.State == record.Down && (!c.visible || f.Probed("probe").Account.Failed > 0)
			})
			f := r.replayed()
			p := f.Probed("probe")
			asked, failed, first, last := r.logged(f.At)
			if c.visible != (failed > 0) {
				t.Errorf("%d failed by HAProxy's log", failed)
			}
			counted := p.Account.Requests
			if p.Account.Failed != failed || asked-counted < 0 || asked-counted > 30 {
				t.Errorf("the probe counts %d of %d failed, HAProxy's log %d of %d", p.Account.Failed, counted, failed, asked)
			}
			served := int64(0)
			for _, s := range servers {
				served += s.asked.Load()
			}
			if int(served) < asked-failed {
				t.Errorf("the servers answered %d, HAProxy's log has %d", served, asked-failed)
			}
			answered := 0
			for _, b := range p.By {
				if b.Name == "" && b.Requests != failed || b.Name != "" && !strings.HasPrefix(b.Name, "app") {
					t.Errorf("answered by %+v", p.By)
				}
				answered += b.Requests
			}
			if answered < counted {
				t.Errorf("%d answered by somebody, %d counted", answered, counted)
			}
			w := f.Stopwatches[0]
			cl := w.Felt.Clients()
			if cl.By != event.ByProbe || cl.Failed != failed {
				t.Errorf("the cost is %+v, with %d failed", cl, failed)
			}
			if log := w.Felt.Logged(); log.Failed != cl.Failed || log.By != event.ByLog {
				t.Errorf("by the log it is %+v", log)
			}
			if c.visible {
				for stage, at := range map[stopwatch.Stage]time.Time{stopwatch.FirstFailed: first, stopwatch.LastFailed: last} {
					m := w.Moments[stage]
					if m.Witness != event.ByProbe || m.Within != 50*time.Millisecond || m.At.Sub(at).Abs() > 100*time.Millisecond {
						t.Errorf("%v is %+v, HAProxy's log has %v", stage, m, at)
					}
				}
				if cl.Names["503"] != failed {
					t.Errorf("failed: %v", cl.Names)
				}
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			same(t, &r.f, &f)
		})
	}
}

// Users of their own ask the same balancer: its log, which has them all, speaks for them, and the probe's own figures stay apart.
func TestRealHTTPWithUsers(t *testing.T) {
	servers := []*server{web("app1"), web("app2"), web("app3")}
	r := haproxy(t, strings.Replace(httpConfig, "REDISPATCH", "retries 0", 1), "probe+http://WHERE/health?rate=10", servers...)
	var users sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		users.Go(func() {
			client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			for {
				if resp, err := client.Get("http://" + r.where + "/shop"); err == nil {
					resp.Body.Close()
				}
				select {
				case <-stop:
					return
				case <-time.After(20 * time.Millisecond):
				}
			}
		})
	}
	defer users.Wait()
	defer close(stop)
	r.until("the log speaks for the users", func(f *incident.Frame) bool { return f.Watched.Felt.Clients().By == event.ByLog })
	r.outage(servers[0], func(f *incident.Frame) bool {
		return f.Node("app1").Server.Status.State == record.Down && f.Watched.Felt.NginxFailed > 0
	})
	f := r.replayed()
	all, own := f.Watched.Felt.Clients(), f.Watched.Felt.Probed()
	asked, failed, _, _ := r.logged(f.At)
	if all.By != event.ByLog || all.Failed > failed || all.Failed < failed-1 || asked-all.Requests > 100 || own.Requests > all.Requests/2 || own.Failed > all.Failed {
		t.Errorf("the users: %+v, the probe: %+v, HAProxy's log %d of %d", all, own, failed, asked)
	}
	if w := f.Stopwatches[0].Felt.Clients(); w.By != event.ByLog || w.Failed != all.Failed {
		t.Errorf("the cost is %+v", w)
	}
}

// logged is what HAProxy's own log has of the probe's requests until an instant.
func (r *real) logged(until time.Time) (asked, failed int, first, last time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.log {
		l := &r.log[i]
		if l.Session == nil || !l.Session.Asked() || l.At.After(until) {
			continue
		}
		if asked++; l.Session.Failed() {
			failed++
			if first.IsZero() {
				first = l.At
			}
			last = l.At
		}
	}
	return asked, failed, first, last
}

// same compares what the run and its recording say of the clients.
func same(t *testing.T, live, read *incident.Frame) {
	t.Helper()
	type figures struct {
		Clients, Cost clients.Clients
		Probe         int
		By            []record.Answerer
		First, Last   time.Time
		Seconds       []clients.Second
		Lost          []clients.Lost
	}
	of := func(f *incident.Frame) figures {
		p := f.Probed("probe")
		var seconds []clients.Second
		for _, s := range p.Seconds {
			seconds = append(seconds, clients.Second{At: s.At.UTC(), Requests: s.Requests, Failed: s.Failed, P95: s.P95, Max: s.Max})
		}
		fix := func(c clients.Clients) clients.Clients { c.At = c.At.UTC(); return c }
		return figures{fix(f.Watched.Felt.Clients()), fix(f.Stopwatches[0].Felt.Clients()), p.Account.Requests, p.By, p.FirstFailed.UTC(), p.LastFailed.UTC(), seconds, f.Lost}
	}
	if diff := cmp.Diff(of(live), of(read), cmp.Comparer(func(a, b clients.Second) bool {
		return a.At.Equal(b.At) && a.Requests == b.Requests && a.Failed == b.Failed && a.P95 == b.P95 && a.Max == b.Max
	})); diff != "" {
		t.Errorf("the recording says another thing: %s", diff)
	}
}

const tcpConfig = `global
    stats socket DIR/admin.sock mode 600 level admin
    log stdout format raw local0
defaults
    mode tcp
    log global
    option tcplog
    timeout connect 1s
    timeout client 5s
    timeout server 5s
    retries 0
frontend db
    bind WHERE
    default_backend servers
backend servers
    balance roundrobin
`

// Behind a balancer in TCP mode a connection that is accepted is no answer: HAProxy closes it when it reaches no server.
func TestRealTCP(t *testing.T) {
	for name, options := range map[string]string{"greets": "&greets", "mute": ""} {
		t.Run(name, func(t *testing.T) {
			servers := []*server{greeter("db1"), greeter("db2"), greeter("db3")}
			r := haproxy(t, tcpConfig, "probe+tcp://WHERE?rate=20"+options, servers...)
			r.outage(servers[0], func(f *incident.Frame) bool {
				return f.Node("db1").Server.Status.State == record.Down && f.Probed("probe").Account.Failed > 0
			})
			f := r.replayed()
			p := f.Probed("probe")
			failed := 0
			r.mu.Lock()
			for i := range r.log {
				if s := r.log[i].Session; s != nil && strings.HasPrefix(s.Termination, "SC") {
					failed++
				} else if s != nil && s.Termination != "--" && !strings.HasPrefix(s.Termination, "C") {
					t.Errorf("HAProxy logs a session of the probe as %s", s.Termination)
				}
			}
			if failed == 0 || p.Account.Failed != failed || p.Account.Requests < 60 {
				t.Errorf("the probe counts %d of %d failed, HAProxy's log %d", p.Account.Failed, p.Account.Requests, failed)
			}
			if c := f.Stopwatches[0].Felt.Clients(); c.By != event.ByProbe || c.Failed != failed || c.Names["connection closed at once"]+c.Names["connection reset"] != failed {
				t.Errorf("the cost is %+v", c)
			}
			same(t, &r.f, &f)
			r.mu.Unlock()
		})
	}
}
