//go:build unix

package own

import (
	"os/exec"
	"syscall"
)

// apart gives a command a session of its own: it has no terminal, ctrl+c does not reach it, and it can be killed with all that
// it started. One that heals goes on when this hadash is killed; another does not, as far as the system allows that.
func apart(cmd *exec.Cmd, heals bool) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if !heals {
		withUs(cmd.SysProcAttr)
	}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
