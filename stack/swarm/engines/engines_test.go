package engines_test

import (
	"net"
	"os/exec"
	"strings"
	"testing"

	"hadash/stack/swarm/engines"
)

// Each Engine is on a host of its own that can be cut off and can die, and nothing of them is left.
func TestE2EEngines(t *testing.T) {
	t.Run("run", func(t *testing.T) {
		e := engines.Start(t, "heself", 2)
		ids := map[string]bool{}
		for _, node := range e.Nodes {
			info := strings.Fields(e.Docker(t, node.LAN, "info", "--format", "{{.Name}} {{.ID}}"))
			if info[0] != node.Name || ids[info[1]] {
				t.Errorf("%s says that it is %s; want its own name and identity", node.Name, info)
			}
			ids[info[1]] = true
		}
		e.Do(t, "cut", "node2")
		e.Docker(t, "node2", "version")
		if out := e.Try("status"); !strings.Contains(out, "up, cut off") {
			t.Errorf("node2 is cut off; status prints:\n%s", out)
		}
		e.Do(t, "kill", "node2")
		if out := e.Try("status"); !strings.Contains(out, "dead") {
			t.Errorf("node2 is dead; status prints:\n%s", out)
		}
		e.Do(t, "start", "node2")
		e.Docker(t, "lan2", "version") // a host that boots is plugged in
		e.Do(t, "swarm", "1")
		if n := strings.Count(e.Docker(t, "node1", "node", "ls", "-q"), "\n"); n != 2 {
			t.Errorf("the swarm has %d nodes, want 2", n)
		}
	})
	if out, _ := exec.CommandContext(t.Context(), "ip", "netns").Output(); strings.Contains(string(out), "heself") {
		t.Errorf("namespaces are left:\n%s", out)
	}
	all, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all {
		if strings.HasPrefix(i.Name, "heself") {
			t.Errorf("interface %s is left", i.Name)
		}
	}
}
