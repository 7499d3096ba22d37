package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/help"
	"hadash/tui/keys"
	"hadash/tui/ui"
)

// act does an action that no pane has taken.
func (m *Model) act(a keys.Action) tea.Cmd {
	if keys.OnNode(a) {
		id, ok := m.subject()
		if !ok {
			m.say(badly, "%s", m.unchosen())
			return nil
		}
		return m.actOn(a, id)
	}
	if pageOf[a] != pageNone {
		m.openPage(pageOf[a])
		return nil
	}
	if m.o.Replay != nil && playerDo(m.o.Replay, a) {
		return nil
	}
	for _, do := range []func(keys.Action) (tea.Cmd, bool){m.labDo, m.logsDo, m.screenDo, m.focusDo} {
		if cmd, ok := do(a); ok {
			return cmd
		}
	}
	return nil
}

// actOn does an action to a node.
func (m *Model) actOn(a keys.Action, id ui.NodeID) tea.Cmd {
	switch a {
	case keys.Open:
		m.openNode(id)
	case keys.Only:
		m.only(id)
	case keys.Start:
		return m.start(id)
	default:
		return m.toggle(keys.Fault(a), id)
	}
	return nil
}

// labDo does an action that changes the lab as a whole.
func (m *Model) labDo(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.HealAll:
		return m.healAll(), true
	case keys.Load:
		return m.toggleLoad(), true
	case keys.More:
		return m.changeLoad(+5), true
	case keys.Less:
		return m.changeLoad(-5), true
	}
	return nil, false
}

// screenDo does an action that changes the screen, or ends it.
func (m *Model) screenDo(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Quit:
		return m.quit(), true
	case keys.Close:
		m.leavePage()
	case keys.Help:
		m.help = help.Page{Open: true}
	case keys.Palette:
		m.openPalette()
	case keys.Trouble:
		m.leavePage()
		m.setFocus(paneNodes)
		return m.perform(m.nodes.NextTrouble(m.in(m.layout.nodes))), true
	case keys.Theme:
		m.nextTheme()
	case keys.Mouse:
		return m.turnMouse(), true
	case keys.Freeze:
		m.freeze()
	case keys.Export:
		if m.bar.Partial {
			m.say(badly, "not exported: a first look; try again when reading is done")
			break
		}
		m.say(plainly, "exporting %s", m.c.Theme.Ellipsis)
		return m.o.export(m.live), true
	case keys.Record:
		return m.o.recordOn(), true
	case keys.Note:
		m.typeNote()
	default:
		return nil, false
	}
	return nil, true
}

// focusDo moves the focus, or scrolls the logs sideways, which are on every overview.
func (m *Model) focusDo(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Next:
		m.setFocus((m.focus + 1) % paneCount)
	case keys.Prev:
		m.setFocus((m.focus + paneCount - 1) % paneCount)
	case keys.Left, keys.Right:
		return m.perform(m.logs.Do(m.in(m.layout.logs), a)), true
	case keys.NodesPane, keys.TimelinePane, keys.CostPane, keys.LogsPane:
		m.setFocus(pane(a - keys.NodesPane))
	default:
		return nil, false
	}
	return nil, true
}

func (m *Model) typeNote() {
	m.typing = &typedLine{label: "note", done: func(m *Model, text string) tea.Cmd {
		if text == "" {
			return nil
		}
		return m.o.note(text)
	}}
}
