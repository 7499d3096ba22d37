package hadash

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"hadash/collectors"
	"hadash/drill"
	"hadash/incident"
	"hadash/incident/crowd"
	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

// watched is a real HAProxy on the loopback, with two servers, and the Frames of its page.
type watched struct {
	t      *testing.T
	dir    string
	stats  string
	reads  string
	master *exec.Cmd
	page   *collectors.HAProxy
	procs  *collectors.Workers
	f      incident.Frame
	told   []event.Event
}

func watchHAProxy(t *testing.T) *watched {
	t.Helper()
	w := watchHAProxyOf(t, func(w *watched) string {
		return fmt.Sprintf(`global
 maxconn 60
 stats socket %s/admin.sock level admin
defaults
 mode tcp
 timeout connect 2s
 timeout client 60s
 timeout server 60s
 timeout queue 30s
frontend stats
 mode http
 bind %s
 stats enable
 stats uri /
listen reads
 bind %s
 maxconn 12
 server a %s maxconn 4 maxqueue 5
 server b %s maxconn 4
`, w.dir, w.stats, w.reads, echo(t), echo(t))
	})
	w.fold(record.Sample{At: time.Now(), Source: record.SourceTopology, Topology: &record.Topology{Project: "loopback", Nodes: []record.Node{
		{Name: "haproxy", Kind: record.KindHAProxy, To: []string{"a", "b"}}, {Name: "a", Kind: record.KindServer}, {Name: "b", Kind: record.KindServer},
	}}})
	return w
}

// watchHAProxyOf starts a HAProxy of a configuration, which has its statistics at w.stats and serves at w.reads.
func watchHAProxyOf(t *testing.T, conf func(w *watched) string) *watched {
	t.Helper()
	if os.Getenv("HADASH_E2E") == "0" {
		t.Skip("HADASH_E2E=0: no network")
	}
	if _, err := exec.LookPath("haproxy"); err != nil {
		t.Skip("no haproxy is installed to watch")
	}
	w := &watched{t: t, dir: t.TempDir(), stats: free(t), reads: free(t)}
	if err := os.WriteFile(filepath.Join(w.dir, "haproxy.cfg"), []byte(conf(w)), 0o600); err != nil {
		t.Fatal(err)
	}
	w.begin()
	w.page = collectors.NewHAProxy("haproxy", collectors.Fixed("http://"+w.stats+"/"))
	w.procs = collectors.NewWorkers("haproxy", collectors.Fixed("unix://"+filepath.Join(w.dir, "master.sock")))
	t.Cleanup(func() { _ = w.page.Close() })
	return w
}

// begin starts HAProxy as a master and its worker.
func (w *watched) begin() {
	w.master = exec.Command("haproxy", "-W", "-q", "-S", filepath.Join(w.dir, "master.sock"), "-f", filepath.Join(w.dir, "haproxy.cfg"))
	if err := w.master.Start(); err != nil {
		w.t.Fatal(err)
	}
	master := w.master
	w.t.Cleanup(func() { _ = master.Process.Signal(syscall.SIGTERM); _ = master.Wait() })
	for range 500 {
		if conn, err := net.Dial("tcp", w.stats); err == nil {
			_ = conn.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	w.t.Fatal("haproxy does not answer")
}

func free(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// echo is a server that answers what it is sent.
func echo(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(conn, conn); _ = conn.Close() }()
		}
	}()
	return l.Addr().String()
}

func (w *watched) fold(s record.Sample) {
	hidden, gaveUp := w.f.Hidden, w.f.GaveUp
	w.f = incident.Fold(w.f, record.Settle(s))
	if w.f.Hidden.Retried < hidden.Retried || w.f.Hidden.Redispatched < hidden.Redispatched || w.f.GaveUp < gaveUp {
		w.t.Errorf("sums fell: %+v and %d, were %+v and %d", w.f.Hidden, w.f.GaveUp, hidden, gaveUp)
	}
	w.told = append(w.told, w.f.Events...)
}

// poll reads the page for that long.
func (w *watched) poll(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		s := record.Sample{At: time.Now(), Source: record.SourceHAProxy, Node: "haproxy"}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		if err := w.page.Read(ctx, &s); err != nil {
			s.Err = err.Error()
		}
		cancel()
		w.fold(s)
		for i := range w.f.Nodes {
			if n := &w.f.Nodes[i]; n.Rate < 0 && n.Rate != -1 {
				w.t.Errorf("%s: %v a second", n.Name, n.Rate)
			}
		}
	}
}

// askMaster asks the master for its workers once.
func (w *watched) askMaster() {
	s := record.Sample{At: time.Now(), Source: record.SourceWorkers, Node: "haproxy"}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := w.procs.Read(ctx, &s); err != nil {
		s.Err = err.Error()
	}
	w.fold(s)
}

// clients opens connections to the reads.
func (w *watched) clients(n int) (all []net.Conn) {
	for range n {
		conn, err := net.Dial("tcp", w.reads)
		if err != nil {
			w.t.Fatal(err)
		}
		w.t.Cleanup(func() { _ = conn.Close() })
		_, _ = conn.Write([]byte("x"))
		all = append(all, conn)
		time.Sleep(5 * time.Millisecond)
	}
	return all
}

func (w *watched) leave(all []net.Conn) {
	for _, c := range all {
		_ = c.Close()
	}
}

// ask gives a command to a socket of HAProxy.
func (w *watched) ask(socket, command string) string {
	conn, err := net.Dial("unix", filepath.Join(w.dir, socket))
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(3 * time.Second))
	_, _ = conn.Write([]byte(command + "\n"))
	_ = conn.(*net.UnixConn).CloseWrite()
	b, _ := io.ReadAll(conn)
	return string(b)
}

// take returns the events of one kind since the last time.
func (w *watched) take(k event.Kind) (all []string) {
	for i := range w.told {
		if e := &w.told[i]; e.Kind == k {
			all = append(all, e.Says.String())
		}
	}
	w.told = nil
	slices.Sort(all)
	return all
}

func (w *watched) wantTold(k event.Kind, want ...string) {
	w.t.Helper()
	if got := w.take(k); !slices.Equal(got, want) {
		w.t.Errorf("told\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(want, "\n "))
	}
}

func (w *watched) wantFigures(name string, sessions, queue int64, share int) {
	w.t.Helper()
	known := func(lack wording.Phrase) string { return lack.String() }
	if n, lack := crowd.Sessions(&w.f, name); n != sessions || !lack.IsZero() {
		w.t.Errorf("sessions(%s) = %d, want %d %s", name, n, sessions, known(lack))
	}
	if n, lack := crowd.Queue(&w.f, name); n != queue || !lack.IsZero() {
		w.t.Errorf("queue(%s) = %d, want %d %s", name, n, queue, known(lack))
	}
	if n, lack := crowd.Share(&w.f, name); n != share || !lack.IsZero() {
		w.t.Errorf("limit(%s) = %d, want %d %s", name, n, share, known(lack))
	}
}

// Limits that are near are told once, and once more when they are far again, and the figures of drills are what the page
// shows.
func TestRealHAProxyNearsItsLimits(t *testing.T) {
	w := watchHAProxy(t)
	all := w.clients(2)
	w.poll(time.Second)
	w.wantFigures("a", 1, 0, 25)
	w.wantFigures("reads/b", 1, 0, 25)
	w.wantTold(event.KindLimit)

	all = append(all, w.clients(9)...)
	w.poll(4 * time.Second)
	w.wantFigures("a", 4, 0, 100)
	w.wantFigures("reads", 11, 3, 100)
	w.wantFigures("haproxy", 11, 3, 91)
	w.wantTold(event.KindLimit, "frontend reads nears its maxconn: 11 of 12 sessions",
		"reads/a nears its maxconn: 4 of 4 sessions, 3 wait in its backend", "reads/b nears its maxconn: 4 of 4 sessions, 3 wait in its backend")

	w.leave(all[:4])
	w.poll(time.Second)
	w.leave(all)
	w.poll(7 * time.Second)
	w.wantFigures("a", 0, 0, 0)
	if got := w.take(event.KindLimit); len(got) != 3 || !strings.HasPrefix(got[0], "frontend reads is far from its maxconn again: ") {
		t.Errorf("told %q", got)
	}
}

// Drain, wait until it is empty, then act: in three lines of a drill.
func TestRealHAProxyIsDrainedUntilEmpty(t *testing.T) {
	w := watchHAProxy(t)
	all := w.clients(2)
	w.poll(500 * time.Millisecond)
	w.ask("admin.sock", "set server reads/a state drain")
	for _, c := range []struct {
		text string
		want error
	}{{"sessions(a) = 0", drill.ErrWaited}, {"sessions(reads/a) > 0", nil}} {
		if got := w.waits(c.text); !errors.Is(got, c.want) {
			t.Errorf("%s: %v", c.text, got)
		}
	}
	w.leave(all)
	if got := w.waits("sessions(a) = 0"); got != nil {
		t.Error(got)
	}
}

// waits plays a second of the page to a waiting condition.
func (w *watched) waits(text string) error {
	c, err := drill.ParseCondition(text)
	if err != nil {
		w.t.Fatal(err)
	}
	frames := make(chan incident.Frame)
	ended := make(chan error, 1)
	go func() {
		_, err := drill.Wait(context.Background(), frames, c, time.Second)
		ended <- err
	}()
	for {
		w.poll(100 * time.Millisecond)
		select {
		case frames <- w.f:
		case err := <-ended:
			return err
		}
	}
}

// A reload, cleared counters and a restart are three different events, and no count falls.
func TestRealHAProxyReloads(t *testing.T) {
	w := watchHAProxy(t)
	all := w.clients(6)
	w.poll(2500 * time.Millisecond)
	first := w.f.HAProxy.Pid
	if shown := w.ask("admin.sock", "show info"); !strings.Contains(shown, fmt.Sprintf("\nPid: %d\n", first)) {
		t.Errorf("pid %d, want that of %.300s", first, shown)
	}
	w.take(event.KindRestart)
	w.ask("admin.sock", "clear counters all")
	w.poll(time.Second)
	w.wantTold(event.KindRestart, "haproxy: its counters were cleared; the process is the same")

	if err := w.master.Process.Signal(syscall.SIGUSR2); err != nil {
		t.Fatal(err)
	}
	w.poll(2 * time.Second)
	second := w.f.HAProxy.Pid
	if workers := w.ask("master.sock", "show proc"); second == first || !strings.Contains(workers, fmt.Sprintf("\n%d ", second)) || w.f.HAProxy.Uptime > 3 {
		t.Errorf("process %d after %d, up %d s, of\n%s", second, first, w.f.HAProxy.Uptime, workers)
	}
	w.wantTold(event.KindRestart, fmt.Sprintf("haproxy is a new process, %d after %d: reloaded or restarted; its counters started from zero; the old one had 6 sessions when last seen", second, first))
	w.wantFigures("a", 0, 0, 0)

	w.leave(all)
	if err := w.master.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	w.poll(time.Second)
	w.begin()
	w.poll(time.Second)
	w.wantTold(event.KindRestart, fmt.Sprintf("haproxy is a new process, %d after %d: reloaded or restarted; its counters started from zero", w.f.HAProxy.Pid, second))
}

// What the master of a real HAProxy says: old workers with their sessions, that they have ended, and that a reload failed.
func TestRealHAProxyKeepsOldWorkers(t *testing.T) {
	w := watchHAProxy(t)
	all := w.clients(6)
	w.poll(500 * time.Millisecond)
	w.askMaster()
	first := w.f.Node("haproxy").Workers
	if first == nil || first.Master != w.master.Process.Pid || first.Reloads != 0 || len(first.Old) != 0 {
		t.Fatalf("%+v %+v", first, w.f.Source(record.SourceWorkers, "haproxy"))
	}
	w.wantTold(event.KindRestart)
	w.reload()
	w.take(event.KindRestart)
	w.askMaster()
	w.wantTold(event.KindRestart, fmt.Sprintf("haproxy: old worker %d keeps 6 sessions after the reload", first.Pid))
	if is := w.f.Node("haproxy").Workers; is.Pid == first.Pid || is.Pid != w.f.HAProxy.Pid || is.Reloads != 1 || len(is.Old) != 1 || is.Old[0].CurrConns != 6 {
		t.Errorf("%+v, the page is of %d", is, w.f.HAProxy.Pid)
	}
	w.leave(all)
	w.until("the old worker ends", func() bool { w.askMaster(); return len(w.f.Node("haproxy").Workers.Old) == 0 })
	if told := w.take(event.KindRestart); len(told) != 1 || !strings.HasPrefix(told[0], fmt.Sprintf("haproxy: old worker %d has ended", first.Pid)) {
		t.Errorf("told %q", told)
	}

	conf := filepath.Join(w.dir, "haproxy.cfg")
	text, err := os.ReadFile(conf)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(conf, append(text, " nonsense\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	pid := w.f.HAProxy.Pid
	if err := w.master.Process.Signal(syscall.SIGUSR2); err != nil {
		t.Fatal(err)
	}
	w.until("the reload fails", func() bool { w.askMaster(); return w.f.Node("haproxy").Workers.Failed > 0 })
	w.wantTold(event.KindRestart, "haproxy: a reload failed, so it runs with the configuration of before")
	if w.poll(200 * time.Millisecond); w.f.HAProxy.Pid != pid {
		t.Errorf("process %d after %d, though the reload failed", w.f.HAProxy.Pid, pid)
	}
}

// reload has the master reload, and polls until another process answers.
func (w *watched) reload() {
	w.t.Helper()
	was := w.f.HAProxy.Pid
	if err := w.master.Process.Signal(syscall.SIGUSR2); err != nil {
		w.t.Fatal(err)
	}
	w.until("a new process answers", func() bool { return w.f.HAProxy.Pid != was && w.f.HAProxy.Pid != 0 })
}

// until polls until something has happened.
func (w *watched) until(what string, is func() bool) {
	w.t.Helper()
	for range 300 {
		w.poll(50 * time.Millisecond)
		if is() {
			return
		}
	}
	w.t.Fatalf("waited in vain: %s", what)
}
