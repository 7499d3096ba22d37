//go:build unix

package apart

import (
	"os/exec"
	"syscall"
)

// From gives a command that is not started yet a session of its own: it has no terminal to ask for a password at, ctrl+c does not
// reach it, and all that it starts can be ended with it.
func From(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// Terminate asks a command, with all that it has started, to end.
func Terminate(cmd *exec.Cmd) { signal(cmd, syscall.SIGTERM) }

// Kill ends a command with all that it has started.
func Kill(cmd *exec.Cmd) { signal(cmd, syscall.SIGKILL) }

func signal(cmd *exec.Cmd, s syscall.Signal) {
	if p := cmd.Process; p != nil && p.Pid > 0 {
		_ = syscall.Kill(-p.Pid, s) // it may have ended
	}
}
