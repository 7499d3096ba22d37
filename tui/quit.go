package tui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/keys"
)

// quit heals what was broken here, says so, and ends when every answer is in. A fault that is just
// being injected is waited for, then healed.
func (m *Model) quit() tea.Cmd {
	if m.o.Hands == nil {
		return tea.Quit
	}
	faults := m.ours()
	clear(m.hands.queue) // what waits to be healed is among them, if it is ours
	m.hands.left = len(faults) + m.restarting() + m.hands.healing
	settled := slices.DeleteFunc(slices.Clone(faults), func(f record.Fault) bool { return m.hands.asked[f] })
	cmd := m.healEach(settled)
	if m.hands.left == 0 {
		return tea.Quit
	}
	m.hands.quitting, m.ask, m.typing, m.helping = true, nil, nil, false
	m.leavePage()
	if len(faults) == 0 {
		m.say(plainly, "waiting for a restart to end %s   %s quits now", m.c.Theme.Ellipsis, m.c.Keys.Key(keys.Now))
	} else {
		m.say(plainly, "healing %s %s   %s quits now", names(faults), m.c.Theme.Ellipsis, m.c.Keys.Key(keys.Now))
	}
	return cmd
}

// restarting counts the restarts in flight: cut short they would leave a node stopped.
func (m *Model) restarting() int {
	n := 0
	for f, flying := range m.hands.asked {
		if flying && f.Kind.Inverse() == "" {
			n++
		}
	}
	return n
}

func (m *Model) oneLess() tea.Cmd {
	m.hands.left--
	if m.hands.left > 0 {
		return nil
	}
	return tea.Quit
}

// heals says what healing faults does, in the words of its keys: "start mysql-slave2, unpause app1".
func heals(faults []record.Fault) string {
	parts := make([]string, len(faults))
	for i, f := range faults {
		parts[i] = f.Kind.Inverse() + " " + f.Target
	}
	return strings.Join(parts, ", ")
}

// healTitle asks whether to heal what somebody else broke: yes must read as what it does, not as the fault.
func healTitle(others []record.Fault) string {
	if len(others) == 1 {
		return heals(others) + ", " + others[0].Now() + " by somebody else?"
	}
	return heals(others) + ", all broken by somebody else?"
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
