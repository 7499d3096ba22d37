//go:build unix && !linux

package own

import "syscall"

// withUs does nothing where the end of a process is told to nobody.
func withUs(*syscall.SysProcAttr) {}
