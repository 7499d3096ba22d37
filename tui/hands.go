package tui

import (
	"cmp"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/ui"
)

// handsState is what the user asked of the world and has not yet come back as an observation.
type handsState struct {
	busy    map[string]string         // node -> what is being done to it: "stop", "start"
	asked   map[record.Fault]bool     // faults asked for that no Frame shows yet; true while in flight
	queue   map[string][]record.Fault // node -> what is healed next: faults of one node are healed one by one
	failed  map[string]error          // node -> what came to nothing of what was asked before what is healed next
	healing int                       // heals in flight

	quitting bool
	left     int // answers to wait for before quitting

	load loadState
}

func newHandsState(vus int) handsState {
	return handsState{
		busy: map[string]string{}, asked: map[record.Fault]bool{}, queue: map[string][]record.Fault{}, failed: map[string]error{},
		load: loadState{start: vus},
	}
}

// seen drops what a Frame shows by now.
func (h *handsState) seen(f *incident.Frame) {
	for _, fault := range f.Faults {
		h.drop(fault.Fault, func(flying bool) bool { return !flying })
	}
	h.load.seen(f)
}

// drop forgets what was asked for and heals as that fault does, if it may be forgotten.
func (h *handsState) drop(f record.Fault, may func(flying bool) bool) {
	for a, flying := range h.asked {
		if a.HealedWith(f) && may(flying) {
			delete(h.asked, a)
		}
	}
}

// nodeOf is a node in the newest Frame; it says so when there is none.
func (m *Model) nodeOf(id ui.NodeID) *incident.Node {
	n := id.Node(&m.live)
	if n == nil {
		m.say(badly, "%s is no container of this project: it can only be watched", id)
	}
	return n
}

// idle is a node in the newest Frame, if nothing is being done to it; else it says why not.
func (m *Model) idle(id ui.NodeID) *incident.Node {
	if n := m.nodeOf(id); n != nil && !m.isBusy(n) {
		return n
	}
	return nil
}

// isBusy reports whether something is being done to a node, and says so.
func (m *Model) isBusy(n *incident.Node) bool {
	what := m.hands.busy[n.Name]
	if what != "" {
		m.say(badly, "still busy: %s %s", what, n.Name)
	}
	return what != ""
}

// breakNode asks whether to break a node, or says why that makes no sense.
func (m *Model) breakNode(n *incident.Node, fault record.Fault) tea.Cmd {
	if why := m.c.Refusal(n, fault.Kind); why != "" {
		m.say(badly, "%s", why)
		return nil
	}
	if why := m.overLimit(); why != "" {
		m.say(badly, "%s", why)
		return nil
	}
	if m.o.Yes {
		return m.doBreak(fault)
	}
	m.ask = m.newQuestion(fault)
	return nil
}

func (m *Model) doBreak(f record.Fault) tea.Cmd {
	m.hands.busy[f.Target] = string(f.Kind)
	m.hands.asked[f] = true
	m.cost.Follow()
	m.leavePage()
	m.say(plainly, "%s %s%s", f, m.c.Theme.Ellipsis, m.unguarded())
	return m.inject(f)
}

// toggle heals a node of a fault, where its key does that and there is one, else breaks it so, after a question.
func (m *Model) toggle(kind record.FaultKind, id ui.NodeID) tea.Cmd {
	n := m.idle(id)
	if n == nil {
		return nil
	}
	if f, ok := m.undoable(n, kind); ok && toggles(kind) {
		return m.doHeal(f)
	}
	return m.breakNode(n, record.Fault{Kind: kind, Target: n.Name, Amount: kind.Usual()})
}

// toggles reports whether the key of a fault heals it, too.
func toggles(kind record.FaultKind) bool {
	switch kind {
	case record.Pause, record.Cut, record.Slow, record.SetMaint, record.SetDrain:
		return true
	}
	return false
}

// start undoes whatever keeps a node from running, else what else is open on it. What is just being broken is undone as
// soon as it is.
func (m *Model) start(id ui.NodeID) tea.Cmd {
	n := m.nodeOf(id)
	if n == nil || m.healLater(n.Name) || m.isBusy(n) {
		return nil
	}
	switch c := n.Container; {
	case consequence.Shows(n, record.Pause):
		return m.doHeal(record.Fault{Kind: record.Pause, Target: n.Name})
	case !c.Running() && c.State != "restarting":
		return m.doHeal(m.newest(n.Name, record.Fault{Kind: record.Stop, Target: n.Name}))
	case consequence.Shows(n, record.Cut):
		return m.doHeal(record.Fault{Kind: record.Cut, Target: n.Name})
	}
	if f := m.newest(n.Name, record.Fault{}); f.Kind.Inverse() != "" {
		return m.doHeal(f)
	}
	if o := m.elsewhere(); o != nil {
		m.say(plainly, "%s runs already; %s is %s: %s goes there", n.Name, o.Name, o.Health, m.c.Keys.Key(keys.Trouble))
		return nil
	}
	m.say(plainly, "%s runs already", n.Name)
	return nil
}

// newest is the newest open fault of a node whose inverse is that of like; of any kind where like is
// none. Where there is no such fault it is like.
func (m *Model) newest(node string, like record.Fault) record.Fault {
	for _, f := range slices.Backward(m.live.Faults) {
		if f.Target == node && (like.Kind == "" || f.Kind.Inverse() == like.Kind.Inverse()) {
			return f.Fault
		}
	}
	return like
}

func (m *Model) injected(msg injectedMsg) tea.Cmd {
	delete(m.hands.busy, msg.fault.Target)
	m.hands.asked[msg.fault] = false
	m.report(msg.fault.Target, msg.fault.String(), msg.err)
	if msg.err != nil || msg.fault.Kind.Inverse() == "" {
		delete(m.hands.asked, msg.fault)
	}
	m.hands.seen(&m.live)
	if !m.hands.quitting {
		return m.healNext(msg.fault.Target)
	}
	if msg.fault.Kind.Inverse() == "" {
		return tea.Batch(m.healNext(msg.fault.Target), m.oneLess())
	}
	return m.sendHeal(msg.fault) // the answer that quitting waits for
}

// report says how an action on a node went, and what came to nothing before it: where something waited for that, its
// word was on the screen for a moment only.
func (m *Model) report(node, what string, err error) {
	before := m.hands.failed[node]
	delete(m.hands.failed, node)
	if m.hands.quitting {
		return // the line says what is being healed
	}
	if worst := cmp.Or(err, before); worst != nil && len(m.hands.queue[node]) > 0 {
		m.hands.failed[node] = worst
	}
	switch {
	case err != nil:
		m.say(badly, "%v", err) // it says what could not be done
	case before != nil:
		m.say(badly, "%v; %s: done", before, what)
	default:
		m.say(well, "%s: done", what)
	}
}

func (m *Model) recorded(msg recordedMsg) {
	if msg.err != nil {
		m.say(badly, "%v", msg.err)
		return
	}
	m.say(well, "%s", msg.text)
}

func (m *Model) exported(msg exportedMsg) {
	if msg.err != nil {
		m.say(badly, "export: %v", msg.err)
		return
	}
	m.say(well, "exported to %s", msg.path)
}
