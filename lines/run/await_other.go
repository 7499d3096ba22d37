//go:build !linux

package run

import "os/exec"

// await returns when a program ended.
func await(cmd *exec.Cmd) { _, _ = cmd.Process.Wait() } // how it ended is not known here
