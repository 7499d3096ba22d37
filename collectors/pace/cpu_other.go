//go:build !linux

package pace

import "time"

// Measure does something and returns how long that took.
func Measure(do func()) time.Duration {
	begun := time.Now()
	do()
	return time.Since(begun)
}
