package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/stack"
)

// The stack that the end-to-end tests share: a compose project with its own addresses and ports, so that a stack that
// runs on the same machine is neither seen nor touched.
const e2eProject = "hadash-e2e"

var e2eEnv = []string{
	"HADASH_SUBNET=172.28.45",
	"HADASH_PORT_MYSQL=14400", "HADASH_PORT_STATS=14480", "HADASH_PORT_STATS2=14481",
	"HADASH_PORT_STATE=19079", "HADASH_PORT_WEB=19080",
	"HADASH_PORT_APP1=19081", "HADASH_PORT_APP2=19082", "HADASH_PORT_APP3=19083", "HADASH_PORT_K6=16565",
	"HADASH_PORT_MASTER=14410", "HADASH_PORT_SLAVE1=14411", "HADASH_PORT_SLAVE2=14412", "HADASH_PORT_SLAVE3=14413",
}

// needStack skips the test if there is no real stack: HADASH_E2E=0, or no Docker or tmux. With HADASH_E2E=1 a missing
// program is a failure.
func needStack(t *testing.T) {
	t.Helper()
	want := os.Getenv("HADASH_E2E")
	if want == "0" || testing.Short() {
		t.Skip("tests of the real stack skipped: HADASH_E2E=0")
	}
	why := missing()
	switch {
	case why == nil:
	case want == "1":
		t.Fatalf("HADASH_E2E=1, but the real stack cannot be tested: %v", why)
	default:
		line := fmt.Sprintf("tests of the real stack skipped: %v", why)
		tellTerminal(line)
		t.Skip(line)
	}
}

func missing() error {
	if _, err := exec.LookPath("tmux"); err != nil {
		return errors.New("tmux is not installed")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	p, err := stack.Connect(ctx, stack.Options{Project: e2eProject, File: "../../compose.yaml"})
	if err != nil {
		return err
	}
	return p.Close()
}

// tellTerminal prints a line directly to the terminal: `go test` prints nothing of a package whose tests pass.
func tellTerminal(line string) {
	if tty, err := os.OpenFile("/dev/tty", os.O_WRONLY, 0); err == nil {
		fmt.Fprintln(tty, line)
		tty.Close()
	}
}

// lab is the real binary on the real stack.
type lab struct {
	bin, dir string // the binary, and its working directory
	env      []string
}

// build makes the binary as a user's `go build` does.
func build(t *testing.T) *lab {
	t.Helper()
	dir := t.TempDir()
	l := &lab{bin: filepath.Join(dir, "hadash"), dir: dir, env: append(os.Environ(), e2eEnv...)}
	if out, err := exec.Command("go", "build", "-o", l.bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	file, err := filepath.Abs("../../compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l.env = append(l.env, "COMPOSE_FILE="+file, "COMPOSE_PROJECT_NAME="+e2eProject,
		"XDG_CONFIG_HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir()) // not the settings of the user who runs the test
	return l
}

// setenv makes this process use the test's project as well.
func (l *lab) setenv(t *testing.T) {
	t.Helper()
	for _, e := range l.env[len(os.Environ()):] {
		key, value, _ := strings.Cut(e, "=")
		t.Setenv(key, value)
	}
}

// run runs a hadash command to its end.
func (l *lab) run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.Command(l.bin, args...)
	cmd.Dir, cmd.Env = l.dir, l.env
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("hadash %v: %v", args, err)
	}
	return out.String(), talk.String(), cmd.ProcessState.ExitCode()
}

// state returns the state of a service by Docker itself, without hadash.
func (l *lab) state(t *testing.T, service string) string {
	t.Helper()
	out, err := exec.Command("docker", "ps", "-a", "--filter", "label=com.docker.compose.project="+e2eProject,
		"--filter", "label=com.docker.compose.service="+service, "--format", "{{.State}}").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// The steps of a new user, on the real stack: up, look, break, heal, export, down. The steps depend on each other, so
// the first that fails ends the test.
func TestE2E(t *testing.T) {
	needStack(t)
	l := build(t)
	t.Cleanup(func() {
		if out, talk, code := l.run(t, "down", "--volumes"); code != 0 {
			t.Errorf("down: exit %d\n%s%s", code, out, talk)
		}
		if left := l.state(t, "haproxy"); left != "" {
			t.Errorf("after down haproxy is still there: %s", left)
		}
	})
	for _, step := range []struct {
		name string
		run  func(*testing.T, *lab)
	}{
		{"before up there is nothing", beforeUp},
		{"up", up},
		{"up again", upAgain},
		{"status", status},
		{"no terminal", noTerminal},
		{"dashboard", dashboardSession},
		{"signals", signals},
		{"killed with faults open", killedWithFaultsOpen},
		{"fault", faultCommands},
		{"heal", healsOthers},
		{"snapshot", snapshotCommandRuns},
		{"drills", drillCommands},
	} {
		if !t.Run(step.name, func(t *testing.T) { step.run(t, l) }) {
			return
		}
	}
}

func beforeUp(t *testing.T, l *lab) {
	_, talk, code := l.run(t, "status")
	first, _, _ := strings.Cut(talk, "\n") // below it are the projects of the machine's user, if there are any
	if code != exitUnreachable || !strings.Contains(first, "hadash up") {
		t.Errorf("exit %d, said %q; want %d and a first line that names 'hadash up'", code, talk, exitUnreachable)
	}
}

func up(t *testing.T, l *lab) {
	began := time.Now()
	_, talk, code := l.run(t, "up", "--no-ui")
	if code != 0 {
		t.Fatalf("exit %d\n%s", code, talk)
	}
	t.Logf("up took %s\n%s", time.Since(began).Round(time.Second), talk)
}

func upAgain(t *testing.T, l *lab) {
	began := time.Now()
	if _, talk, code := l.run(t, "up", "--no-ui"); code != 0 {
		t.Fatalf("exit %d\n%s", code, talk)
	}
	t.Logf("up again took %s", time.Since(began).Round(100*time.Millisecond))
}

func status(t *testing.T, l *lab) {
	out, talk, code := l.run(t, "status", "--json")
	if code != 0 {
		t.Fatalf("exit %d\n%s%s", code, out, talk)
	}
	var s statusJSON
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		t.Fatal(err)
	}
	if s.Project != e2eProject || s.Broken || len(s.Nodes) != 10 {
		t.Errorf("project %q, broken %v, %d nodes: %s", s.Project, s.Broken, len(s.Nodes), s.Verdict)
	}
	replicas := 0
	for _, n := range s.Nodes {
		if n.Server != nil && n.Server.Status == "UP" && n.Role == "replica" && n.Lag != nil {
			replicas++
		}
	}
	if replicas != 3 {
		t.Errorf("%d replicas UP at HAProxy with a known lag, want 3:\n%s", replicas, out)
	}
}

func noTerminal(t *testing.T, l *lab) {
	out, talk, code := l.run(t)
	if code != exitUsage || out != "" || !strings.Contains(talk, "hadash snapshot") || strings.Count(talk, "\n") != 1 {
		t.Errorf("exit %d, stdout %q, stderr %q", code, out, talk)
	}
}

func snapshotCommandRuns(t *testing.T, l *lab) {
	// The Engine keeps its last 256 events, of all containers: those of the earlier steps may be gone.
	for _, order := range []string{"stop", "start"} {
		if err := exec.Command("docker", order, idOf(t, "mysql-slave1")).Run(); err != nil {
			t.Fatal(err)
		}
	}
	out, talk, code := l.run(t, "snapshot")
	if code != 0 || talk != "" {
		t.Fatalf("exit %d, said %q", code, talk)
	}
	for _, want := range []string{"# hadash snapshot: " + e2eProject, "## The path", "### servers tcp", "stop mysql-slave1", "backend servers", "upstream service"} {
		if !strings.Contains(out, want) {
			t.Errorf("the snapshot does not say %q", want)
		}
	}
	if _, talk, code := l.run(t, "snapshot", "-o", "no/such/folder/x.md"); code == 0 || strings.Count(talk, "\n") != 1 {
		t.Errorf("into a folder that is not there: exit %d, said %q", code, talk)
	}
}
