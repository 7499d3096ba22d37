package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/ui"
)

// nodeOf returns a node of the newest Frame; if there is none it says so.
func (m *Model) nodeOf(id ui.NodeID) *incident.Node {
	n := id.Node(&m.live)
	if n == nil {
		m.say(badly, "%s", stranger(&m.c, id.String()))
	}
	return n
}

// idle returns a node of the newest Frame if no action runs on it; else it says why not.
func (m *Model) idle(id ui.NodeID) *incident.Node {
	if n := m.nodeOf(id); n != nil && !m.isBusy(n.Name) {
		return n
	}
	return nil
}

// isBusy reports whether an action runs on a node or on another target of a fault, and says so.
func (m *Model) isBusy(target string) bool {
	what := m.asked.Busy(target)
	if what != "" {
		m.say(badly, "still busy: %s %s", what, target)
	}
	return what != ""
}

// breakNode asks whether to break a node, or says why it cannot be broken.
func (m *Model) breakNode(n *incident.Node, fault record.Fault) tea.Cmd {
	why := ""
	if fault.Kind.OfCluster() { // n may be nil: its target is no node
		why = m.c.Refuses(fault)
	} else {
		why = m.c.Refusal(n, fault.Kind)
	}
	if why != "" {
		m.say(badly, "%s", why)
		return nil
	}
	if why := overLimit(&m.asked.Limit); why != "" {
		m.say(badly, "%s", why)
		return nil
	}
	if m.o.Yes {
		return m.doBreak(fault)
	}
	m.ask = &question{fault: fault}
	m.ask.weigh(&m.c)
	return nil
}

func (m *Model) doBreak(f record.Fault) tea.Cmd {
	m.asked.Break(f)
	m.cost.Follow(&m.c)
	m.leavePage()
	m.say(plainly, "%s %s%s", f, m.c.Theme.Ellipsis, unguarded(&m.asked.Limit))
	return m.o.inject(f)
}

// toggle heals a node of a fault if its key can and the fault is open, else breaks it after a question.
func (m *Model) toggle(kind record.FaultKind, id ui.NodeID) tea.Cmd {
	n := m.idle(id)
	if n == nil {
		return nil
	}
	if f, ok := m.undoable(n, kind); ok && keys.Toggles(kind) {
		return m.doHeal(f)
	}
	return m.breakNode(n, record.Fault{Kind: kind, Target: n.Name, Amount: kind.Usual()})
}

// start undoes whatever keeps a node from running, else its other open faults. A fault in flight is undone as
// soon as it is there.
func (m *Model) start(id ui.NodeID) tea.Cmd {
	n := m.nodeOf(id)
	if n == nil || m.healLater(n.Name) || m.isBusy(n.Name) {
		return nil
	}
	switch c := n.Container; {
	case m.live.Topology.NoDocker: // only what was broken from here can be healed
	case consequence.Shows(n, record.Pause):
		return m.doHeal(record.Fault{Kind: record.Pause, Target: n.Name})
	case !c.Running() && c.State != "restarting":
		return m.doHeal(newest(&m.live, n.Name, record.Fault{Kind: record.Stop, Target: n.Name}))
	case consequence.Shows(n, record.Cut):
		return m.doHeal(record.Fault{Kind: record.Cut, Target: n.Name})
	}
	if f := newest(&m.live, n.Name, record.Fault{}); f.Kind.Inverse() != "" {
		return m.doHeal(f)
	}
	if o := m.nodes.Elsewhere(&m.c); o != nil {
		m.say(plainly, "%s is already running; %s is %s: %s goes there", n.Name, o.Name, o.Health, m.c.Keys.Key(keys.Trouble))
		return nil
	}
	if m.live.Topology.NoDocker {
		m.say(plainly, "nothing of %s was broken from here", n.Name)
		return nil
	}
	m.say(plainly, "%s is already running", n.Name)
	return nil
}

// newest returns the newest open fault of a node with the same inverse as like; of any kind if like is
// none. Without such a fault it returns like.
func newest(live *incident.Frame, node string, like record.Fault) record.Fault {
	for _, f := range slices.Backward(live.Faults) {
		if f.Target == node && !f.Kind.Found() && (like.Kind == "" || f.Inverse() == like.Inverse()) {
			return f.Fault
		}
	}
	return like
}

func (m *Model) injected(msg injectedMsg) tea.Cmd {
	f := msg.fault
	m.asked.Broken(f, msg.err, &m.live)
	m.report(f.Target, f.String(), msg.err)
	if !m.asked.Quitting() || f.Kind.Inverse() == "" {
		return m.goOn(f.Target, m.asked.Quitting())
	}
	m.asked.Heal(f) // quitting waits for this answer
	return m.o.heal(f)
}

// report shows the result of an action on a node, and an earlier failure that was on
// the screen for a moment only.
func (m *Model) report(node, what string, err error) {
	before := m.asked.Before(node, err)
	switch {
	case m.asked.Quitting(): // the line already says what is being healed
	case err != nil:
		m.say(badly, "%v", err) // it says what failed
	case before != nil:
		m.say(badly, "%v; %s: done", before, what)
	default:
		m.say(well, "%s: done", what)
	}
}

// undoable finds the fault of that kind that a node has now, or that was requested.
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
