package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/record"
)

// handsState is what the user asked of the world and has not yet come back as an observation.
type handsState struct {
	busy  map[string]string     // node -> what is being done to it: "stop", "start"
	asked map[record.Fault]bool // faults asked for that no Frame shows yet; true while in flight

	quitting bool
	left     int // answers to wait for before quitting

	load loadState
}

func newHandsState(vus int) handsState {
	return handsState{busy: map[string]string{}, asked: map[record.Fault]bool{}, load: loadState{start: vus}}
}

// seen drops what a Frame shows by now.
func (h *handsState) seen(f *incident.Frame) {
	for _, fault := range f.Faults {
		if flying, ok := h.asked[fault.Fault]; ok && !flying {
			delete(h.asked, fault.Fault)
		}
	}
	h.load.seen(f)
}

// chosen is the node of the chosen row in the newest Frame; it says so when there is none.
func (m *Model) chosen() *incident.Node {
	id, ok := m.nodes.chosen()
	if !ok {
		m.say(badly, "nothing is chosen: no node is known yet")
		return nil
	}
	n := nodeOf(&m.live, id)
	if n == nil {
		m.say(badly, "%s is no container of this project: it can only be watched", id)
		return nil
	}
	if what := m.hands.busy[n.Name]; what != "" {
		m.say(badly, "still busy: %s %s", what, n.Name)
		return nil
	}
	return n
}

// breakChosen asks whether to break the chosen node, or says why that makes no sense.
func (m *Model) breakChosen(kind record.FaultKind) tea.Cmd {
	n := m.chosen()
	if n == nil {
		return nil
	}
	if why := m.refuse(n); why != "" {
		m.say(badly, "%s", why)
		return nil
	}
	q := newQuestion(&m.live, record.Fault{Kind: kind, Target: n.Name})
	if m.o.Yes {
		return m.doBreak(q.fault)
	}
	m.ask = q
	return nil
}

// refuse says why a node cannot be broken, "" when it can.
func (m *Model) refuse(n *incident.Node) string {
	c := n.Container
	switch {
	case c.Node == "" || c.Running() || c.State == "restarting":
		return ""
	case c.State == "":
		return "Docker has no container for " + n.Name
	case c.State == "paused":
		return fmt.Sprintf("%s is paused: %s lets it run again first", n.Name, m.keys.Pause.Help().Key)
	}
	return fmt.Sprintf("%s is not running (%s): %s starts it", n.Name, c.State, m.keys.Start.Help().Key)
}

func (m *Model) doBreak(f record.Fault) tea.Cmd {
	m.hands.busy[f.Target] = string(f.Kind)
	m.hands.asked[f] = true
	m.say(plainly, "%s %s", f, m.th.Ellipsis)
	return m.inject(f)
}

// pauseChosen freezes a running node, after a question, and thaws a frozen one, without.
func (m *Model) pauseChosen() tea.Cmd {
	n := m.chosen()
	if n == nil {
		return nil
	}
	if n.Container.State == "paused" {
		return m.doHeal(record.Fault{Kind: record.Pause, Target: n.Name})
	}
	return m.breakChosen(record.Pause)
}

// startChosen undoes whatever keeps the chosen node from running.
func (m *Model) startChosen() tea.Cmd {
	n := m.chosen()
	if n == nil {
		return nil
	}
	if n.Container.State == "paused" {
		return m.doHeal(record.Fault{Kind: record.Pause, Target: n.Name})
	}
	for _, f := range m.live.Faults {
		if f.Target == n.Name && f.Kind.Inverse() != "" {
			return m.doHeal(f.Fault)
		}
	}
	switch c := n.Container; {
	case c.Running() && c.Networks == 0:
		return m.doHeal(record.Fault{Kind: record.Cut, Target: n.Name})
	case c.Running(), c.State == "restarting":
		m.say(plainly, "%s runs already", n.Name)
		return nil
	}
	return m.doHeal(record.Fault{Kind: record.Stop, Target: n.Name})
}

func (m *Model) doHeal(f record.Fault) tea.Cmd {
	m.hands.busy[f.Target] = f.Kind.Inverse()
	m.say(plainly, "%s %s %s", f.Kind.Inverse(), f.Target, m.th.Ellipsis)
	return m.heal(f)
}

// ours is every fault of this session that is still open, or may be: what the newest Frame shows,
// and what was asked for since.
func (m *Model) ours() []record.Fault {
	var out []record.Fault
	for _, f := range m.live.Faults {
		if f.You && f.Kind.Inverse() != "" && !slices.Contains(out, f.Fault) {
			out = append(out, f.Fault)
		}
	}
	for f := range m.hands.asked {
		if f.Kind.Inverse() != "" && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

func (m *Model) healAll() tea.Cmd {
	faults := m.ours()
	if len(faults) == 0 {
		m.say(plainly, "nothing to heal: nothing that was broken here is still broken")
		return nil
	}
	var cmds []tea.Cmd
	for _, f := range faults {
		if m.hands.busy[f.Target] == "" {
			cmds = append(cmds, m.doHeal(f))
		}
	}
	m.say(plainly, "healing %s %s", names(faults), m.th.Ellipsis)
	return tea.Batch(cmds...)
}

func (m *Model) injected(msg injectedMsg) tea.Cmd {
	delete(m.hands.busy, msg.fault.Target)
	m.hands.asked[msg.fault] = false
	m.report(msg.fault.String(), msg.err)
	if msg.err != nil || msg.fault.Kind.Inverse() == "" {
		delete(m.hands.asked, msg.fault)
	}
	m.hands.seen(&m.live)
	if !m.hands.quitting {
		return nil
	}
	if msg.fault.Kind.Inverse() == "" {
		return m.oneLess()
	}
	return m.heal(msg.fault) // the answer that quitting waits for
}

func (m *Model) healed(msg healedMsg) tea.Cmd {
	delete(m.hands.busy, msg.fault.Target)
	what := msg.fault.Kind.Inverse() + " " + msg.fault.Target
	if msg.err == nil {
		delete(m.hands.asked, msg.fault)
	}
	if !m.hands.quitting {
		m.report(what, msg.err)
		return nil
	}
	if msg.err != nil {
		m.unhealed = append(m.unhealed, msg.err)
	}
	return m.oneLess()
}

// report says how an action went.
func (m *Model) report(what string, err error) {
	if m.hands.quitting {
		return // the line says what is being healed
	}
	if err != nil {
		m.say(badly, "%v", err) // it says what could not be done
		return
	}
	m.say(well, "%s: done", what)
}

func (m *Model) exported(msg exportedMsg) {
	if msg.err != nil {
		m.say(badly, "export: %v", msg.err)
		return
	}
	m.say(well, "exported to %s", msg.path)
}
