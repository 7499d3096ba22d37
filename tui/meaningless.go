package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"
)

// meaningless says of a key that did nothing why that is so: silence looks like a screen that hangs.
func (m *Model) meaningless(msg tea.KeyMsg) {
	names := spelled([]string{msg.String()})
	if len(names) == 0 {
		return // no key of a keyboard: the palette's own way to an action
	}
	for _, a := range m.keys.actions() {
		if a.b.Enabled() || !slices.Contains(a.b.Keys(), msg.String()) {
			continue
		}
		where := "here"
		switch k := &m.keys; {
		case m.o.Replay != nil:
			where = "in a recording"
		case slices.Contains(append(k.ofWorld(), k.ofMenu()...), a.b):
			where = "where one only watches"
		}
		m.say(plainly, "%s, %s: not %s", names[0], a.name, where)
		return
	}
	m.say(plainly, "%s means nothing here; %s lists the keys", names[0], m.keys.Help.Help().Key)
}
