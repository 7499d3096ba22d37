package tui

import (
	"cmp"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
)

func (m *Model) doHeal(f record.Fault) tea.Cmd {
	m.say(plainly, "%s %s %s", f.Kind.Inverse(), f.Target, m.c.Theme.Ellipsis)
	return m.sendHeal(f)
}

func (m *Model) sendHeal(f record.Fault) tea.Cmd {
	m.hands.busy[f.Target] = f.Kind.Inverse()
	m.hands.healing++
	return m.heal(f)
}

// healEach heals faults, each node's one after the other in that order. A node that is busy comes to
// its turn when it no longer is.
func (m *Model) healEach(faults []record.Fault) tea.Cmd {
	var cmds []tea.Cmd
	for _, f := range faults {
		if m.hands.busy[f.Target] != "" {
			m.hands.later(f)
			continue
		}
		cmds = append(cmds, m.sendHeal(f))
	}
	return tea.Batch(cmds...)
}

// later has a heal wait for its turn on a busy node; false when one like it waits already.
func (h *handsState) later(f record.Fault) bool {
	waiting := h.queue[f.Target]
	if slices.ContainsFunc(waiting, func(o record.Fault) bool { return o.HealedWith(f) }) {
		return false
	}
	h.queue[f.Target] = append(waiting, f)
	return true
}

// healLater has what a node is just being broken with healed as soon as that is done; false when nothing breaks it now.
func (m *Model) healLater(node string) bool {
	for f, flying := range m.hands.asked { // a node is broken in one way at a time
		if !flying || f.Target != node || f.Kind.Inverse() == "" {
			continue
		}
		if m.hands.later(f) {
			m.say(plainly, "%s %s: after the %s", f.Kind.Inverse(), node, f.Kind)
		} else {
			m.say(badly, "%s %s waits already for the %s to end", f.Kind.Inverse(), node, f.Kind)
		}
		return true
	}
	return false
}

// healNext heals what waits for its turn on a node.
func (m *Model) healNext(node string) tea.Cmd {
	waiting := m.hands.queue[node]
	if len(waiting) == 0 {
		delete(m.hands.queue, node)
		return nil
	}
	m.hands.queue[node] = waiting[1:]
	if m.hands.quitting {
		return m.sendHeal(waiting[0]) // the line says what is being healed
	}
	return m.doHeal(waiting[0])
}

// ours is every fault of this session that is still open, or may be: what was asked for and no Frame
// shows yet, then what the newest Frame shows, newest first. Of faults that one heal undoes it has one.
func (m *Model) ours() []record.Fault {
	var out []record.Fault
	add := func(f record.Fault) {
		if f.Kind.Inverse() != "" && !slices.ContainsFunc(out, func(o record.Fault) bool { return o.HealedWith(f) }) {
			out = append(out, f)
		}
	}
	var asked []record.Fault
	for f := range m.hands.asked {
		asked = append(asked, f)
	}
	slices.SortFunc(asked, func(a, b record.Fault) int { return cmp.Compare(a.String(), b.String()) })
	for _, f := range asked {
		add(f)
	}
	for _, f := range slices.Backward(m.live.Faults) {
		if f.You {
			add(f.Fault)
		}
	}
	return out
}

// foreign is every open fault that somebody else made, newest first.
func (m *Model) foreign() []record.Fault {
	var out []record.Fault
	for _, f := range slices.Backward(m.live.Faults) {
		if !f.You && f.Kind.Inverse() != "" {
			out = append(out, f.Fault)
		}
	}
	return out
}

// healAll heals what was broken here, and offers to heal what somebody else broke.
func (m *Model) healAll() tea.Cmd {
	faults, others := m.ours(), m.foreign()
	if len(others) > 0 {
		m.ask = &question{others: others}
	}
	if len(faults) == 0 {
		if len(others) == 0 {
			m.say(plainly, "nothing to heal: nothing that was broken here is still broken")
		}
		return nil
	}
	m.say(plainly, "healing %s %s", names(faults), m.c.Theme.Ellipsis)
	return m.healEach(faults)
}

func (m *Model) healed(msg healedMsg) tea.Cmd {
	delete(m.hands.busy, msg.fault.Target)
	m.hands.healing--
	what := msg.fault.Kind.Inverse() + " " + msg.fault.Target
	if msg.err == nil {
		m.hands.drop(msg.fault, func(bool) bool { return true })
	}
	if !m.hands.quitting {
		m.report(msg.fault.Target, what, msg.err)
		return m.healNext(msg.fault.Target)
	}
	if msg.err != nil {
		m.unhealed = append(m.unhealed, msg.err)
	}
	return tea.Batch(m.healNext(msg.fault.Target), m.oneLess())
}
