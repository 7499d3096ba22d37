//go:build linux

package swarm_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/stack"
	"hadash/stack/swarm/engines"
)

// patience is how long something may take on a busy machine.
const patience = 3 * time.Minute

// TestSwarm deploys the stack on three Engines, breaks it and removes it. HADASH_SWARM names the configurations; `make swarm`
// runs it. The images must be on this machine's Engine.
func TestSwarm(t *testing.T) {
	stacks := os.Getenv("HADASH_SWARM")
	if stacks == "" {
		t.Skip("HADASH_SWARM is not set; `make swarm` sets it")
	}
	l := &lab{e: engines.Start(t, prefix, 3)}
	l.e.Do(t, "swarm")
	l.tools(t)
	for _, image := range []string{"haproxy", "nginx", "mariadb", "profile", "k6", "tools"} {
		l.e.Do(t, "load", "hadash/"+image+":lab")
	}
	l.e.Docker(t, "node3", "rmi", "hadash/profile:lab") // Up copies it
	t.Chdir("../..")
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("DOCKER_CONFIG", l.e.Config)
	t.Setenv("DOCKER_HOST", "")
	l.prepare(t)
	for name := range strings.FieldsSeq(stacks) {
		t.Run(name, func(t *testing.T) { l.run(t, name) })
	}
}

// lab is the stack on the Engines.
type lab struct {
	e     *engines.Engines
	dir   string            // the hadash under test, its configuration, and what drills write
	home  map[string]string // the host of each service after the deployment
	moved bool              // tasks may have been made again since
}

const (
	prefix    = "hswarm"
	stackName = "hswarm"
	contexts  = "node1,node2,node3"
)

func (l *lab) run(t *testing.T, name string) {
	up := func() {
		t.Helper()
		p, err := stack.Up(t.Context(), stack.Options{Project: stackName, Context: contexts},
			stack.UpOptions{Stack: name, Swarm: true, Progress: said(t)})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
	up()
	l.home, l.moved = l.places(t), false
	if os.Getenv("HADASH_DRILLS") == "" {
		first := l.tasks(t)
		up()
		if again := l.tasks(t); again != first {
			t.Errorf("up for the second time replaced tasks:\n%s\nbefore:\n%s", again, first)
		}
		l.lives(t, name)
	}
	l.runDrills(t, name)
	l.down(t)
}

// lives ends tasks without hadash.
func (l *lab) lives(t *testing.T, name string) {
	t.Helper()
	l.moved = true
	user := l.login(t)
	l.replica(t, name)
	if name == "tuned" {
		for _, service := range []string{"app1", "haproxy"} {
			dead := l.kill(t, service)
			l.await(t, service+" runs again", func() string { return l.replaced(t, service, dead) })
		}
		l.await(t, "the user is still logged in", func() string { return l.profile(t, user) })
	}
}

// down removes the stack, and looks for what is left of it.
func (l *lab) down(t *testing.T) {
	t.Helper()
	if err := stack.DownSwarm(t.Context(), stack.Options{Project: stackName, Context: contexts}, true, said(t)); err != nil {
		t.Fatal(err)
	}
	for _, node := range l.e.Nodes {
		for _, list := range [][]string{{"ps", "-aq"}, {"volume", "ls", "-q"}, {"network", "ls", "-qf", "label=com.docker.stack.namespace"}} {
			if left := l.e.Docker(t, node.Name, list...); left != "" {
				t.Errorf("%s: docker %s after down:\n%s", node.Name, strings.Join(list, " "), left)
			}
		}
	}
	if left := l.e.Docker(t, "node1", "config", "ls", "-q") + l.e.Docker(t, "node1", "secret", "ls", "-q"); left != "" {
		t.Errorf("configs or secrets after down:\n%s", left)
	}
}

// tools has this machine's Engine build the image with which hadash cuts networks: those of the hosts reach no network.
func (l *lab) tools(t *testing.T) {
	t.Helper()
	if exec.CommandContext(t.Context(), "docker", "image", "inspect", "hadash/tools:lab").Run() == nil {
		return
	}
	build := []string{"build", "-q", "-t", "hadash/tools:lab", "../images/tools"}
	if base := "hadash/base:trixie"; exec.CommandContext(t.Context(), "docker", "image", "inspect", base).Run() == nil {
		build = append(build, "--build-arg", "HADASH_BASE="+base)
	}
	if out, err := exec.CommandContext(t.Context(), "docker", build...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// replica ends a replica's container. The swarm makes another at another address; tuned's HAProxy follows it, baseline's
// looks at the old one.
func (l *lab) replica(t *testing.T, name string) {
	before := l.servers(t)["mysql-slave2"]
	dead := l.kill(t, "mysql-slave2")
	l.await(t, "HAProxy notices", func() string {
		return unless(l.servers(t)["mysql-slave2"].status == "DOWN" || l.servers(t)["mysql-slave2"].addr != before.addr, "still UP")
	})
	l.await(t, "the swarm has replaced it", func() string { return l.replaced(t, "mysql-slave2", dead) })
	if name == "tuned" {
		l.await(t, "HAProxy follows", func() string {
			now := l.servers(t)["mysql-slave2"]
			return unless(now.status == "UP" && now.addr != before.addr, fmt.Sprint(now))
		})
		return
	}
	// What its name leads to now is known to every container of the network.
	l.await(t, "the name leads to another address", func() string {
		addr := l.inside(t, "nginx", "getent", "ahostsv4", "mysql-slave2")
		return unless(addr != "" && !strings.HasPrefix(before.addr, strings.Fields(addr)[0]+":"), addr)
	})
	if now := l.servers(t)["mysql-slave2"]; now.status != "DOWN" || now.addr != before.addr {
		t.Errorf("HAProxy says %v; without resolvers it was expected to look at %s", now, before.addr)
	}
}

// server is what HAProxy says of a server.
type server struct{ status, addr string }

func (l *lab) servers(t *testing.T) map[string]server {
	t.Helper()
	out := map[string]server{}
	text, err := get(t.Context(), http.DefaultClient, l.url(t, "haproxy", 4480, "/;csv"))
	if err != nil {
		return out
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		return out
	}
	status, addr := slices.Index(rows[0], "status"), slices.Index(rows[0], "addr")
	for _, row := range rows[1:] {
		if row[0] == "servers" {
			out[row[1]] = server{row[status], row[addr]}
		}
	}
	return out
}

// login returns a client with a session.
func (l *lab) login(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	user := &http.Client{Jar: jar, Timeout: 10 * time.Second}
	l.await(t, "a user logs in", func() string {
		form := url.Values{"login": {"user7"}, "password": {"secret"}}
		answer, err := user.PostForm(l.url(t, "nginx", 9080, "/login"), form)
		if err != nil {
			return err.Error()
		}
		defer func() { _ = answer.Body.Close() }()
		return unless(answer.StatusCode == http.StatusOK && l.profile(t, user) == "", answer.Status)
	})
	return user
}

// profile returns why a user does not see the user's own profile, "" if the user does.
func (l *lab) profile(t *testing.T, user *http.Client) string {
	text, err := get(t.Context(), user, l.url(t, "nginx", 9080, "/profile/?id=7"))
	if err != nil {
		return err.Error()
	}
	return unless(strings.Contains(text, "user7@example.com"), "another page")
}

// tasks lists the tasks that run, and where.
func (l *lab) tasks(t *testing.T) string {
	t.Helper()
	lines := strings.Split(l.e.Docker(t, "node1", "stack", "ps", stackName, "-f", "desired-state=running", "--format", "{{.ID}} {{.Name}} {{.Node}}"), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// replaced returns "" when a service's task has another container than the dead one, and runs.
func (l *lab) replaced(t *testing.T, service, dead string) string {
	_, state := l.where(t, service)
	_, id := l.container(t, service)
	return unless(strings.HasPrefix(state, "Running") && id != "" && id != dead, state)
}

// where returns the node of a service's task, and its state.
func (l *lab) where(t *testing.T, service string) (node, state string) {
	t.Helper()
	text := l.e.Docker(t, "node1", "service", "ps", stackName+"_"+service, "-f", "desired-state=running", "--format", "{{.Node}} {{.CurrentState}}")
	line, _, _ := strings.Cut(text, "\n")
	node, state, _ = strings.Cut(line, " ")
	return node, state
}

func (l *lab) url(t *testing.T, service string, port int, path string) string {
	t.Helper()
	node, _ := l.where(t, service)
	for _, n := range l.e.Nodes {
		if n.Name == node {
			return fmt.Sprintf("http://%s:%d%s", n.Address, port, path)
		}
	}
	return "http://127.0.0.1:1/"
}

// container returns the container of a service and its node.
func (l *lab) container(t *testing.T, service string) (node, id string) {
	t.Helper()
	node, _ = l.where(t, service)
	if node == "" { // it has no node yet
		return "", ""
	}
	return node, strings.TrimSpace(l.e.Docker(t, node, "ps", "-qf", "label=com.docker.swarm.service.name="+stackName+"_"+service))
}

// kill ends the container of a service, and returns it.
func (l *lab) kill(t *testing.T, service string) (id string) {
	t.Helper()
	node, id := l.container(t, service)
	l.e.Docker(t, node, "kill", id)
	l.await(t, service+" has ended", func() string {
		state := l.e.Docker(t, node, "inspect", "--format", "{{.State.Status}}", id)
		return unless(!strings.HasPrefix(state, "running"), state)
	})
	return id
}

func (l *lab) inside(t *testing.T, service string, command ...string) string {
	t.Helper()
	node, id := l.container(t, service)
	return l.e.Docker(t, node, append([]string{"exec", id}, command...)...)
}

// await waits until a condition returns "".
func (l *lab) await(t *testing.T, what string, why func() string) {
	t.Helper()
	limit := time.After(patience)
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	began := time.Now()
	for {
		reason := why()
		if reason == "" {
			t.Logf("%s: after %.1f s", what, time.Since(began).Seconds())
			return
		}
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("%s: not within %v: %s", what, patience, reason)
		}
	}
}

// unless returns "" if ok, else why.
func unless(ok bool, why string) string {
	if ok {
		return ""
	}
	return why
}

// said logs the results of steps.
func said(t *testing.T) func(stack.Step) {
	return func(s stack.Step) {
		if s.State.Ended() {
			t.Logf("%s: %s %s (%.1f s)", s.Name, s.State, s.Detail, s.Took.Seconds())
		}
	}
}

func get(ctx context.Context, client *http.Client, url string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	answer, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s", answer.Status)
	}
	return string(text), err
}
