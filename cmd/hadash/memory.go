package main

import (
	"os"
	"runtime/debug"
)

// The garbage of a recording that is read: each Sample makes some, and little of it is kept.
const (
	garbage  = 400       // percent of what is kept, instead of Go's 100: half the time went into collecting it
	memories = 384 << 20 // bytes from which on it is collected as often as need be
)

// spareTime lets a command that reads a recording to its end collect garbage seldom, unless the user said how often.
func spareTime() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memories)
	}
}
