package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/asked"
)

func (m *Model) doHeal(f record.Fault) tea.Cmd {
	m.say(plainly, "%s %s %s", f.Kind.Inverse(), f.Target, m.c.Theme.Ellipsis)
	m.asked.Heal(f)
	return m.o.heal(f)
}

// healEach undoes faults, each node's one after the other.
func (m *Model) healEach(faults []record.Fault) tea.Cmd { return m.healNow(m.asked.HealEach(faults)) }

func (m *Model) healNow(faults []record.Fault) tea.Cmd {
	var cmds []tea.Cmd
	for _, f := range faults {
		cmds = append(cmds, m.o.heal(f))
	}
	return tea.Batch(cmds...)
}

// healLater has what a node is just being broken with healed as soon as that is done; false when nothing breaks it now.
func (m *Model) healLater(node string) bool {
	f, ok := m.asked.Flying(node)
	switch {
	case !ok:
		return false
	case m.asked.Later(f):
		m.say(plainly, "%s %s: after the %s", f.Kind.Inverse(), node, f.Kind)
	default:
		m.say(badly, "%s %s waits already for the %s to end", f.Kind.Inverse(), node, f.Kind)
	}
	return true
}

// healNext heals what waits for its turn on a node.
func (m *Model) healNext(node string) tea.Cmd {
	f, ok := m.asked.Next(node)
	switch {
	case !ok:
		return nil
	case m.asked.Quitting(): // the line says what is being healed
		m.asked.Heal(f)
		return m.o.heal(f)
	}
	return m.doHeal(f)
}

// healAll heals what was broken here, and offers to heal what somebody else broke.
func (m *Model) healAll() tea.Cmd {
	faults, others := m.asked.Ours(&m.live), asked.Foreign(&m.live)
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
	f := msg.fault
	m.asked.Healed(f, msg.err)
	m.report(f.Target, f.Kind.Inverse()+" "+f.Target, msg.err)
	if m.asked.Quitting() {
		return tea.Batch(m.healNext(f.Target), m.oneLess())
	}
	return m.healNext(f.Target)
}
