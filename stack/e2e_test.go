package stack

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hadash/journal"
	"hadash/record"
	"hadash/stack/compose"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// realEngine returns a project of one container on the real Engine: app, with a fixed address, which writes a line
// every 50 ms. If that is impossible it skips the test with the reason in one line; with HADASH_E2E=1 the test fails.
func realEngine(t *testing.T) *Project {
	t.Helper()
	skip := func(format string, args ...any) {
		t.Helper()
		if os.Getenv("HADASH_E2E") == "1" {
			t.Fatalf(format, args...)
		}
		t.Skipf(format, args...)
	}
	if os.Getenv("HADASH_E2E") == "0" || testing.Short() {
		t.Skip("tests of the real Engine skipped: HADASH_E2E=0")
	}
	eng, err := dial(t.Context(), "")
	if err != nil {
		skip("no real Engine: %v", err)
	}
	p := newProject(fmt.Sprintf("hadash-test-%d", os.Getpid()), eng.api)
	t.Cleanup(func() { p.Close() })
	base, _ := baseHere(t.Context(), p.api, compose.Files{})
	if base == "" && os.Getenv("HADASH_E2E") == "1" {
		base = makeBase(t)
	}
	if base == "" {
		skip("no image %s or %s to try the real Engine with", defaultBase, homemadeBase)
	}
	startReal(t, p, base, container.RestartPolicyDisabled)
	return p
}

// makeBase makes the base image as Up does on a new machine.
func makeBase(t *testing.T) string {
	t.Helper()
	name, err := Base(t.Context(), Options{File: "../compose.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func startReal(t *testing.T, p *Project, image string, restart container.RestartPolicyMode) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	labels := map[string]string{label.Project: p.name, label.Service: "app", label.Oneoff: "False", label.Role: "app"}
	net, err := p.api.NetworkCreate(ctx, p.name+"_lab", network.CreateOptions{Labels: labels})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.api.NetworkRemove(ctx, net.ID) })
	made, err := p.api.ContainerCreate(ctx, &container.Config{
		Image:  image,
		Labels: labels,
		Env:    []string{"PASS=secret"},
		Cmd: []string{"bash", "-c",
			`trap 'exit 0' TERM; i=0; while :; do echo "line $((i++))"; echo "warning $i" >&2; sleep 0.05; done`},
	}, &container.HostConfig{RestartPolicy: container.RestartPolicy{Name: restart}}, &network.NetworkingConfig{EndpointsConfig: map[string]*network.EndpointSettings{
		p.name + "_lab": {Aliases: []string{"app"}},
	}}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.api.ContainerRemove(ctx, made.ID, container.RemoveOptions{Force: true}) })
	if err := p.api.ContainerStart(ctx, made.ID, container.StartOptions{}); err != nil {
		t.Fatal(err)
	}
}

// story collects the events of the container, and lets a test wait for them.
type story struct {
	mu   sync.Mutex
	told []string
}

func (s *story) add(e record.DockerEvent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = append(s.told, strings.TrimSpace(e.Action+" "+e.Detail))
}

func (s *story) wait(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for range 200 {
		s.mu.Lock()
		got = slices.Clone(s.told)
		s.mu.Unlock()
		if containsInOrder(got, want) {
			s.mu.Lock()
			s.told = nil
			s.mu.Unlock()
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("after 5 s the Engine has reported %q; want %q in this order", got, want)
}

func containsInOrder(got, want []string) bool {
	for _, g := range got {
		if len(want) > 0 && g == want[0] {
			want = want[1:]
		}
	}
	return len(want) == 0
}

// Every fault and heal works on a real container, according to the Engine's own events.
func TestRealFaults(t *testing.T) {
	p := realEngine(t)
	s := &story{}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		_ = p.Events(ctx, time.Now().Add(-time.Minute), func(_ time.Time, e record.DockerEvent) { s.add(e) })
	}()
	s.wait(t, "start")
	lan := p.name + "_lab"
	steps := []struct {
		do   string
		want []string
	}{
		{"pause", []string{"pause"}},
		{"kill", []string{"kill 9", "die 137"}}, // of a paused container
		{"heal pause", nil},
		{"heal kill", []string{"start"}},
		{"heal kill", nil},
		{"pause", []string{"pause"}},
		{"stop", []string{"kill 15", "die 0", "stop"}}, // of a paused container
		{"stop", nil},
		{"heal stop", []string{"start"}},
		{"pause", []string{"pause"}},
		{"heal stop", []string{"unpause"}},
		{"restart", []string{"kill 15", "die 0", "start", "restart"}},
		{"cut", []string{"disconnect " + lan}},
		{"heal cut", []string{"connect " + lan}},
		{"slow", nil},
		{"heal slow", nil},
		{"crash", []string{"die 137"}}, // and no kill: to the Engine the process has died
		{"heal crash", []string{"start"}},
		{"pause", []string{"pause"}},
		{"crash", []string{"die 137"}}, // of a paused container
		{"heal crash", []string{"start"}},
		{"heal pause", nil},
		{"cut", []string{"disconnect " + lan}},
		{"kill", []string{"kill 9", "die 137"}}, // of a container that is cut off: it starts at its old address
		{"heal kill", []string{"connect " + lan, "start"}},
		{"heal cut", nil},
	}
	was := addressesOf(t, p)
	for _, step := range steps {
		kind, heal := strings.CutPrefix(step.do, "heal ")
		f := record.Fault{Kind: record.FaultKind(kind), Target: "app"}
		do := p.Inject
		if heal {
			do = p.Heal
		}
		if err := do(ctx, f); err != nil {
			t.Fatalf("%s: %v", step.do, err)
		}
		s.wait(t, step.want...)
		if slices.Contains(step.want, "start") {
			awake(t, p)
		}
	}
	if now := addressesOf(t, p); now != was {
		t.Errorf("it came back at %s, and was at %s", now, was)
	}
}

// awake waits until a container that was just started has written a line: before that its shell does not handle
// SIGTERM.
func awake(t *testing.T, p *Project) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	c, err := p.target(ctx, "app")
	if err != nil {
		t.Fatal(err)
	}
	heard := false
	_ = p.Logs(ctx, "app", when(c.State.StartedAt), func(time.Time, bool, []byte) { heard = true; cancel() })
	if !heard {
		t.Fatal("it writes nothing")
	}
}

func addressesOf(t *testing.T, p *Project) string {
	t.Helper()
	top, err := p.Topology(t.Context())
	if err != nil || len(top.Nodes) != 1 {
		t.Fatalf("%d nodes, %v; want one", len(top.Nodes), err)
	}
	return strings.Join(top.Nodes[0].Addrs, " ")
}

// The log of a real container, followed until it stops, has no missing and no repeated line.
func TestRealLogs(t *testing.T) {
	p := realEngine(t)
	time.AfterFunc(400*time.Millisecond, func() {
		_ = p.Inject(context.WithoutCancel(t.Context()), record.Fault{Kind: record.Stop, Target: "app"})
	})
	var out []string
	var last time.Time
	err := p.Logs(t.Context(), "app", time.Time{}, func(at time.Time, stderr bool, text []byte) {
		if stderr != strings.HasPrefix(string(text), "warning") {
			t.Errorf("%q: stderr is %v", text, stderr)
		}
		if !stderr {
			out, last = append(out, string(text)), at
		}
	})
	if err != nil {
		t.Fatalf("got %v; want nil, for it has stopped", err)
	}
	for i, line := range out {
		if want := fmt.Sprintf("line %d", i); line != want {
			t.Fatalf("line %d is %q", i, line)
		}
	}
	if len(out) < 3 {
		t.Errorf("only %d lines", len(out))
	}
	again := 0
	if err := p.Logs(t.Context(), "app", last.Add(1), func(at time.Time, stderr bool, _ []byte) {
		if !stderr {
			again++
		}
	}); err != nil || again > 0 {
		t.Errorf("one nanosecond after the last line there were %d more, %v", again, err)
	}
	file, err := p.Config(t.Context(), "app", "/etc/debian_version") // of a stopped container
	if err != nil || len(file.Text) == 0 {
		t.Errorf("read /etc/debian_version: %q, %v", file.Text, err)
	}
}

// After a crash the restart policy restarts the container.
func TestRealCrashRestarts(t *testing.T) {
	p := realEngine(t)
	ctx := t.Context()
	c, err := p.target(ctx, "app")
	if err != nil {
		t.Fatal(err)
	}
	always := container.UpdateConfig{RestartPolicy: container.RestartPolicy{Name: container.RestartPolicyUnlessStopped}}
	if _, err := p.api.ContainerUpdate(ctx, c.ID, always); err != nil {
		t.Fatal(err)
	}
	if err := p.Inject(ctx, record.Fault{Kind: record.Crash, Target: "app"}); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if c, err = p.target(ctx, "app"); err == nil && c.RestartCount == 1 && c.State.Running {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Errorf("after 5 s it is %s, restarted %d times, %v", c.State.Status, c.RestartCount, err)
}

// When hadash is killed with three faults open, the next one finds all of them in the journal and heals them, and the
// container is as it was.
func TestRealLeft(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	p := realEngine(t)
	was := addressesOf(t, p)
	// Not slowed to the usual 2 %: the freezer waits for all processes of a container, and gives up on one that slow.
	for _, f := range []record.Fault{{Kind: record.Slow, Target: "app", Amount: 50}, {Kind: record.Cut, Target: "app"}, {Kind: record.Pause, Target: "app"}} {
		if err := p.Inject(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.journal.Close(); err != nil {
		t.Fatal(err)
	}
	next := newProject(p.name, p.api)
	left, err := next.Left()
	if err != nil || len(left) != 3 {
		t.Fatalf("left: %v, %v", left, err)
	}
	if err := next.HealLeft(t.Context(), left, func(journal.Left, error) {}); err != nil {
		t.Fatal(err)
	}
	c, err := next.target(t.Context(), "app")
	if err != nil || !c.State.Running || c.State.Paused || c.HostConfig.CPUQuota > 0 {
		t.Errorf("%+v, quota %d, %v", c.State, c.HostConfig.CPUQuota, err)
	}
	if now := addressesOf(t, next); now != was {
		t.Errorf("it is at %s, and was at %s", now, was)
	}
}

// A container's network is delayed if the kernel supports that; if not, one line reports it, and nothing is left open.
func TestRealDelay(t *testing.T) {
	p := realEngine(t)
	f := record.Fault{Kind: record.Delay, Target: "app", Amount: 100}
	err := p.Inject(t.Context(), f)
	if err != nil {
		if !strings.Contains(err.Error(), "has no netem") || strings.Contains(err.Error(), "\n") || len(p.Open()) > 0 {
			t.Errorf("got %v, open %v", err, p.Open())
		}
		return
	}
	c, err := p.target(t.Context(), "app")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.traffic(t.Context(), c, `tc qdisc show dev "$i" root | grep -q netem`); err != nil {
		t.Errorf("no netem there: %v", err)
	}
	if err := p.Heal(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := p.traffic(t.Context(), c, `! tc qdisc show dev "$i" root | grep -q netem`); err != nil {
		t.Errorf("netem still there: %v", err)
	}
}

// The helper's commands reach the container's network. This uses a queueing discipline that most kernels have.
func TestRealTrafficHelper(t *testing.T) {
	p := realEngine(t)
	c, err := p.target(t.Context(), "app")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.traffic(t.Context(), c, `tc qdisc replace dev "$i" root tbf rate 10mbit burst 32k latency 50ms`); err != nil {
		t.Skipf("no tbf in this kernel: %v", err)
	}
	if err := p.traffic(t.Context(), c, `tc qdisc show dev "$i" root | grep -q tbf`); err != nil {
		t.Error(err)
	}
	if err := p.traffic(t.Context(), c, "false"); err == nil {
		t.Error("a helper that fails is no error")
	}
}
