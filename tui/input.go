package tui

import (
	"unicode"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/palette"
)

// typedLine is a line being typed at the bottom of the screen.
type typedLine struct {
	label string
	wrong string // why what was typed is not used yet
	text  []rune
	done  func(m *Model, text string) tea.Cmd // on accept
	each  func(m *Model, text string)         // after every change; may be nil
	drop  func(m *Model)                      // on giving up; may be nil
	list  *palette.List                       // above the line; nil = none
}

// maxTyped bounds what one can type: a pasted page is not a filter.
const maxTyped = 200

func (m *Model) typedKey(msg tea.KeyMsg) tea.Cmd {
	t := m.typing
	switch {
	case m.c.Keys.Is(msg, keys.Accept):
		m.typing = nil
		return t.done(m, string(t.text))
	case m.c.Keys.Is(msg, keys.Clear), m.c.Keys.Is(msg, keys.Now):
		m.typing = nil
		if t.drop != nil {
			t.drop(m)
		}
		return nil
	case m.c.Keys.Is(msg, keys.Wipe):
		t.text = nil
	case m.c.Keys.Is(msg, keys.Erase):
		t.text = t.text[:max(len(t.text)-1, 0)]
	case t.list != nil && m.listKey(t, msg):
		return nil
	case msg.Type == tea.KeyRunes, msg.Type == tea.KeySpace:
		t.add(msg.Runes)
	default:
		return nil
	}
	if t.each != nil {
		t.each(m, string(t.text))
	}
	return nil
}

func (t *typedLine) add(runes []rune) {
	for _, r := range runes {
		if len(t.text) < maxTyped && unicode.IsPrint(r) {
			t.text = append(t.text, r)
		}
	}
}
