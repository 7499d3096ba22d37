package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/asked"
	"hadash/tui/keys"
)

func (m *Model) doHeal(f record.Fault) tea.Cmd {
	m.say(plainly, "%s %s", f.Undoing(), m.c.Theme.Ellipsis)
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

// healLater queues the heal of the fault that is in flight on a node; false when there is none.
func (m *Model) healLater(node string) bool {
	f, ok := m.asked.Flying(node)
	switch {
	case !ok:
		return false
	case m.asked.Later(f):
		m.say(plainly, "%s: after the %s", f.Undoing(), f.Verb())
	default:
		m.say(badly, "%s already waits for the %s to end", f.Undoing(), f.Verb())
	}
	return true
}

// healNext starts the queued heal of a node.
func (m *Model) healNext(node string) tea.Cmd {
	f, ok := m.asked.Next(node)
	switch {
	case !ok:
		return nil
	case m.asked.Quitting(): // the line already says what is being healed
		m.asked.Heal(f)
		return m.o.heal(f)
	}
	return m.doHeal(f)
}

// healAll heals the faults made here, and offers to heal those of others.
func (m *Model) healAll() tea.Cmd {
	faults, others := m.asked.Ours(&m.live), asked.Foreign(&m.live)
	if len(others) > 0 {
		m.ask = &question{others: others, hadash: asked.Another(&m.live)}
	}
	if len(faults) == 0 {
		if len(others) == 0 {
			m.say(plainly, "nothing to heal: no fault made here is open")
		}
		return nil
	}
	m.say(plainly, "healing %s %s", names(faults), m.c.Theme.Ellipsis)
	return m.healEach(faults)
}

func (m *Model) healed(msg healedMsg) tea.Cmd {
	f := msg.fault
	m.asked.Healed(f, msg.err)
	m.report(f.Target, f.Undoing(), msg.err)
	return m.goOn(f.Target, m.asked.Quitting())
}

// goOn starts the queued heal of a node. The last answer that quitting waits for ends the screen.
func (m *Model) goOn(node string, answer bool) tea.Cmd {
	next := m.healNext(node)
	if answer && m.asked.Answered() {
		return tea.Batch(next, tea.Quit)
	}
	return next
}

// quit heals the faults made here, says so, and ends when every answer is in. A fault that is just
// being injected is waited for, then healed.
func (m *Model) quit() tea.Cmd {
	if m.o.Hands == nil {
		return tea.Quit
	}
	ours, now := m.asked.Quit(&m.live)
	if !m.asked.Quitting() {
		return tea.Quit
	}
	m.ask, m.typing, m.help.Open = nil, nil, false
	m.leavePage()
	if len(ours) == 0 {
		m.say(plainly, "waiting for a restart to end %s   %s quits now", m.c.Theme.Ellipsis, m.c.Keys.Key(keys.Now))
	} else {
		m.say(plainly, "healing %s %s   %s quits now", names(ours), m.c.Theme.Ellipsis, m.c.Keys.Key(keys.Now))
	}
	return m.healNow(now)
}

// heals says what healing faults does, in the words of its keys: "start mysql-slave2, unpause app1".
func heals(faults []record.Fault) string {
	parts := make([]string, len(faults))
	for i, f := range faults {
		parts[i] = f.Undoing()
	}
	return strings.Join(parts, ", ")
}

// healTitle asks whether to heal the faults of others: yes must read as the action, not as the fault.
func healTitle(others []record.Fault, hadash bool) string {
	who := "somebody else"
	if hadash {
		who = "another hadash"
	}
	if len(others) == 1 {
		return heals(others) + ", " + others[0].Now() + " by " + who + "?"
	}
	return heals(others) + ", all broken by " + who + "?"
}

func names(faults []record.Fault) string {
	var b strings.Builder
	for i, f := range faults {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(f.String())
	}
	return b.String()
}
