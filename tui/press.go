package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/keys"
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
		if m.c.Keys.Is(msg, keys.Now) {
			return tea.Quit
		}
		return nil
	case m.c.Keys.Is(msg, keys.Suspend):
		return tea.Suspend
	case m.ask != nil:
		return m.answer(msg)
	case m.typing != nil:
		return m.typedKey(msg)
	case m.helping:
		return m.helpKey(msg)
	}
	m.said = remark{}
	if !m.modal() && m.replayKey(msg) {
		return nil
	}
	if cmd, ok := m.pageKey(msg); ok {
		return cmd
	}
	if cmd, ok := m.paneTakes(msg); ok {
		return cmd
	}
	return m.everywhere(msg)
}

// everywhere does what a key means that no pane takes.
func (m *Model) everywhere(msg tea.KeyMsg) tea.Cmd {
	if cmd, ok := m.sieveKey(msg); ok {
		return cmd
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
	for _, kind := range record.FaultKinds {
		if a := keys.Breaks(kind); a == keys.None || !m.c.Keys.Is(msg, a) {
			continue
		}
		switch kind {
		case record.Pause, record.Cut, record.Slow, record.SetMaint, record.SetDrain:
			return m.toggle(kind), true
		}
		return m.breakChosen(kind), true
	}
	switch {
	case m.c.Keys.Is(msg, keys.Start):
		return m.startChosen(), true
	case m.c.Keys.Is(msg, keys.HealAll):
		return m.healAll(), true
	case m.c.Keys.Is(msg, keys.Load):
		return m.toggleLoad(), true
	case m.c.Keys.Is(msg, keys.More):
		return m.changeLoad(+5), true
	case m.c.Keys.Is(msg, keys.Less):
		return m.changeLoad(-5), true
	}
	return nil, false
}

// screenKey is the keys that change what is shown, or end it.
func (m *Model) screenKey(msg tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case m.c.Keys.Is(msg, keys.Quit):
		return m.quit(), true
	case m.c.Keys.Is(msg, keys.Help):
		m.helping, m.manual = true, helpPage{}
	case m.c.Keys.Is(msg, keys.Palette):
		m.openPalette()
	case m.c.Keys.Is(msg, keys.Trouble):
		m.toTrouble()
	case m.c.Keys.Is(msg, keys.Open):
		m.openNode()
	case m.opens(msg) != pageNone:
		m.openPage(m.opens(msg))
	case m.c.Keys.Is(msg, keys.Theme):
		m.nextTheme()
	case m.c.Keys.Is(msg, keys.Mouse):
		return m.turnMouse(), true
	case m.c.Keys.Is(msg, keys.Freeze):
		m.freeze()
	case m.c.Keys.Is(msg, keys.Export):
		m.say(plainly, "exporting %s", m.c.Theme.Ellipsis)
		return m.export(), true
	case m.c.Keys.Is(msg, keys.Record):
		return m.record(), true
	case m.c.Keys.Is(msg, keys.Note):
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

// do does an action, as its key would.
func (m *Model) do(a keys.Action) tea.Cmd { return m.key(keys.Press(a)) }
