package run

import (
	"os/exec"

	"golang.org/x/sys/unix"
)

// await returns when a program ended; its number is still its own.
func await(cmd *exec.Cmd) {
	for {
		if err := unix.Waitid(unix.P_PID, cmd.Process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil); err != unix.EINTR { //nolint:errorlint // a system call's own
			return
		}
	}
}
