package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
)

// meaningless says of a key that did nothing why that is so: silence looks like a screen that hangs.
func (m *Model) meaningless(msg tea.KeyMsg) {
	if a := m.c.Keys.Off(msg); a != keys.None {
		where := "here"
		switch {
		case m.o.Replay != nil:
			where = "in a recording"
		case slices.Contains(keys.World, a), slices.Contains(keys.Menu, a):
			where = "where one only watches"
		}
		m.say(plainly, "%s, %s: not %s", keys.Spell(msg), a.Name(), where)
		return
	}
	m.say(plainly, "%s means nothing here; %s lists the keys", keys.Spell(msg), m.c.Keys.Key(keys.Help))
}
