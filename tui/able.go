package tui

import (
	"fmt"
	"slices"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
)

// refuse says why a node cannot be broken in that way now, "" when it can. Faults nest: what is paused
// can be killed, cut off and slowed down too.
func (m *Model) refuse(n *incident.Node, kind record.FaultKind) string {
	if kind.AtBalancer() {
		return m.refuseAtBalancer(n, kind)
	}
	switch c := n.Container; c.State {
	case "running":
		return m.refuseConnected(n, kind)
	case "paused":
		return m.refusePaused(n, kind)
	case "restarting":
		if kind == record.Stop || kind == record.Restart {
			return ""
		}
		return fmt.Sprintf("%s is just restarting: only %s and %s are possible", n.Name, record.Stop, record.Restart)
	case "":
		if c.Node == "" { // Docker was not heard yet
			return ""
		}
		return "Docker has no container for " + n.Name
	}
	start := keys.Start
	if n.Role == record.RoleLoad {
		start = keys.Load
	}
	return fmt.Sprintf("%s is not running (%s): %s starts it", n.Name, n.Container.State, m.c.Keys.Key(start))
}

func (m *Model) refuseConnected(n *incident.Node, kind record.FaultKind) string {
	if kind != record.Cut {
		return ""
	}
	switch n.Container.Networks {
	case 0:
		return fmt.Sprintf("%s is cut off already: %s lets it rejoin", n.Name, m.c.Keys.Key(keys.Cut))
	case -1:
		return n.Name + " has no network of its own that it could be cut from"
	}
	return ""
}

func (m *Model) refusePaused(n *incident.Node, kind record.FaultKind) string {
	unpauses := m.c.Keys.Key(keys.Pause) + " unpauses it"
	switch kind {
	case record.Pause:
		return fmt.Sprintf("%s is paused already: %s", n.Name, unpauses)
	case record.Restart:
		return fmt.Sprintf("%s is paused, and a restart needs a running node: %s", n.Name, unpauses)
	}
	return m.refuseConnected(n, kind)
}

func (m *Model) refuseAtBalancer(n *incident.Node, kind record.FaultKind) string {
	switch {
	case n.Server == nil && n.Role == record.RoleReplica:
		return "HAProxy has not told of " + n.Name + " yet"
	case n.Server == nil:
		return fmt.Sprintf("%s is no server of HAProxy: %s is only for those", n.Name, kind)
	case kind == record.SetMaint && askedFor(n, record.Maint):
		return fmt.Sprintf("%s is in maint already: %s makes it ready", n.Name, m.c.Keys.Key(keys.Maint))
	case kind == record.SetDrain && askedFor(n, record.Drain):
		return fmt.Sprintf("%s is draining already: %s makes it ready", n.Name, m.c.Keys.Key(keys.Drain))
	}
	return ""
}

// shows reports whether a fault of that kind is seen on a node, whoever made it: by Docker's word, or
// HAProxy's.
func shows(n *incident.Node, kind record.FaultKind) bool {
	c := n.Container
	switch kind {
	case record.Pause:
		return c.State == "paused"
	case record.Cut:
		return c.Networks == 0 && (c.State == "running" || c.State == "paused")
	case record.SetMaint:
		return askedFor(n, record.Maint)
	case record.SetDrain:
		return askedFor(n, record.Drain)
	}
	return false
}

// askedFor reports whether somebody put a node into a state at HAProxy; what is there for want of an address is not.
func askedFor(n *incident.Node, s record.State) bool {
	return n.Server != nil && n.Server.Status.State == s && n.Server.Status.Cause() == record.Asked
}

// undoable finds the fault of that kind that a node has now, ours or somebody else's: as it is seen, as
// a Frame knows it, or as it was asked for. What is paused Docker alone knows.
func (m *Model) undoable(n *incident.Node, kind record.FaultKind) (record.Fault, bool) {
	plain := record.Fault{Kind: kind, Target: n.Name}
	if seen := shows(n, kind); seen || kind == record.Pause {
		return plain, seen
	}
	for _, f := range slices.Backward(m.live.Faults) {
		if f.Target == n.Name && f.Kind == kind {
			return f.Fault, true
		}
	}
	for f := range m.hands.asked {
		if f.Target == n.Name && f.Kind == kind {
			return f, true
		}
	}
	return plain, false
}
