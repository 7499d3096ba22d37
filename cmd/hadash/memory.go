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

// thrift is the percentage for the dashboard of many HAProxies: with 20 of 1 000 servers each it takes a quarter less
// memory than with Go's 100, and a twelfth more time. One HAProxy with many servers has time to spare
// (make attach-idle), and of a hundred each page is much garbage, and what is kept is more than there may be garbage.
const (
	thrift        = 50
	thriftOfOne   = 35
	thriftOfMost  = 30
	manyNodes     = 200
	mostHAProxies = 50
)

// spareMemory makes a dashboard of much collect garbage often, unless the user set how often.
func spareMemory(haproxies, nodes int) {
	percent := 100
	switch {
	case haproxies >= mostHAProxies:
		percent = thriftOfMost
	case haproxies >= manyHAProxies:
		percent = thrift
	case nodes >= manyNodes, nodes == 0: // not known yet: what is taken at first is given back late
		percent = thriftOfOne
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// spareTime makes a command that reads a recording to its end collect garbage rarely, unless the user set how often.
func spareTime() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memories)
	}
}
