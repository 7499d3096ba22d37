package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
)

// sifts reports whether the keys that filter mean HAProxy's rows now: in the nodes pane and on the stats page.
func (m *Model) sifts() bool {
	return m.page == pageStats || m.page == pageNone && m.focus == paneNodes
}

// sieveKey is the keys that say which of HAProxy's rows are shown.
func (m *Model) sieveKey(msg tea.KeyMsg) bool {
	if !m.sifts() {
		return false
	}
	switch {
	case m.c.Keys.Is(msg, keys.Filter):
		m.typeSieve()
		return true
	case m.c.Keys.Is(msg, keys.Bad):
		m.sieve.ToggleBad()
	case m.c.Keys.Is(msg, keys.Fold):
		m.sieve.FoldAll()
	case m.c.Keys.Is(msg, keys.Clear):
		if !m.sieve.Clear() {
			return false
		}
	case m.c.Keys.Is(msg, keys.Open):
		id, ok := m.nodes.folded()
		if m.page != pageNone || !ok {
			return false
		}
		m.sieve.Turn(id.Backend)
	default:
		return false
	}
	m.arrange()
	return true
}

func (m *Model) typeSieve() {
	set := func(m *Model, text string) {
		m.sieve.Set(text)
		m.arrange()
	}
	m.typing = &typedLine{
		label: "filter servers", text: []rune(m.sieve.Text),
		each: set,
		done: func(m *Model, text string) tea.Cmd { set(m, text); return nil },
		drop: func(m *Model) { set(m, "") },
	}
}
