package ui

import (
	"strings"

	"hadash/tui/paint"
)

// Still says of balancers that they still send to a node.
func Still(balancers []string) string {
	if len(balancers) == 1 {
		return balancers[0] + " still sends"
	}
	return strings.Join(balancers, ", ") + " still send"
}

// Hang says how many sessions have no answer so far.
func Hang(n int64) string {
	if n == 1 {
		return "1 session hangs"
	}
	return paint.Count(n) + " sessions hang"
}
