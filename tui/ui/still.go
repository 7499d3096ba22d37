package ui

import "strings"

// Still says of balancers that they still send to a node.
func Still(balancers []string) string {
	if len(balancers) == 1 {
		return balancers[0] + " still sends"
	}
	return strings.Join(balancers, ", ") + " still send"
}
