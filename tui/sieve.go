package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
)

// sieveKey is the keys that say which of HAProxy's rows the nodes pane shows.
func (m *Model) sieveKey(msg tea.KeyMsg) (tea.Cmd, bool) {
	if m.page != pageNone || m.focus != paneNodes {
		return nil, false
	}
	if a := m.c.Keys.Which(msg, m.sieve.Takes()...); a != keys.None {
		return m.perform(m.sieve.Do(a)), true
	}
	id, ok := m.nodes.folded()
	if !ok || !m.c.Keys.Is(msg, keys.Open) {
		return nil, false
	}
	m.sieve.Turn(id.Backend)
	m.arrange()
	return nil, true
}
