package tui

import (
	"context"

	"hadash/incident"
	"hadash/record"
)

// Weigh says what a fault would do if it were made now, in the words of the screen's question, the weightiest
// first; and whether its target is the last of its role that serves, whose name should be asked for.
func Weigh(f *incident.Frame, fault record.Fault) (facts []string, last bool) {
	n := f.Node(fault.Target)
	if n == nil {
		return nil, false
	}
	all, last := New(context.Background(), Options{}).facts(f, n, fault)
	for _, x := range all {
		facts = append(facts, x.long)
	}
	return facts, last
}
