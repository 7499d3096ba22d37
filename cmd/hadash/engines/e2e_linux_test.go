package engines_test

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hadash/stack/swarm/engines"
)

// patience is how long something may take on a busy machine.
const patience = time.Minute

const (
	stackName = "hcluster"
	watched   = "lan1,lan2,lan3"
)

// Faults of a swarm and of its hosts are made by the real program, which is killed; the next one heals them.
func TestE2EClusterFaults(t *testing.T) {
	e := engines.Start(t, "hclust", 3)
	e.Do(t, "swarm")
	l := &lab{e: e, hadash: filepath.Join(t.TempDir(), "hadash")}
	l.env = append(os.Environ(), "DOCKER_CONFIG="+e.Config, "DOCKER_HOST=", "DOCKER_CONTEXT=", "XDG_STATE_HOME="+t.TempDir())
	output(t, exec.CommandContext(t.Context(), "go", "build", "-o", l.hadash, "hadash/cmd/hadash"))
	l.deploy(t)
	l.await(t, "the stack serves", l.whole)

	for _, c := range []struct {
		fault  string
		broken func(*testing.T) string // "" when it is
	}{
		{"scale web2 0", l.says("0/0", "service", "ls", "--filter", "name="+stackName+"_web2", "--format", "{{.Replicas}}")},
		{"drain-node lan2", l.says("Drain", "node", "inspect", "node2", "--format", "{{.Spec.Availability}}")},
		{"leave lan3", l.says("Down", "node", "ls", "--filter", "name=node3", "--format", "{{.Status}}")},
		{"cut-host lan3", l.down("web3")},
		{"cut web3", l.down("web3")},
		{"pause web3", l.down("web3")},
		{"kill web3", l.down("web3")},
	} {
		t.Run(strings.Fields(c.fault)[0], func(t *testing.T) {
			run := l.command(t, append([]string{"fault", "--yes", "--for", "10m"}, strings.Fields(c.fault)...)...)
			if err := run.Start(); err != nil {
				t.Fatal(err)
			}
			l.await(t, c.fault+" takes effect", c.broken)
			if err := run.Process.Kill(); err != nil {
				t.Error(err)
			}
			_ = run.Wait()
			if left := l.run(t, "heal", "--yes"); !strings.Contains(left, c.fault[:strings.IndexByte(c.fault+" ", ' ')]) {
				t.Errorf("the next hadash does not know of it: %s", left)
			}
			l.await(t, c.fault+" is healed", l.whole)
			l.twice(t)
		})
	}
	if got := l.run(t, "fault", "--yes", "update", "web1"); !strings.Contains(got, "the swarm has updated web1") {
		t.Errorf("update: %s", got)
	}
	if label := l.docker(t, "node", "inspect", "node3", "--format", "{{.Spec.Labels.pin}} {{.Spec.Role}}"); label != "three manager" {
		t.Errorf("node3 came back as %q", label)
	}
}

// lab is a stack on a swarm.
type lab struct {
	e      *engines.Engines
	hadash string
	env    []string
}

func (l *lab) command(t *testing.T, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), l.hadash, append(args, "--context", watched, "-p", stackName)...)
	cmd.Env, cmd.Dir = l.env, t.TempDir()
	return cmd
}

// run runs hadash to its end and returns what it says.
func (l *lab) run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := l.command(t, args...).CombinedOutput()
	if err != nil {
		t.Errorf("hadash %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func (l *lab) docker(t *testing.T, args ...string) string {
	t.Helper()
	return strings.TrimSpace(l.e.Docker(t, "node1", args...))
}

// says waits for an answer of a manager.
func (l *lab) says(want string, args ...string) func(*testing.T) string {
	return func(t *testing.T) string {
		if got := l.docker(t, args...); !strings.EqualFold(got, want) {
			return got
		}
		return ""
	}
}

// down waits until HAProxy has a server DOWN.
func (l *lab) down(server string) func(*testing.T) string {
	return func(*testing.T) string {
		page := l.page()
		if strings.Contains(page, "be,"+server+",") && !regexp.MustCompile("be,"+server+",.*,UP,").MatchString(page) {
			return ""
		}
		return page
	}
}

// whole returns what is not as it was.
func (l *lab) whole(t *testing.T) string {
	hosts := l.docker(t, "node", "ls", "--format", "{{.Status}} {{.Availability}} {{.ManagerStatus}}")
	if n := strings.Count(hosts, "Ready Active"); n != 3 || strings.Count(hosts, "\n") != 2 || strings.Contains(hosts, "Unreachable") {
		return hosts
	}
	if page := l.page(); len(regexp.MustCompile("(?m)^be,web[123],.*,UP,").FindAllString(page, -1)) != 3 {
		return page
	}
	return ""
}

func (l *lab) page() string {
	answer, err := http.Get("http://" + l.e.Nodes[0].Address + ":8404/;csv") //nolint:noctx // on this machine
	if err != nil {
		return err.Error()
	}
	defer func() { _ = answer.Body.Close() }()
	page, _ := io.ReadAll(answer.Body)
	return string(page)
}

// twice reports a task whose container runs beside the one that the swarm made in its place.
func (l *lab) twice(t *testing.T) {
	t.Helper()
	seen := map[string]bool{}
	for _, n := range l.e.Nodes {
		for name := range strings.FieldsSeq(l.e.Docker(t, n.Name, "ps", "--format", "{{.Names}}", "--filter", "name="+stackName)) {
			task := name[:strings.LastIndexByte(name, '.')]
			if seen[task] {
				t.Errorf("%s runs twice", task)
			}
			seen[task] = true
		}
	}
}

// await waits until nothing is wrong.
func (l *lab) await(t *testing.T, what string, wrong func(*testing.T) string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		is := wrong(t)
		if is == "" {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("%s: not within %v:\n%s\n%s", what, patience, is, l.docker(t, "stack", "ps", stackName, "--no-trunc"))
		}
	}
}

const balancerConfig = `resolvers docker
  nameserver dns 127.0.0.11:53
  hold valid 1s
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 1s
frontend stats
  bind :8404
  stats enable
  stats uri /
frontend front
  bind :80
  default_backend be
backend be
  option httpchk GET /
  default-server check inter 300ms fall 2 rise 2 resolvers docker init-addr libc,none
  server web1 web1:80
  server web2 web2:80
  server web3 web3:80
`

const serverConfig = `defaults
  mode http
  timeout client 5s
frontend web
  bind :80
  http-request return status 200 content-type text/plain string web
`

const stackFile = `version: "3.8"
x-web: &web
  image: hadash/tools:lab
  command: ["%[1]s", "-db", "-f", "/web.cfg"]
  configs: [{source: web, target: /web.cfg}]
  networks: [lan]
  labels: {hadash.kind: server}
  deploy: &deploy {endpoint_mode: dnsrr, restart_policy: {condition: any, delay: 3s}, update_config: {monitor: 1s}}
services:
  web1: {<<: *web}
  web2: {<<: *web}
  web3: {<<: *web, deploy: {<<: *deploy, placement: {constraints: ["node.labels.pin == three"]}}}
  lb:
    image: hadash/tools:lab
    command: ["%[1]s", "-db", "-f", "/lb.cfg"]
    configs: [{source: lb, target: /lb.cfg}]
    networks: [lan]
    labels: {hadash.role: balancer, hadash.to: "web1,web2,web3", hadash.status: "http://:8404/;csv"}
    ports: [{target: 8404, published: 8404, mode: host}]
    deploy: {endpoint_mode: dnsrr, placement: {constraints: ["node.hostname == node1"]}}
networks: {lan: {driver: overlay}}
configs: {web: {file: ./web.cfg}, lb: {file: ./lb.cfg}}
`

// deploy deploys HAProxy in front of three servers, of an image that is made of programs of this machine.
func (l *lab) deploy(t *testing.T) {
	t.Helper()
	var programs []string
	for _, name := range []string{"sh", "sleep", "ip", "haproxy"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Skip(err)
		}
		programs = append(programs, path)
	}
	image := packed(t, programs)
	for _, n := range l.e.Nodes {
		cmd := exec.CommandContext(t.Context(), "docker", "--context", n.Name, "import", "-", "hadash/tools:lab")
		cmd.Env, cmd.Stdin = l.env, bytes.NewReader(image)
		output(t, cmd)
	}
	l.docker(t, "node", "update", "--label-add", "pin=three", "node3")
	dir := t.TempDir()
	for name, text := range map[string]string{"web.cfg": serverConfig, "lb.cfg": balancerConfig, "stack.yaml": fmt.Sprintf(stackFile, programs[3])} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l.docker(t, "stack", "deploy", "--resolve-image", "never", "-c", filepath.Join(dir, "stack.yaml"), stackName)
}

var library = regexp.MustCompile(`/\S+`)

// packed is an archive of some programs, with the libraries that they need.
func packed(t *testing.T, programs []string) []byte {
	t.Helper()
	var out bytes.Buffer
	w, seen := tar.NewWriter(&out), map[string]bool{}
	add := func(path, as string) {
		if seen[as] {
			return
		}
		seen[as] = true
		data, err := os.ReadFile(path)
		if err == nil {
			err = w.WriteHeader(&tar.Header{Name: strings.TrimPrefix(as, "/"), Mode: 0o755, Size: int64(len(data))})
		}
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range programs {
		add(path, path)
		if name := filepath.Base(path); name == "sh" || name == "sleep" || name == "ip" {
			add(path, "/bin/"+name)
		}
		for _, lib := range library.FindAllString(output(t, exec.CommandContext(t.Context(), "ldd", path)), -1) {
			add(lib, lib)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func output(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, out)
	}
	return string(out)
}
