//go:build !unix

package compose

import "time"

var started = time.Now()

// cpuTime is taken for as long as this process has run.
func cpuTime() time.Duration { return time.Since(started) }
