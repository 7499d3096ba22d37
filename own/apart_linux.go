package own

import "syscall"

// withUs has a command killed when this hadash is: what breaks something must not go on behind the back of the one that heals it.
func withUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
