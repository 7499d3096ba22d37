package tui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/tui/asked"
	"hadash/tui/commands"
)

// guardHarm heals every fault made here as soon as the limit is reached. It asks no question, closes one
// that would break more, and leaves the faults of others alone.
func (m *Model) guardHarm() tea.Cmd {
	if m.o.Hands == nil || m.asked.Quitting() {
		return nil
	}
	faults, g := m.asked.Ours(&m.live), &m.asked.Limit
	if !g.See(&m.live, len(faults) > 0) {
		return nil
	}
	if m.ask != nil && m.ask.others == nil {
		m.ask = nil
	}
	if m.o.Aborted != nil {
		m.o.Aborted(g.Limit.String(), g.Saw())
	}
	m.say(badly, "aborted: %s; healing %s %s", g.Saw(), names(faults), m.c.Theme.Ellipsis)
	return m.healEach(faults)
}

// overLimit says why no fault is allowed now, "" when one is: the limit was reached, and not everything is healed.
func overLimit(g *asked.Guard) string {
	if !g.Fired() {
		return ""
	}
	return fmt.Sprintf("aborted: %s; no new fault until everything is healed", g.Saw())
}

// unguarded warns that an armed limit cannot be judged, "" when it can.
func unguarded(g *asked.Guard) string {
	if g.Unknown() {
		return fmt.Sprintf("   abort when %s protects nothing now: %s", g.Limit, g.Saw())
	}
	return ""
}

// readLimit reads a limit and checks its names; "off" is none.
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
func (m *Model) setLimit(text string) {
	var live *incident.Frame
	if m.any {
		live = &m.live
	}
	l, err := m.readLimit(strings.TrimSpace(text))
	switch {
	case err != nil:
		m.say(badly, "%s: %v", commands.LimitName, err)
	case l == nil:
		m.asked.Limit.Arm(nil, nil)
		m.say(plainly, "%s: off", commands.LimitName)
	default:
		m.asked.Limit.Arm(l, live)
		m.say(plainly, "armed: everything that was broken here is healed when %s%s", l, unguarded(&m.asked.Limit))
	}
}
