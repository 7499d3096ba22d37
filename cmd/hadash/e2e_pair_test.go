package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const pairDrill = `# the active HAProxy dies
kill   @active
expect @standby active within 30s
heal   @active
expect @active UP within 60s
assert noticed(@active) < 30s
`

// sharedAddress is that of the pair in the tests' network.
const sharedAddress = "172.28.45.9"

// holders lists the HAProxies that have the address, by the kernel of each.
func holders(t *testing.T) (all []string) {
	t.Helper()
	for _, node := range []string{"haproxy", "haproxy2"} {
		out, err := exec.Command("docker", "exec", idOf(t, node), "cat", "/proc/net/fib_trie").Output()
		if err == nil && strings.Contains(string(out), sharedAddress+"\n") {
			all = append(all, node)
		}
	}
	return all
}

// The address of a pair moves when the active HAProxy is killed: by hadash's word, and by the kernels of both.
func TestE2EPair(t *testing.T) {
	needStack(t)
	l := build(t)
	t.Cleanup(func() {
		if out, talk, code := l.run(t, "down", "--volumes"); code != 0 {
			t.Errorf("down: exit %d\n%s\n%s", code, out, talk)
		}
	})
	if _, talk, code := l.run(t, "up", "--no-ui", "--pair", "--stack", "tuned"); code != 0 {
		t.Fatalf("up --pair: exit %d\n%s", code, talk)
	}
	before := holders(t)
	if len(before) != 1 {
		t.Fatalf("%q have the address, want one", before)
	}
	if err := os.WriteFile(filepath.Join(l.dir, "pair.drill"), []byte(pairDrill), 0o644); err != nil {
		t.Fatal(err)
	}
	out, talk, code := l.run(t, "drill", "run", "pair.drill")
	if code != 0 {
		t.Fatalf("drill: exit %d\n%s\n%s", code, out, talk)
	}
	if !strings.Contains(talk, "kill "+before[0]) {
		t.Errorf("the kernels say that %s had the address, and the drill:\n%s", before[0], talk)
	}
	after := holders(t)
	if len(after) != 1 || after[0] == before[0] {
		t.Errorf("%q have the address after the death of %s", after, before[0])
	}
	if _, talk, code := l.run(t, "up", "--no-ui", "--pair=false"); code != 0 {
		t.Fatalf("up --pair=false: exit %d\n%s", code, talk)
	}
	if got := l.state(t, "haproxy2"); got != "" {
		t.Errorf("without the pair haproxy2 is %s", got)
	}
}
