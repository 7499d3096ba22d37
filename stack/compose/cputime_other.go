//go:build !unix

package compose

import "time"

var started = time.Now()

// cpuTime returns the time since the start of this process instead.
func cpuTime() time.Duration { return time.Since(started) }
