//go:build !unix

package apart

import "os/exec"

// From does nothing where there are no sessions.
func From(*exec.Cmd) {}

// Terminate ends a command.
func Terminate(cmd *exec.Cmd) { Kill(cmd) }

// Kill ends a command.
func Kill(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = cmd.Process.Kill() // it may have ended
	}
}
