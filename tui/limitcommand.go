package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/asked"
	"hadash/tui/palette"
)

// limitName is the command that arms a limit.
const limitName = "abort-when"

// canLimit reports whether a limit can be set here.
func (m *Model) canLimit() bool { return m.o.Hands != nil && m.o.Limit != nil }

// limitCommand is the command that sets the limit, and says which one is armed.
func (m *Model) limitCommand() []palette.Item {
	if !m.canLimit() {
		return nil
	}
	does := "heals all that was broken here when it is so, as visible > 20"
	if l := m.asked.Limit.Limit; l != nil {
		does = "now: " + l.String() + "; another one, or off"
	}
	return []palette.Item{{Text: limitName, Does: does, Takes: "[CONDITION]", Also: "limit guard stop harm", Run: func() tea.Cmd {
		m.typing = &typedLine{label: limitName, done: func(m *Model, text string) tea.Cmd { return m.setLimit(text) }}
		return nil
	}}}
}

// limitSet is the command with its condition.
func (m *Model) limitSet(text string) []palette.Item {
	item := palette.Item{Text: limitName + " " + text, Does: "heals all that was broken here when it is so", Run: func() tea.Cmd { return m.setLimit(text) }}
	if _, err := m.readLimit(text); err != nil {
		item.Why = err.Error()
	}
	if strings.EqualFold(text, "off") {
		item.Does = "no limit"
	}
	return []palette.Item{item}
}

// readLimit reads a limit whose names are all in the stack; "off" is none.
func (m *Model) readLimit(text string) (asked.Limit, error) {
	if strings.EqualFold(text, "off") {
		return nil, nil
	}
	l, err := m.o.Limit(text)
	if err == nil && len(m.live.Topology.Nodes) > 0 {
		err = l.Check(&m.live.Topology)
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// setLimit arms another limit, or none.
func (m *Model) setLimit(text string) tea.Cmd {
	l, err := m.readLimit(strings.TrimSpace(text))
	switch {
	case err != nil:
		m.say(badly, "%s: %v", limitName, err)
		return nil
	case l == nil:
		m.arm(nil)
		m.say(plainly, "%s: off", limitName)
		return nil
	}
	m.arm(l)
	m.say(plainly, "armed: everything that was broken here is healed when %s%s", l, m.unguarded())
	return nil
}
