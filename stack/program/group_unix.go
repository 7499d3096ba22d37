//go:build unix

package program

import (
	"os/exec"
	"syscall"
)

// inGroup starts a program in a process group of its own, all of which is interrupted in its place: what it has started,
// too, ends with it.
func inGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
}
