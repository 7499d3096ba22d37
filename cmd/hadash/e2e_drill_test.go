package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	heldDrill = `# held
load 5 VUs
never backend servers DOWN
pause mysql-slave1
expect mysql-slave1 DOWN within 30s
heal mysql-slave1
expect mysql-slave1 UP within 60s
assert requests > 10
`
	failingDrill = `# fails
load 5 VUs
pause mysql-slave1
expect mysql-slave2 DOWN within 1s
heal mysql-slave1
assert requests > 10
`
	longDrill = `# long
load 5 VUs
pause mysql-slave1
wait 10m
heal mysql-slave1
expect mysql-slave1 UP within 60s
`
)

// drillCommands runs one drill that holds, one that fails and one that is interrupted, and checks that they leave
// everything as it was.
func drillCommands(t *testing.T, l *lab) {
	for name, text := range map[string]string{"held": heldDrill, "fails": failingDrill, "long": longDrill} {
		if err := os.WriteFile(filepath.Join(l.dir, name+".drill"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, talk, code := l.run(t, "drill", "run", "held.drill", "fails.drill", "--junit", "drills.xml", "--json", "drills.json", "--out", "evidence")
	for _, want := range []string{"HELD: 5 of 5 expectations held", "FAILED: 2 of 3 expectations held", "line 4 failed: expect mysql-slave2 DOWN within 1s: HAProxy says UP"} {
		if !strings.Contains(out, want) {
			t.Errorf("stdout does not say %q", want)
		}
	}
	if code != exitBroken || t.Failed() {
		t.Fatalf("exit %d\n%s\n%s", code, out, talk)
	}
	if !strings.Contains(talk, "after pause mysql-slave1 (") {
		t.Errorf("no source dates the detection:\n%s", talk)
	}
	junit, err := os.ReadFile(filepath.Join(l.dir, "drills.xml"))
	if err != nil || !strings.Contains(string(junit), `failures="1"`) {
		t.Errorf("%v\n%s", err, junit)
	}
	drillEvidence(t, l)
	drillInterrupted(t, l)
	if out, talk, code := l.run(t, "wait", "servers/mysql-slave1 == UP", "--timeout", "60s"); code != 0 || !strings.Contains(out, "HAProxy says UP") {
		t.Errorf("wait: exit %d, %s%s", code, out, talk)
	}
	// Docker's state of an untouched node: HAProxy's could change within those seconds.
	if out, talk, code := l.run(t, "wait", "mysql-slave3 paused", "--timeout", "2s"); code != exitBroken || !strings.Contains(talk, "Docker says running") {
		t.Errorf("wait in vain: exit %d, %s%s", code, out, talk)
	}
}

// drillEvidence checks the files of a drill, and the documents that can be made from them.
func drillEvidence(t *testing.T, l *lab) {
	t.Helper()
	kept, _ := filepath.Glob(filepath.Join(l.dir, "evidence", "held-*"))
	if len(kept) != 3 {
		t.Fatalf("left behind: %v; want a recording, its report and its picture", kept)
	}
	recording, text := kept[0], kept[1]
	if told, err := os.ReadFile(text); err != nil || !strings.Contains(string(told), "## Fault: mysql-slave1 paused by you") {
		t.Errorf("%v, its report:\n%s", err, told)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"record", "cat", recording}, `"Inject":{"Kind":"pause","Target":"mysql-slave1"`},
		{[]string{"report", recording, "--lang", "ru"}, "pause mysql-slave1"},
		{[]string{"compare", recording, recording}, "pause mysql-slave1"},
	} {
		if out, talk, code := l.run(t, c.args...); code != exitOK || !strings.Contains(out, c.want) {
			t.Errorf("%v: exit %d, it does not say %q\n%.2000s\n%s", c.args, code, c.want, out, talk)
		}
	}
}

// drillInterrupted interrupts a drill while its fault is open.
func drillInterrupted(t *testing.T, l *lab) {
	t.Helper()
	cmd := exec.Command(l.bin, "drill", "run", "long.drill", "--out", "evidence")
	var talk bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stderr = l.dir, l.env, &talk
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(3 * time.Minute); l.state(t, "mysql-slave1") != "paused"; time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("its fault was never made:\n%s", talk.String())
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the exit code is checked below
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || !strings.Contains(talk.String(), "healed: unpause mysql-slave1") {
		t.Errorf("exit %d\n%s", code, talk.String())
	}
	if got := l.state(t, "mysql-slave1"); got != "running" {
		t.Errorf("mysql-slave1 is %s after it", got)
	}
	if got := l.state(t, "k6"); got == "running" {
		t.Error("its load goes on")
	}
}
