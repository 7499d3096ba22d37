package runtimeapi

import (
	"slices"
	"strconv"
	"strings"
)

// reads are the commands that are sent to watch a HAProxy. Nothing else is sent to one but what a fault asks for.
var reads = []string{"show cli level", "show info", "show proc", "show servers state", "show stat", "show version", "prompt"}

// Reads reports whether a line, sent to a Runtime API or to that of a master, is one of those that only show something.
func Reads(line string) bool {
	if pid, rest, ok := strings.Cut(strings.TrimPrefix(line, "@!"), " "); ok && strings.HasPrefix(line, "@!") {
		if _, err := strconv.ParseUint(pid, 10, 32); err != nil {
			return false
		}
		line = rest
	}
	return slices.Contains(reads, line)
}
