//go:build !linux

package own

import "os/exec"

// withUs does nothing where the end of a process is told to nobody.
func withUs(*exec.Cmd) {}
