//go:build !linux

package lean

// Program does nothing here.
func Program() {}
