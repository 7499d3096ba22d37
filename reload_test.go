package hadash

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// target is a server that answers what it is sent, and that can end and begin again at its address.
type target struct {
	t    *testing.T
	at   string
	mu   sync.Mutex
	l    net.Listener
	open map[net.Conn]bool
}

func newTarget(t *testing.T) *target {
	s := &target{t: t, at: free(t), open: map[net.Conn]bool{}}
	s.begin()
	t.Cleanup(s.end)
	return s
}

func (s *target) begin() {
	l, err := net.Listen("tcp", s.at)
	if err != nil {
		s.t.Fatal(err)
	}
	s.mu.Lock()
	s.l = l
	s.mu.Unlock()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.open[c] = true
			s.mu.Unlock()
			go func() {
				_, _ = io.Copy(c, c)
				s.mu.Lock()
				delete(s.open, c)
				s.mu.Unlock()
				_ = c.Close()
			}()
		}
	}()
}

func (s *target) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.l.Close()
	for c := range s.open {
		_ = c.Close()
	}
}

// underLoad is a HAProxy with checks, whose clients open a connection after the other, and the servers behind it.
type underLoad struct {
	*watched
	servers map[string]*target
	failed  atomic.Int64
	states  map[string]string // of containers
}

// watchUnderLoad starts it; conf is its backend, in which $a, $b and $c are the addresses of the servers.
func watchUnderLoad(t *testing.T, backend string) *underLoad {
	w := &underLoad{servers: map[string]*target{}, states: map[string]string{}}
	w.watched = watchHAProxyOf(t, func(w2 *watched) string {
		for _, name := range []string{"a", "b", "c"} {
			w.servers[name] = newTarget(t)
		}
		return w.conf(w2, backend)
	})
	w.nodes()
	w.poll(1200 * time.Millisecond)
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond):
				w.once()
			}
		}
	}()
	t.Cleanup(func() { close(stop); <-done })
	return w
}

func (w *underLoad) conf(base *watched, backend string) string {
	for name, s := range w.servers {
		backend = strings.ReplaceAll(backend, "$"+name, s.at)
	}
	return fmt.Sprintf(`global
 stats socket %s/admin.sock level admin
defaults
 mode tcp
 timeout connect 500ms
 timeout client 5s
 timeout server 5s
 retries 3
 option redispatch 1
frontend stats
 mode http
 bind %s
 stats enable
 stats uri /
 stats show-legends
listen reads
 bind %s
%s`, base.dir, base.stats, base.reads, backend)
}

// reconfigure writes another backend, which the next reload reads.
func (w *underLoad) reconfigure(backend string) {
	if err := os.WriteFile(filepath.Join(w.dir, "haproxy.cfg"), []byte(w.conf(w.watched, backend)), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// nodes says what the project is, and which of its containers run.
func (w *underLoad) nodes() {
	now := time.Now()
	top := record.Topology{Project: "loopback", Nodes: []record.Node{{Name: "haproxy", Kind: record.KindHAProxy, To: []string{"a", "b", "c"}}}}
	all := []record.Container{{Node: "haproxy", ID: "haproxy", State: "running", Networks: 1, Started: now.Add(-time.Hour)}}
	for _, name := range []string{"a", "b", "c"} {
		top.Nodes = append(top.Nodes, record.Node{Name: name, Kind: record.KindServer})
		c := record.Container{Node: name, ID: name, State: "running", Networks: 1, Started: now.Add(-time.Hour)}
		if s := w.states[name]; s != "" {
			c.State, c.Finished = s, now
		}
		all = append(all, c)
	}
	if len(w.f.Nodes) != len(top.Nodes) {
		w.fold(record.Sample{At: now, Source: record.SourceTopology, Topology: &top})
	}
	w.fold(record.Sample{At: now, Source: record.SourceDocker, Containers: all})
}

// once is one client.
func (w *underLoad) once() {
	c, err := net.DialTimeout("tcp", w.reads, time.Second)
	if err != nil {
		w.failed.Add(1)
		return
	}
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(2 * time.Second))
	b := make([]byte, 1)
	if _, err := c.Write([]byte("x")); err != nil {
		w.failed.Add(1)
	} else if _, err := io.ReadFull(c, b); err != nil {
		w.failed.Add(1)
	}
}

// kill ends a server, as a fault of the user.
func (w *underLoad) kill(name string) {
	fault := record.Fault{Kind: record.Kill, Target: name}
	w.fold(record.Sample{At: time.Now(), Source: record.SourceYou, Act: &record.Act{Inject: &fault}})
	w.servers[name].end()
	w.states[name] = "exited"
	w.fold(record.Sample{At: time.Now(), Source: record.SourceDocker, Docker: &record.DockerEvent{Node: name, ID: name, Action: "die", Detail: "137"}})
	w.fold(record.Sample{At: time.Now(), Source: record.SourceYou, Act: &record.Act{Made: &fault}})
	w.nodes()
}

func (w *underLoad) heal(name string) {
	fault := record.Fault{Kind: record.Kill, Target: name}
	w.fold(record.Sample{At: time.Now(), Source: record.SourceYou, Act: &record.Act{Heal: &fault}})
	w.servers[name].begin()
	delete(w.states, name)
	w.fold(record.Sample{At: time.Now(), Source: record.SourceDocker, Docker: &record.DockerEvent{Node: name, ID: name, Action: "start"}})
	w.fold(record.Sample{At: time.Now(), Source: record.SourceYou, Act: &record.Act{Healed: &fault}})
	w.nodes()
}

func (w *underLoad) status(name string) record.State {
	for i := range w.f.HAProxy.Servers {
		if s := &w.f.HAProxy.Servers[i]; s.Svname == name {
			return s.Status.State
		}
	}
	return record.Unknown
}

const checked = " balance roundrobin\n server a $a check inter 3s fastinter 300ms fall 2 rise 2\n server b $b check inter 3s fastinter 300ms fall 2 rise 2\n server c $c check inter 3s fastinter 300ms fall 2 rise 2\n"

// story logs what was told and timed, for a test that fails.
func (w *underLoad) story() {
	w.t.Helper()
	if !w.t.Failed() && os.Getenv("HADASH_STORY") == "" {
		return
	}
	for i := range w.f.Timeline {
		e := &w.f.Timeline[i]
		w.t.Logf("%s %s %q->%q %s, by %s", e.At.Format("05.000"), e.Kind, e.From, e.To, e.Says, e.Witness)
	}
	for i := range w.f.Stopwatches {
		s := &w.f.Stopwatches[i]
		for k := range s.Moments {
			w.t.Logf("%v %v", stopwatch.Stage(k), s.Moments[k])
		}
		w.t.Logf("done %v kept %v out %q flaps %d found %v", s.Done, s.Kept, s.OutAs, s.Flaps, s.Findings)
	}
}

// serverEvents are the changes of a server that were told, oldest first: "UP->DOWN".
func (w *underLoad) serverEvents(name string) (all []string) {
	for i := range w.f.Timeline {
		if e := &w.f.Timeline[i]; e.Kind == event.KindServer && e.Node == name {
			all = append(all, e.From+" -> "+e.To)
		}
	}
	return all
}

// wantServer wants these changes of a server, and no others but those in which checks have begun to fail or pass, which a poll may
// miss.
func (w *underLoad) wantServer(name string, want ...string) {
	w.t.Helper()
	var got []string
	for _, e := range w.serverEvents(name) {
		if _, to, _ := strings.Cut(e, " -> "); to != "going down" && to != "going up" {
			got = append(got, to)
		}
	}
	if !slices.Equal(got, want) {
		w.t.Errorf("%s: %q, want %q", name, got, want)
	}
}

// A fault that is open across a reload: the new process takes the broken server for UP until it has checked it. That is told and
// is no recovery, the other servers have no news, the detection stays, and the server is back after its heal.
func TestRealFaultAcrossReload(t *testing.T) {
	w := watchUnderLoad(t, checked)
	w.kill("c")
	w.until("c is DOWN", func() bool { return w.status("c") == record.Down })
	w.poll(500 * time.Millisecond)
	detected := w.f.Stopwatch("c").Moments[stopwatch.Detected]
	hidden := w.f.Hidden
	w.reload()
	w.until("c is DOWN again", func() bool { return w.status("c") == record.Down })
	w.poll(300 * time.Millisecond)
	s := w.f.Stopwatch("c")
	if !s.Moments[stopwatch.Detected].At.Equal(detected.At) || s.Moments[stopwatch.Back].Seen() || s.Flaps != 0 || len(w.f.Faults) != 1 {
		t.Errorf("after the reload: detected %v, was %v; back %v, %d flaps, faults %v", s.Moments[stopwatch.Detected], detected, s.Moments[stopwatch.Back], s.Flaps, w.f.Faults)
	}
	if w.f.Hidden.Redispatched < hidden.Redispatched || w.f.Hidden.Redispatched == 0 {
		t.Errorf("moved %d, were %d", w.f.Hidden.Redispatched, hidden.Redispatched)
	}
	w.heal("c")
	w.until("c is UP", func() bool { return w.status("c") == record.Up })
	w.poll(time.Second)
	w.wantServer("a")
	w.wantServer("b")
	w.wantServer("c", "DOWN", "UP, not checked yet", "DOWN", "UP")
	s = w.f.Stopwatch("c")
	if healed, back := s.Moments[stopwatch.Healed], s.Moments[stopwatch.Back]; !healed.Seen() || back.At.Before(healed.At) || len(w.f.Stopwatches) != 1 || len(w.f.Faults) != 0 {
		t.Errorf("healed %v, back %v, %d stopwatches", healed, back, len(w.f.Stopwatches))
	}
	if failed := w.failed.Load(); failed != 0 || w.f.GaveUp != 0 {
		t.Errorf("%d clients failed, %d sessions gave up", failed, w.f.GaveUp)
	}
	w.story()
}

// A server that is healed before the reload: the new process checks it once, and it is back.
func TestRealReloadHidesTheRecovery(t *testing.T) {
	w := watchUnderLoad(t, checked)
	w.kill("c")
	w.until("c is DOWN", func() bool { return w.status("c") == record.Down })
	w.heal("c")
	w.reload()
	w.until("c is UP and checked", func() bool { s := w.f.HAProxy.Find("reads", "c"); return s.Status.State == record.Up && !s.Untried() })
	w.poll(300 * time.Millisecond)
	w.wantServer("c", "DOWN", "UP, not checked yet", "UP")
	s := w.f.Stopwatch("c")
	if healed, back := s.Moments[stopwatch.Healed], s.Moments[stopwatch.Back]; !back.Seen() || back.At.Before(healed.At) {
		t.Errorf("healed %v, back %v", healed, back)
	}
	w.story()
}

// Counters that are cleared in a fault: sums go on, and the fault is the same.
func TestRealCountersClearedInAFault(t *testing.T) {
	w := watchUnderLoad(t, checked)
	w.kill("c")
	w.until("c is DOWN", func() bool { return w.status("c") == record.Down })
	hidden := w.f.Hidden
	detected := w.f.Stopwatch("c").Moments[stopwatch.Detected]
	w.ask("admin.sock", "clear counters all")
	w.poll(500 * time.Millisecond)
	w.heal("c")
	w.until("c is UP", func() bool { return w.status("c") == record.Up })
	w.poll(300 * time.Millisecond)
	w.wantServer("c", "DOWN", "UP")
	w.wantTold(event.KindRestart, "haproxy: its counters were cleared; the process is the same")
	s := w.f.Stopwatch("c")
	if !s.Moments[stopwatch.Detected].At.Equal(detected.At) || !s.Moments[stopwatch.Back].Seen() || w.f.Hidden.Redispatched < hidden.Redispatched || hidden.Redispatched == 0 {
		t.Errorf("detected %v, was %v; back %v; moved %d, were %d", s.Moments[stopwatch.Detected], detected, s.Moments[stopwatch.Back], w.f.Hidden.Redispatched, hidden.Redispatched)
	}
	w.story()
}

// A reload that removes the broken server: nobody says any more how it is.
func TestRealReloadRemovesAServer(t *testing.T) {
	w := watchUnderLoad(t, checked)
	w.kill("c")
	w.until("c is DOWN", func() bool { return w.status("c") == record.Down })
	w.reconfigure(strings.Replace(checked, " server c ", " #server c ", 1))
	w.reload()
	w.poll(time.Second)
	if n := w.f.Node("c"); n.Server != nil || n.Health != incident.Stopped {
		t.Errorf("c is %s, with the row %+v", n.Health, n.Server)
	}
	w.heal("c")
	w.poll(time.Second)
	w.wantServer("c", "DOWN", "removed")
	if s := w.f.Stopwatch("c"); s.Moments[stopwatch.Back].Seen() {
		t.Errorf("back %v, though no balancer knows it", s.Moments[stopwatch.Back])
	}
	w.reconfigure(checked)
	w.reload()
	w.until("c is UP and checked", func() bool {
		s := w.f.HAProxy.Find("reads", "c")
		return s != nil && s.Status.State == record.Up && !s.Untried()
	})
	w.poll(time.Second)
	w.wantServer("c", "DOWN", "removed", "added", "UP")
	if s := w.f.Stopwatch("c"); !s.Moments[stopwatch.Back].Seen() {
		t.Error("it is not back, though HAProxy has checked it")
	}
	w.story()
}

// Slots of a template that are filled and emptied are no faults, across a reload too.
func TestRealTemplateScales(t *testing.T) {
	const template = " balance roundrobin\n server-template s 3 127.0.0.1:1 check inter 300ms fall 2 rise 2 disabled\n"
	w := watchUnderLoad(t, template)
	fill := func(slot, name string) {
		host, port, _ := net.SplitHostPort(w.servers[name].at)
		w.ask("admin.sock", "set server reads/"+slot+" addr "+host+" port "+port)
		w.ask("admin.sock", "set server reads/"+slot+" state ready")
	}
	fill("s1", "a")
	fill("s2", "b")
	w.until("both are UP", func() bool { return w.status("s1") == record.Up && w.status("s2") == record.Up })
	w.ask("admin.sock", "set server reads/s2 state maint")
	w.until("s2 is out", func() bool { return w.status("s2") == record.Maint })
	w.reload()
	fill("s1", "a")
	w.until("s1 is UP", func() bool { return w.status("s1") == record.Up })
	w.poll(300 * time.Millisecond)
	if len(w.f.Faults) != 0 || len(w.f.Stopwatches) != 0 {
		t.Errorf("faults %v", w.f.Faults)
	}
	for i := range w.f.Timeline {
		if e := &w.f.Timeline[i]; e.Severity == event.Bad {
			t.Errorf("told %s", e.Says)
		}
	}
	w.story()
}

// The maxconn of the whole process is near, and an alert.
func TestRealProcessNearsItsMaxconn(t *testing.T) {
	w := watchHAProxyOf(t, func(w *watched) string {
		return fmt.Sprintf("global\n maxconn 10\n stats socket %s/admin.sock level admin\ndefaults\n mode tcp\n timeout connect 2s\n timeout client 60s\n timeout server 60s\n"+
			"frontend stats\n mode http\n bind %s\n stats enable\n stats uri /\nlisten reads\n bind %s\n server a %s\n", w.dir, w.stats, w.reads, echo(t))
	})
	w.fold(record.Sample{At: time.Now(), Source: record.SourceTopology, Topology: &record.Topology{Project: "loopback", Nodes: []record.Node{
		{Name: "haproxy", Kind: record.KindHAProxy, To: []string{"a"}}, {Name: "a", Kind: record.KindServer}}}})
	w.clients(8)
	var told []string
	w.until("it is told", func() bool { told = append(told, w.take(event.KindLimit)...); return len(told) > 1 })
	if !slices.ContainsFunc(told, func(s string) bool {
		return strings.HasPrefix(s, "haproxy nears its maxconn: ") && strings.HasSuffix(s, " of 10 connections")
	}) {
		t.Errorf("told %q", told)
	}
}
