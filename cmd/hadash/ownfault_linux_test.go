package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"hadash/cmd/hadash/simulated"
)

// ownLab is a simulated project whose node web0001 a command breaks: it removes the file well.
type ownLab struct {
	dir string
	env []string
}

func newOwnLab(t *testing.T, heal string) *ownLab {
	t.Helper()
	w, err := simulated.Start(filepath.Join("..", ".."), t.TempDir(), simulated.Size{HAProxies: 1, Servers: 3, Nodes: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	l := &ownLab{dir: t.TempDir()}
	l.write(t, "well", "")
	l.write(t, "config/hadash/hadash.toml", fmt.Sprintf("[fault.rot]\nnode = \"web0001\"\ninject = \"rm '%s'; echo token=verysecret >/dev/null\"\nheal = \"%s\"\ncheck = \"test -e '%[1]s'\"\n",
		l.path("well"), strings.ReplaceAll(heal, "WELL", l.path("well"))))
	l.env = append(os.Environ(), asHadash+"=1", "TERM=xterm-256color", "DOCKER_HOST="+w.Host, "XDG_CONFIG_HOME="+l.path("config"), "XDG_STATE_HOME="+l.path("state"))
	return l
}

func (l *ownLab) path(name string) string { return filepath.Join(l.dir, name) }

func (l *ownLab) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(l.path(name)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(l.path(name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (l *ownLab) has(name string) bool {
	_, err := os.Stat(l.path(name))
	return err == nil
}

func (l *ownLab) command(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env, cmd.Dir = l.env, l.dir
	out := &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = out, out
	return cmd, out
}

// await waits for something that a process does.
func await(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 3000 { // a minute, on a machine that is busy with other tests
		if is() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

// A fault of the user's own is made, healed and reported. Nothing of its commands is in the recording.
func TestOwnFaultByCommand(t *testing.T) {
	t.Parallel()
	l := newOwnLab(t, "touch 'WELL'")
	cmd, out := l.command(t, "fault", "rot", "-p", simulated.Project, "--for", "1s", "--yes", "--record", l.path("run.hadash"))
	if err := cmd.Run(); err != nil || !l.has("well") {
		t.Fatalf("%v; well: %t\n%s", err, l.has("well"), out)
	}
	for _, want := range []string{"rot on web0001: it bites after ", "rot on web0001: healed: the check succeeds after ", "rot on web0001"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	text, _, err := run("record", "cat", l.path("run.hadash"))
	if err != nil {
		t.Fatal(err)
	}
	for want, has := range map[string]bool{`"Made":{"Kind":"own","Target":"web0001","Amount":0,"Name":"rot"}`: true, "verysecret": false, "touch": false, l.path("well"): false} {
		if strings.Contains(text, want) != has {
			t.Errorf("the recording has %s: %t", want, !has)
		}
	}
}

// After kill -9 between the fault and its heal, the next hadash heals it: here one that finds neither Docker nor the configuration.
func TestOwnFaultOfAKilledHadash(t *testing.T) {
	t.Parallel()
	l := newOwnLab(t, "touch 'WELL'")
	cmd, out := l.command(t, "fault", "rot", "-p", simulated.Project, "--for", "1h", "--yes")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, "the fault", func() bool { return !l.has("well") })
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()
	if l.has("well") {
		t.Fatalf("it was healed\n%s", out)
	}
	if err := os.Remove(l.path("config/hadash/hadash.toml")); err != nil {
		t.Fatal(err)
	}
	cmd, out = l.command(t, "heal")
	cmd.Env = append(cmd.Env, "DOCKER_HOST=unix://"+l.path("none.sock"))
	_ = cmd.Run()
	if !l.has("well") || !strings.Contains(out.String(), "left broken by a hadash that has ended: rot on web0001, at ") || !strings.Contains(out.String(), ": healed") {
		t.Errorf("well: %t\n%s", l.has("well"), out)
	}
}

// The dashboard heals when it starts what a killed one left, and what it broke itself when it ends.
func TestOwnFaultOnTheScreen(t *testing.T) {
	t.Parallel()
	l := newOwnLab(t, "touch 'WELL'")
	cmd, out := l.command(t, "fault", "rot", "-p", simulated.Project, "--for", "1h", "--yes")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	await(t, "the fault", func() bool { return !l.has("well") })
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()

	cmd, _ = l.command(t, "-p", simulated.Project, "--yes")
	cmd.Stdout, cmd.Stderr = nil, nil
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 140})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = master.Close() }()
	ended := make(chan string)
	go func() {
		var all bytes.Buffer
		_, _ = all.ReadFrom(master)
		ended <- all.String()
	}()
	await(t, "the heal at the start\n"+out.String(), func() bool { return l.has("well") })
	await(t, "the fault by the palette", func() bool {
		_, _ = master.WriteString(":rot\r")
		time.Sleep(300 * time.Millisecond)
		return !l.has("well")
	})
	await(t, "the end", func() bool {
		_, _ = master.WriteString("\x1b\x1bq")
		time.Sleep(300 * time.Millisecond)
		return l.has("well")
	})
	if text := <-ended; cmd.Wait() != nil || !strings.Contains(text, "nothing is left broken") {
		t.Errorf("%v: %.2000q", cmd.ProcessState, text[max(0, len(text)-2000):])
	}
}

// A heal that fails is told with what its command wrote, ends the command with exit code 1, and is tried again by the next.
func TestOwnFaultNotHealed(t *testing.T) {
	t.Parallel()
	l := newOwnLab(t, "test -e WELL.net || { echo no route to db1; exit 255; }; touch 'WELL'")
	cmd, out := l.command(t, "fault", "rot", "-p", simulated.Project, "--for", "100ms", "--yes")
	err := cmd.Run()
	if cmd.ProcessState.ExitCode() != exitBroken || !strings.Contains(out.String(), "no route to db1") || !strings.Contains(out.String(), "NOT healed") || !strings.Contains(out.String(), "'hadash heal' tries again") {
		t.Errorf("%v\n%s", err, out)
	}
	l.write(t, "well.net", "")
	cmd, out = l.command(t, "heal", "-p", simulated.Project)
	if err := cmd.Run(); err != nil || !l.has("well") {
		t.Errorf("%v\n%s", err, out)
	}
}

// A drill makes it, and one that the configuration lacks is a mistake in the drill.
func TestOwnFaultInDrill(t *testing.T) {
	t.Parallel()
	l := newOwnLab(t, "touch 'WELL'")
	l.write(t, "wrong.drill", "# rot\nfault rott\nwait 1s\nfault melt-down\n")
	_, talk, err := run("drill", "check", l.path("wrong.drill"), "--config", l.path("config/hadash/hadash.toml"))
	for _, want := range []string{"wrong.drill:2:7: no fault of your own is called rott, did you mean rot?", "wrong.drill:4:7: no fault of your own is called melt-down: the drill needs [fault.melt-down] in hadash.toml"} {
		if exitOf(err) != exitUsage || !strings.Contains(talk, want) {
			t.Errorf("no %q in %s", want, talk)
		}
	}
	l.write(t, "rot.drill", "# rot\nfault rot\nwait 1s\nheal web0001\nnote well again\n")
	cmd, out := l.command(t, "drill", "run", "rot.drill", "-p", simulated.Project)
	if err := cmd.Run(); err != nil || !l.has("well") || !strings.Contains(out.String(), "it bites after ") {
		t.Errorf("%v\n%s", err, out)
	}
}
