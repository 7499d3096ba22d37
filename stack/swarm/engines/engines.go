// Package engines gives tests several Docker Engines, each on a host of its own: see stack/swarm/engines.sh.
package engines

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Engines are the running Engines of one LAN.
type Engines struct {
	Nodes  []Node
	Config string // DOCKER_CONFIG in which each node is a context
	prefix string
	script string
}

// Node is one host with its Engine.
type Node struct {
	Name    string // also its docker context, by the UNIX socket
	LAN     string // its docker context over the LAN, which fails while the host is cut off
	Address string // on the LAN, where its published ports answer
	Host    string // DOCKER_HOST of the UNIX socket
}

// Start starts the Engines node1 to nodeN, and removes them when the test ends. The prefix keeps tests apart that run at
// the same time. It skips the test where Engines cannot be started, or with HADASH_E2E=0; with HADASH_E2E=1 the test
// fails instead.
func Start(t *testing.T, prefix string, nodes int) *Engines {
	t.Helper()
	if os.Getenv("HADASH_E2E") == "0" {
		t.Skip("HADASH_E2E=0")
	}
	e := &Engines{prefix: prefix, script: script(t)}
	if why := lacking(); why != "" {
		if os.Getenv("HADASH_E2E") == "1" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	e.Do(t, "down") // of a run that was killed
	t.Cleanup(func() { e.Do(t, "down") })
	e.Do(t, "up", strconv.Itoa(nodes))
	e.Config = strings.TrimPrefix(strings.TrimSpace(e.Do(t, "env")), "export DOCKER_CONFIG=")
	for line := range strings.Lines(e.Do(t, "status")) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		e.Nodes = append(e.Nodes, Node{Name: f[0], LAN: "lan" + strings.TrimPrefix(f[0], "node"), Address: f[1], Host: f[4]})
	}
	return e
}

// Do runs a command of engines.sh, such as "cut", "node2", and returns what it prints.
func (e *Engines) Do(t *testing.T, args ...string) string {
	t.Helper()
	return output(t, e.command(args))
}

// Try is Do for a command that may fail, such as "status" when a node is dead.
func (e *Engines) Try(args ...string) string {
	out, _ := e.command(args).CombinedOutput()
	return string(out)
}

func (e *Engines) command(args []string) *exec.Cmd {
	return exec.CommandContext(context.Background(), "sh", append([]string{e.script, "-p", e.prefix}, args...)...)
}

// Docker runs the docker command on a node and returns what it prints.
func (e *Engines) Docker(t *testing.T, node string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), "docker", append([]string{"--context", node}, args...)...)
	cmd.Env = append(os.Environ(), "DOCKER_CONFIG="+e.Config, "DOCKER_HOST=")
	return output(t, cmd)
}

func output(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var diagnostics strings.Builder
	cmd.Stderr = &diagnostics
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(cmd.Args, " "), err, out, diagnostics.String())
	}
	return string(out)
}

// lacking reports why this machine can start no Engines, "" if it can.
func lacking() string {
	if os.Geteuid() != 0 {
		return "Engines in network namespaces need root"
	}
	for _, tool := range []string{"dockerd", "docker", "ip", "nsenter", "unshare"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "Engines in network namespaces need " + tool
		}
	}
	return ""
}

// script finds engines.sh from the directory of any test.
func script(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		path := filepath.Join(dir, "stack", "swarm", "engines.sh")
		if _, errStat := os.Stat(path); errStat == nil {
			return path
		}
		if dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	t.Fatal("no stack/swarm/engines.sh above this directory")
	return ""
}
