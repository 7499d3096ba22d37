package ui

import (
	"slices"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/tui/keys"
)

// urgent are the keys that come first while a fault is open.
var urgent = []keys.Action{keys.Start, keys.HealAll, keys.Open, keys.TruthPage, keys.ChartsPage}

// OfTheMoment leaves out the keys that a node refuses now, and begins with those that help while a fault is open.
func (c *Context) OfTheMoment(n *incident.Node, line []keys.Line) []keys.Line {
	if n == nil {
		return line
	}
	line = slices.DeleteFunc(line, func(l keys.Line) bool {
		a := l.Actions[0]
		kind := keys.Fault(a)
		switch {
		case a == keys.Start:
			return n.Container.State == "running" || n.Container.State == "paused"
		case kind != "" && keys.Toggles(kind) && consequence.Shows(n, kind):
			return false // the same key undoes it
		case kind != "":
			return consequence.Refuse(n, kind).Refused()
		}
		return false
	})
	if len(c.Frame.Faults) == 0 {
		return line
	}
	rank := func(l keys.Line) int {
		if i := slices.Index(urgent, l.Actions[0]); i >= 0 {
			return i
		}
		return len(urgent)
	}
	slices.SortStableFunc(line, func(a, b keys.Line) int { return rank(a) - rank(b) })
	return line
}
