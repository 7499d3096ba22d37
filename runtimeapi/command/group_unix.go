//go:build unix

package command

import (
	"os"
	"os/exec"
	"syscall"
)

// own gives the command a process group of its own: ctrl+c in the terminal is for hadash, and all that it starts can be ended.
func own(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// kill ends the command with all that it has started.
func kill(p *os.Process) {
	if p != nil && p.Pid > 0 {
		_ = syscall.Kill(-p.Pid, syscall.SIGKILL)
	}
}
