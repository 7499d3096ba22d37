//go:build unix

package program

import (
	"os/exec"
	"syscall"
)

// inGroup starts a program in its own process group, and interrupts the whole group: the processes that it has started
// end with it.
func inGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
}
