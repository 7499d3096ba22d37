package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/paint"
)

// pressed takes in what the terminal sent at once: one key, or several when they are pressed faster than
// they are read, as over a slow line. What is pasted is text, and never an order.
func (m *Model) pressed(msg tea.KeyMsg) tea.Cmd {
	m.mouse.last = paint.Link{} // a key between two clicks makes them two
	switch {
	case msg.Paste && m.typing == nil && m.ask == nil:
		return nil
	case msg.Type == tea.KeyEsc && msg.Alt: // two of them, one right after the other
		one := tea.KeyMsg{Type: tea.KeyEsc}
		return tea.Batch(m.key(one), m.key(one))
	case msg.Paste, msg.Type != tea.KeyRunes, len(msg.Runes) < 2:
		return m.key(msg)
	}
	var cmds []tea.Cmd
	for _, r := range msg.Runes {
		one := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt}
		if r == ' ' {
			one.Type = tea.KeySpace
		}
		cmds = append(cmds, m.key(one))
	}
	return tea.Batch(cmds...)
}

// key decides what a key means now: to a quitting screen, a question, a line being typed, the
// help page, or the panels.
func (m *Model) key(msg tea.KeyMsg) tea.Cmd {
	switch {
	case m.hands.quitting:
		if key.Matches(msg, m.keys.Now) {
			return tea.Quit
		}
		return nil
	case key.Matches(msg, m.keys.Suspend):
		return tea.Suspend
	case m.ask != nil:
		return m.answer(msg)
	case m.typing != nil:
		return m.typedKey(msg)
	case m.helping:
		return m.helpKey(msg)
	}
	m.said = remark{}
	if !m.choosing() && m.replayKey(msg) {
		return nil
	}
	if cmd, ok := m.pageKey(msg); ok {
		return cmd
	}
	if m.sieveKey(msg) {
		return nil
	}
	if cmd, ok := m.actKey(msg); ok {
		return cmd
	}
	if cmd, ok := m.logsKey(msg); ok {
		return cmd
	}
	if cmd, ok := m.screenKey(msg); ok {
		return cmd
	}
	if m.page != pageNone || !m.moveKey(msg) {
		m.meaningless(msg)
	}
	return nil
}

// actKey is the keys that change the world.
func (m *Model) actKey(msg tea.KeyMsg) (tea.Cmd, bool) {
	k := &m.keys
	for _, kind := range record.FaultKinds {
		if !key.Matches(msg, k.breaks(kind)) {
			continue
		}
		switch kind {
		case record.Pause, record.Cut, record.Slow, record.SetMaint, record.SetDrain:
			return m.toggle(kind), true
		}
		return m.breakChosen(kind), true
	}
	switch {
	case key.Matches(msg, k.Start):
		return m.startChosen(), true
	case key.Matches(msg, k.HealAll):
		return m.healAll(), true
	case key.Matches(msg, k.Load):
		return m.toggleLoad(), true
	case key.Matches(msg, k.More):
		return m.changeLoad(+5), true
	case key.Matches(msg, k.Less):
		return m.changeLoad(-5), true
	}
	return nil, false
}

// screenKey is the keys that change what is shown, or end it.
func (m *Model) screenKey(msg tea.KeyMsg) (tea.Cmd, bool) {
	k := &m.keys
	switch {
	case key.Matches(msg, k.Quit):
		return m.quit(), true
	case key.Matches(msg, k.Help):
		m.helping, m.manual = true, helpPage{}
	case key.Matches(msg, k.Palette):
		m.openPalette()
	case key.Matches(msg, k.Trouble):
		m.toTrouble()
	case key.Matches(msg, k.Open) && m.page == pageNone && m.focus == paneTimeline:
		m.lookAround()
	case key.Matches(msg, k.Open):
		m.openNode()
	case m.opens(msg) != pageNone:
		m.openPage(m.opens(msg))
	case key.Matches(msg, k.Theme):
		m.nextTheme()
	case key.Matches(msg, k.Mouse):
		return m.turnMouse(), true
	case key.Matches(msg, k.Freeze):
		m.freeze()
	case key.Matches(msg, k.Export):
		m.say(plainly, "exporting %s", m.th.Ellipsis)
		return m.export(), true
	case key.Matches(msg, k.Record):
		return m.record(), true
	case key.Matches(msg, k.Note):
		m.typeNote()
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
		return m.note(text)
	}}
}
