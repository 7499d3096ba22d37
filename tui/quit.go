package tui

import (
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

// oneLess ends the screen with the last of the answers that quitting waits for.
func (m *Model) oneLess() tea.Cmd {
	if m.asked.Answered() {
		return tea.Quit
	}
	return nil
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
