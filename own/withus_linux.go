package own

import (
	"os/exec"
	"syscall"
)

// withUs has a command killed when this hadash is: what breaks something must not go on behind the back of the one that heals it.
func withUs(cmd *exec.Cmd) { cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL }
