package engines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hadash/cmd/hadash/found"
	"hadash/collectors"
	"hadash/incident"
	"hadash/journal"
	"hadash/record"
	"hadash/stack"
	lab "hadash/stack/swarm/engines"
)

const contexts = "lan1,lan2"

// Two plain Engines are one project: a HAProxy on one host has a server on each. What is broken on the other host is seen and healed;
// a hadash that is killed leaves it to the next, also to one that watches only one of them; a host that is cut off is stale, not gone.
func TestE2ETwoEngines(t *testing.T) {
	if os.Getenv(breaksEnv) != "" {
		breakAndWait(t)
		return
	}
	e := shop(t)
	p := connected(t, contexts)
	w := watched(t, p)
	w.until("all are up", func(f *incident.Frame) bool { return up(f, "app@lan1") && up(f, "app@lan2") })
	sameAddress(t, w.frame())

	kill := record.Fault{Kind: record.Kill, Target: "app@lan2"}
	do(t, p.Inject, kill)
	w.until("HAProxy takes out the killed one", func(f *incident.Frame) bool {
		return down(f, "app@lan2") && f.Node("app@lan2").Container.State == "exited" && up(f, "app@lan1")
	})
	do(t, p.Heal, kill)
	w.until("it is back", func(f *incident.Frame) bool { return up(f, "app@lan2") })
	maint := record.Fault{Kind: record.SetMaint, Target: "app@lan2"}
	do(t, p.Inject, maint)
	w.until("it is in maintenance at the other host", func(f *incident.Frame) bool {
		s := f.Node("app@lan2").Server
		return s != nil && s.Status.State == record.Maint && up(f, "app@lan1")
	})
	do(t, p.Undo, maint)
	w.until("it is ready", func(f *incident.Frame) bool { return up(f, "app@lan2") })

	killed(t, "pause app@lan2", "maint app@lan2")
	healsLeft(t, "lan2", 1)
	healsLeft(t, "lan1", 1)
	killed(t, "pause app@lan2", "maint app@lan1")
	healsLeft(t, contexts, 2)
	w.until("all that was left is healed", func(f *incident.Frame) bool { return up(f, "app@lan1") && up(f, "app@lan2") })
	cutOff(t, e, p, w)
}

// cutOff unplugs a host with an open fault: nothing is invented of it, and nothing is lost.
func cutOff(t *testing.T, e *lab.Engines, p *found.Project, w *watch) {
	t.Helper()
	pause := record.Fault{Kind: record.Pause, Target: "app@lan2"}
	do(t, p.Inject, pause)
	w.until("it is paused", func(f *incident.Frame) bool { return f.Node("app@lan2").Container.State == "paused" })
	e.Do(t, "cut", "node2")
	w.until("the Engine is silent", func(f *incident.Frame) bool { s := f.Source(record.SourceDocker, "lan2"); return s != nil && s.Stale() })
	w.until("its logs are not taken for silent nodes", func(f *incident.Frame) bool {
		s := f.Source(record.SourceLogs, "app@lan2")
		return s != nil && strings.Contains(s.Err, "at lan2 does not answer")
	})
	var silent *SilentError
	if err := p.Undo(t.Context(), pause); !errors.As(err, &silent) || silent.Host != "lan2" || !slices.Contains(p.Open(), pause) {
		t.Errorf("healing on a host that is cut off: %v, open are %v", err, p.Open())
	}
	slow := record.Fault{Kind: record.Slow, Target: "app@lan1", Amount: 50}
	do(t, p.Inject, slow)
	do(t, p.Heal, slow)
	top, err := p.Topology(t.Context())
	if err != nil || len(top.Nodes) != 3 || len(top.Hosts) != 2 {
		t.Errorf("%d nodes on %d hosts, %v; want 3 on 2", len(top.Nodes), len(top.Hosts), err)
	}
	if n, _ := top.Node("app@lan2"); !slices.Contains(n.Serves, "web/a2") {
		t.Errorf("a node that is cut off is no server any more: %+v", n)
	}
	f := w.frame()
	if c := f.Node("app@lan2").Container; c.State != "paused" {
		t.Errorf("its container was paused, and is %q", c.State)
	}
	for i := range f.Faults {
		if x := &f.Faults[i]; x.Target == "app@lan2" && x.Kind != record.Pause {
			t.Errorf("invented: %s", x.Fault)
		}
	}
	restarts := w.count("app@lan2", "start")
	e.Docker(t, "node2", "unpause", "app")
	e.Docker(t, "node2", "kill", "app")
	e.Docker(t, "node2", "start", "app")
	e.Do(t, "join", "node2")
	w.until("it is back", func(f *incident.Frame) bool {
		s := f.Source(record.SourceDocker, "lan2")
		return !s.Stale() && !f.Source(record.SourceLogs, "app@lan2").Stale() && f.Node("app@lan2").Container.State == "running" && up(f, "app@lan2") && w.count("app@lan2", "start") > restarts
	})
	if n := w.count("app@lan2", "start") - restarts; n != 1 {
		t.Errorf("its start while the host was cut off is told %d times", n)
	}
	do(t, p.Undo, pause)
	if len(p.Open()) > 0 {
		t.Errorf("open are %v", p.Open())
	}
}

// shop starts the project: on both hosts an app at the same address of a network of that host, on the first a HAProxy.
func shop(t *testing.T) *lab.Engines {
	t.Helper()
	e := lab.Start(t, "hos", 2)
	contextsIn(t, e.Config)
	e.Do(t, "load", image(t, "haproxy"), image(t, "nginx"))
	conf := filepath.Join(t.TempDir(), "haproxy.cfg")
	text := fmt.Sprintf(haproxyCfg, e.Nodes[1].Address)
	if err := os.WriteFile(conf, []byte(text), 0o644); err != nil { //nolint:gosec // HAProxy reads it as another user
		t.Fatal(err)
	}
	run := func(node, service string, args ...string) {
		e.Docker(t, node, append([]string{"run", "-d", "--name", service, "--network", "shop", "--network-alias", service,
			"--label", "com.docker.compose.project=shop", "--label", "com.docker.compose.service=" + service, "--label", "com.docker.compose.container-number=1"}, args...)...)
	}
	for _, node := range []string{"node1", "node2"} {
		e.Docker(t, node, "network", "create", "shop")
		run(node, "app", "-p", "9081:80", "hadash/discover-nginx:lab")
	}
	run("node1", "lb", "-p", "8080:8080", "-p", "9000:9000", "-p", "9999:9999", "-v", conf+":/usr/local/etc/haproxy/haproxy.cfg:ro", "hadash/discover-haproxy:lab")
	return e
}

const haproxyCfg = `
global
    stats socket ipv4@0.0.0.0:9999 level admin
defaults
    mode http
    timeout connect 500ms
    timeout client 5s
    timeout server 5s
    default-server check inter 500ms fall 2 rise 2
frontend www
    bind :8080
    default_backend web
backend web
    option httpchk GET /
    server a1 app:80
    server a2 %s:9081
listen stats
    bind :9000
    stats enable
    stats uri /
    stats show-legends
`

// image makes an image of attach/testdata/images on this machine's Engine, if it has none.
func image(t *testing.T, name string) string {
	t.Helper()
	tag := "hadash/discover-" + name + ":lab"
	docker := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(t.Context(), "docker", args...)
		cmd.Env = append(os.Environ(), "DOCKER_CONFIG=", "DOCKER_BUILDKIT=0")
		return cmd.CombinedOutput()
	}
	if _, err := docker("image", "inspect", tag); err == nil {
		return tag
	}
	base, err := stack.Base(t.Context(), stack.Options{File: "../../../compose.yaml", Context: "default"})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := docker("build", "--build-arg", "HADASH_BASE="+base, "-t", tag, "../../../attach/testdata/images/"+name); err != nil {
		t.Fatalf("build %s: %v\n%s", name, err, out)
	}
	return tag
}

// sameAddress checks that the test is worth its name: both apps have one address, each on its own host.
func sameAddress(t *testing.T, f *incident.Frame) {
	t.Helper()
	a, b := f.Node("app@lan1").Node, f.Node("app@lan2").Node
	if len(a.Addrs) == 0 || !slices.Equal(a.Addrs, b.Addrs) {
		t.Errorf("the apps are at %v and %v; want one address on two hosts", a.Addrs, b.Addrs)
	}
	if !slices.Equal(a.Serves, []string{"web/a1"}) || !slices.Equal(b.Serves, []string{"web/a2"}) {
		t.Errorf("they are the servers %v and %v", a.Serves, b.Serves)
	}
	if to := f.Node("lb@lan1").To; !slices.Equal(to, []string{"app@lan1", "app@lan2"}) {
		t.Errorf("the HAProxy sends to %v", to)
	}
}

func connected(t *testing.T, contexts string) *found.Project {
	t.Helper()
	p, err := Connect(t.Context(), stack.Options{Project: "shop", Context: contexts}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := found.Watch(p, false)
	if _, err := w.Topology(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

// one connects as hadash does with one context.
func one(t *testing.T, contexts string) *found.Project {
	t.Helper()
	if strings.Contains(contexts, ",") {
		return connected(t, contexts)
	}
	p, err := stack.Connect(t.Context(), stack.Options{Project: "shop", Context: contexts})
	if err != nil {
		t.Fatal(err)
	}
	return found.Watch(found.One{Project: p}, false)
}

func do(t *testing.T, change func(context.Context, record.Fault) error, f record.Fault) {
	t.Helper()
	if err := change(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func up(f *incident.Frame, node string) bool {
	n := f.Node(node)
	return n != nil && n.Server != nil && n.Server.Status.State == record.Up
}

func down(f *incident.Frame, node string) bool {
	n := f.Node(node)
	return n.Server != nil && n.Server.Status.State == record.Down
}

// breaksEnv makes this test's process a hadash that breaks things and is killed.
const breaksEnv = "HADASH_TEST_BREAKS"

func breakAndWait(t *testing.T) {
	p := connected(t, contexts)
	for text := range strings.SplitSeq(os.Getenv(breaksEnv), ",") {
		kind, target, _ := strings.Cut(text, " ")
		do(t, p.Inject, record.Fault{Kind: record.FaultKind(kind), Target: target})
	}
	fmt.Println("broken")
	select {}
}

// killed lets another process break things, and kills it.
func killed(t *testing.T, faults ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestE2ETwoEngines$")
	cmd.Env = append(os.Environ(), breaksEnv+"="+strings.Join(faults, ","))
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 4096)
	n, err := out.Read(said)
	if err := errors.Join(cmd.Process.Kill(), err); err != nil || !strings.HasPrefix(string(said[:n]), "broken") {
		t.Fatalf("it did not break %v: %v\n%s", faults, err, said[:n])
	}
	_ = cmd.Wait() // it was killed
}

func healsLeft(t *testing.T, contexts string, want int) {
	t.Helper()
	p := one(t, contexts)
	defer func() { _ = p.Close() }()
	left, err := p.Left()
	if err != nil || len(left) != want {
		t.Fatalf("%s: %d faults were left, %v; want %d", contexts, len(left), err, want)
	}
	if err := p.HealLeft(t.Context(), left, func(journal.Left, error) {}); err != nil {
		t.Errorf("%s: %v", contexts, err)
	}
}

// watch is what a hadash sees.
type watch struct {
	t      *testing.T
	mu     sync.Mutex
	f      incident.Frame
	events map[string]int // of Docker, by node and action
	moved  chan struct{}
}

func watched(t *testing.T, p *found.Project) *watch {
	t.Helper()
	top, err := p.Topology(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := &watch{t: t, events: map[string]int{}, moved: make(chan struct{}, 1)}
	samples := make(chan record.Sample, 64)
	go collectors.Run(t.Context(), collectors.Plan{Topology: top, Site: p, Engines: p.Engines(), Interval: time.Second, Since: time.Now()}, samples)
	go func() {
		for {
			select {
			case s := <-samples:
				w.take(record.Settle(s))
			case <-t.Context().Done():
				return
			}
		}
	}()
	return w
}

func (w *watch) take(s record.Sample) {
	w.mu.Lock()
	w.f = incident.Fold(w.f, s)
	if s.Docker != nil {
		w.events[s.Docker.Node+" "+s.Docker.Action]++
	}
	w.mu.Unlock()
	select {
	case w.moved <- struct{}{}:
	default:
	}
}

func (w *watch) frame() *incident.Frame {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.f
	return &f
}

func (w *watch) count(node, action string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.events[node+" "+action]
}

// until waits until something is so; long waits are those of a busy machine.
func (w *watch) until(what string, is func(*incident.Frame) bool) {
	w.t.Helper()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	for !is(w.frame()) {
		select {
		case <-w.moved:
		case <-limit.C:
			f := w.frame()
			for i := range f.Nodes {
				w.t.Logf("%s: %+v %+v", f.Nodes[i].Name, f.Nodes[i].Container, f.Nodes[i].Server)
			}
			for i := range f.Sources {
				w.t.Logf("%s of %q: %s", f.Sources[i].Name, f.Sources[i].Node, f.Sources[i].Err)
			}
			w.t.Fatalf("not so within a minute: %s", what)
		}
	}
}
