package tui

import (
	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/record"
)

// undoable finds the fault of that kind that a node has now, or that was asked for.
func (m *Model) undoable(n *incident.Node, kind record.FaultKind) (record.Fault, bool) {
	fault, ok := consequence.Undoable(&m.live, n, kind)
	if ok || kind == record.Pause {
		return fault, ok
	}
	if f, ok := m.asked.Fault(n.Name, kind); ok {
		return f, true
	}
	return fault, false
}
