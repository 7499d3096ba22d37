package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/logs"
	"hadash/tui/ui"
)

// logsDo searches, filters and writes the logs. It works the same on every page and in every pane.
func (m *Model) logsDo(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Around:
		m.lookAround()
		return nil, true
	case keys.WriteLogs:
		return m.o.writeLogs(m.live.At, m.logs.Copy()), true
	case keys.Clear:
		if len(m.alerts.List) > 0 {
			m.alerts.List = nil
			return nil, true
		}
		if s := m.c.Back(); s != nil {
			m.c.Read = s.ID
			return nil, true
		}
	case keys.Filter, keys.Keep:
		m.toLogs()
	case keys.Least, keys.All, keys.Follow:
	default:
		return nil, false
	}
	return m.perform(m.logs.Do(m.in(m.layout.logs), a)), true
}

func (m *Model) toLogs() {
	m.leavePage()
	m.setFocus(paneLogs)
}

// only keeps the lines that concern a node, if the logs are visible.
func (m *Model) only(id ui.NodeID) {
	if m.page != pageNone || !m.layout.apart[paneLogs] {
		m.toLogs()
	}
	m.perform(m.logs.OnlyOf(&m.c, id))
}

// lookAround shows the lines from around the time of the chosen event.
func (m *Model) lookAround() {
	e := m.timeline.Chosen(&m.frame)
	if e == nil {
		m.say(badly, "nothing has happened yet")
		return
	}
	m.leavePage()
	if !m.layout.apart[paneLogs] {
		m.setFocus(paneLogs)
	}
	m.perform(m.logs.GoTo(&m.c, e))
}

// concern tells the logs the node of the open page.
func (m *Model) concern() {
	if m.page != pageNode {
		m.logs.Concern(nil)
		return
	}
	if id, ok := m.node.Node(&m.c); ok {
		m.logs.Concern(logs.NamesAt(&m.frame, id))
	}
}
