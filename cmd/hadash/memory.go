package main

import (
	"os"
	"runtime/debug"
)

// The settings of the garbage collector while a recording is read: each Sample makes garbage, and little of it is kept.
const (
	garbage  = 400       // percent of what is kept, instead of Go's 100, with which collecting took half the time
	memories = 384 << 20 // bytes from which garbage is collected as often as necessary
)

// spareTime makes a command that reads a recording to its end collect garbage rarely, unless the user set how often.
func spareTime() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memories)
	}
}
