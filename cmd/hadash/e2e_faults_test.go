package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// killedWithFaultsOpen injects three faults by keys, kills hadash with SIGKILL, and starts it again: it must report the
// faults and heal them.
func killedWithFaultsOpen(t *testing.T, l *lab) {
	state := t.TempDir()
	l.env = append(l.env, "XDG_STATE_HOME="+state)
	x := l.newTerminal(t, 120, 36, `sh -c 'echo $$ > pid; exec `+l.bin+`'; sleep 600`)
	for _, f := range []struct{ node, key, question, done string }{
		{"mysql-slave1", "p", `pause mysql-slave1\?`, `pause mysql-slave1: done`},
		{"mysql-slave2", "c", `cut mysql-slave2\?`, `cut mysql-slave2: done`},
		{"app1", "w", `slow app1 to 2 %\?`, `slow app1 to 2 %: done`},
	} {
		x.choose(f.node)
		x.press(f.key)
		x.see(f.question)
		x.press("y")
		x.see(f.done)
	}
	x.see(`3 open: `)
	pid, err := os.ReadFile(filepath.Join(l.dir, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("kill", "-9", strings.TrimSpace(string(pid))).Run(); err != nil {
		t.Fatal(err)
	}
	x.see(`was killed; the terminal is restored`) // the shell may have written earlier, to the screen that is gone
	if got := l.state(t, "mysql-slave1"); got != "paused" {
		t.Fatalf("mysql-slave1 is %s after the kill: nothing was left to heal", got)
	}
	if _, talk, _ := l.run(t, "status"); strings.Count(talk, "left broken by a hadash") != 3 {
		t.Errorf("status says %q, want the three faults", talk)
	}

	y := l.newTerminal(t, 120, 36, l.bin+" 2>talk; echo left with $?; sleep 600")
	y.see(`mysql-slave1\b.*● up`)
	y.see(`mysql-slave2\b.*● up`)
	y.press("q")
	y.see(`left with 0`)
	talk, err := os.ReadFile(filepath.Join(l.dir, "talk"))
	if err != nil || strings.Count(string(talk), ": healed") != 3 {
		t.Errorf("the next start said %q, %v; want three heals", talk, err)
	}
	if left, _ := filepath.Glob(filepath.Join(state, "hadash", "faults", "*.json")); len(left) > 0 {
		t.Errorf("still in the journal: %v", left)
	}
}

// choose moves to the row of a node.
func (x *terminal) choose(node string) {
	x.t.Helper()
	x.see(`▸`)
	x.press("1", "g") // the first row of the nodes pane
	x.pause()
	chosen := regexp.MustCompile("▸.? ?" + node + `\b`) // in the table, or on the path before its sign
	for range 20 {
		if chosen.MatchString(x.screen()) {
			return
		}
		x.press("j")
		x.pause()
	}
	x.t.Fatalf("%s cannot be chosen:\n%s", node, x.screen())
}

// faultCommands injects faults without a screen, and checks the output.
func faultCommands(t *testing.T, l *lab) {
	if _, talk, code := l.run(t, "fault", "eat", "app1"); code != exitUsage || strings.Count(talk, "\n") != 1 {
		t.Errorf("a fault that is none: exit %d, said %q", code, talk)
	}
	if _, talk, code := l.run(t, "fault", "stop", "nobody", "--yes"); code != exitUsage || !strings.Contains(talk, "app1") {
		t.Errorf("a service that is none: exit %d, said %q", code, talk)
	}
	if _, talk, code := l.run(t, "fault", "stop", "app1"); code != exitUsage || !strings.Contains(talk, "--yes") {
		t.Errorf("nobody to be asked: exit %d, said %q", code, talk)
	}
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"pause", "mysql-slave1", "--for", "3s"}, []string{"## Fault: mysql-slave1 paused by you", "; noticed after ", "| T2 | noticed | ", "≤ 0.70 s"}},
		{[]string{"maint", "mysql-slave2", "--for", "2s"}, []string{"## Fault: mysql-slave2 in maintenance by you", "MAINT"}},
		{[]string{"crash", "app2", "--for", "2s"}, []string{"## Fault: app2 crashed by you"}},
	} {
		out, talk, code := l.run(t, append([]string{"fault", "--yes"}, c.args...)...)
		if code != 0 {
			t.Errorf("%v: exit %d, said %q", c.args, code, talk)
		}
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("%v: it does not say %q:\n%s", c.args, want, out)
			}
		}
		if got := l.state(t, c.args[1]); got != "running" {
			t.Errorf("%v: left %s", c.args, got)
		}
	}
}

// healsOthers heals faults of others only on request.
func healsOthers(t *testing.T, l *lab) {
	id := idOf(t, "mysql-slave3")
	if err := exec.Command("docker", "pause", id).Run(); err != nil {
		t.Fatal(err)
	}
	_, talk, code := l.run(t, "heal")
	if code != exitBroken || !strings.Contains(talk, "pause mysql-slave3") || l.state(t, "mysql-slave3") != "paused" {
		t.Errorf("exit %d, said %q, mysql-slave3 is %s", code, talk, l.state(t, "mysql-slave3"))
	}
	if _, talk, code := l.run(t, "heal", "--yes"); code != 0 || l.state(t, "mysql-slave3") != "running" {
		t.Errorf("with --yes: exit %d, said %q", code, talk)
	}
	if _, talk, code := l.run(t, "heal"); code != 0 || !strings.Contains(talk, "nothing to heal") {
		t.Errorf("when all is well: exit %d, said %q", code, talk)
	}
}
