package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// takes lists the actions that are available at the moment; of those with the same key, the first one wins.
func (m *Model) takes() []keys.Action {
	switch {
	case m.asked.Quitting():
		return []keys.Action{keys.Now}
	case m.ask != nil && m.ask.last:
		return keys.TypedLine
	case m.ask != nil:
		return append([]keys.Action{keys.Suspend}, keys.Question...)
	case m.typing != nil && m.typing.list != nil:
		return keys.TypedList
	case m.typing != nil:
		return keys.TypedLine
	case m.help.Open:
		return keys.HelpPage
	}
	p, _ := m.pane()
	if m.modal() {
		return slices.Concat(p.Takes(), []keys.Action{keys.Close, keys.Quit, keys.Suspend})
	}
	out := []keys.Action{keys.Suspend}
	if m.o.Replay != nil {
		out = append(out, keys.Replay...)
	}
	out = append(out, p.Takes()...)
	if m.page != pageNone {
		out = append(out, keys.Close)
	}
	out = slices.Concat(out, keys.World, keys.Logs, keys.Screen)
	if m.page == pageNone {
		out = slices.Concat(out, keys.Focus, keys.Panes)
	}
	return out
}

// pane is the open page, or the focused pane of the overview, and its area.
func (m *Model) pane() (ui.Pane, paint.Rect) {
	if m.page != pageNone {
		return m.views[m.page], m.layout.page
	}
	return m.panes[m.focus], m.area(m.focus)
}

// do does an action, as if one of its keys were pressed. An unavailable action does nothing.
func (m *Model) do(a keys.Action) tea.Cmd {
	if !m.c.Keys.On(a) || !slices.Contains(m.takes(), a) {
		return nil
	}
	switch {
	case m.asked.Quitting():
		return tea.Quit
	case a == keys.Suspend:
		return tea.Suspend
	case m.ask != nil && m.ask.last:
		return m.answerByName(a)
	case m.ask != nil:
		return m.answer(a)
	case m.typing != nil:
		return m.edit(a)
	case m.help.Open:
		return m.perform(m.help.Do(m.in(m.whole()), a))
	}
	m.said = remark{}
	if p, r := m.pane(); slices.Contains(p.Takes(), a) {
		return m.perform(p.Do(m.in(r), a))
	}
	return m.act(a)
}

// unbound handles a key without an action: it is typed text, closes the help page, or is
// reported as not bound.
func (m *Model) unbound(msg tea.KeyMsg) {
	switch {
	case m.asked.Quitting():
	case m.ask != nil && m.ask.last:
		if msg.Type == tea.KeyRunes {
			m.ask.typed.add(msg.Runes)
		}
	case m.ask != nil:
	case m.typing != nil:
		if msg.Type == tea.KeyRunes || msg.Type == tea.KeySpace {
			m.typing.add(msg.Runes)
			m.edited()
		}
	case m.help.Open:
		m.help.Open = false
	default:
		m.said = remark{}
		if !m.modal() {
			m.say(plainly, "%s", unboundKey(&m.c, msg))
		}
	}
}
