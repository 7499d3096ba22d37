//go:build unix

package own

import (
	"os/exec"
	"syscall"
)

// apart gives a command a session of its own: it has no terminal, ctrl+c does not reach it, and it can be killed with all that
// it started.
func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
