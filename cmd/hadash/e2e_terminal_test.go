package main

import (
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// terminal is a tmux session with a server of its own: a real terminal that a test can type into.
type terminal struct {
	t      *testing.T
	socket string
}

// newTerminal runs a shell command in a terminal of that size.
func (l *lab) newTerminal(t *testing.T, w, h int, command string) *terminal {
	t.Helper()
	term := &terminal{t, fmt.Sprintf("%s-%d", e2eProject, time.Now().UnixNano())}
	cmd := exec.Command("tmux", "-L", term.socket, "-f", "/dev/null", "new-session", "-d",
		"-x", fmt.Sprint(w), "-y", fmt.Sprint(h), command)
	cmd.Dir, cmd.Env = l.dir, append(l.env, "TERM=xterm-256color", "LC_ALL=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("tmux: %v\n%s", err, out)
	}
	t.Cleanup(func() { exec.Command("tmux", "-L", term.socket, "kill-server").Run() })
	return term
}

// press types keys, as tmux names them.
func (x *terminal) press(keys ...string) {
	x.t.Helper()
	if out, err := exec.Command("tmux", append([]string{"-L", x.socket, "send-keys"}, keys...)...).CombinedOutput(); err != nil {
		x.t.Fatalf("tmux send-keys: %v\n%s", err, out)
	}
}

// pause waits until the screen has followed a key.
func (x *terminal) pause() { time.Sleep(200 * time.Millisecond) }

func (x *terminal) screen() string {
	out, err := exec.Command("tmux", "-L", x.socket, "capture-pane", "-p").Output()
	if err != nil {
		return "no screen: " + err.Error()
	}
	return string(out)
}

// see waits until a line of the screen matches, and returns that line. It waits for real programs on a busy machine, so
// the limit is generous and not a measurement.
func (x *terminal) see(pattern string) string {
	x.t.Helper()
	re := regexp.MustCompile(pattern)
	deadline := time.Now().Add(90 * time.Second)
	for {
		screen := x.screen()
		for line := range strings.Lines(screen) {
			if re.MatchString(line) {
				return line
			}
		}
		if time.Now().After(deadline) {
			x.t.Fatalf("the screen never showed %q:\n%s", pattern, screen)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
