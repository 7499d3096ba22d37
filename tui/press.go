package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident/consequence"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

// pressed handles input that arrived at once: one key, or several that were pressed faster than
// they are read, as over a slow line. Pasted input is text, never an order.
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

// key does the action of a key at the moment.
func (m *Model) key(msg tea.KeyMsg) tea.Cmd {
	if a := m.c.Keys.Action(msg, m.takes()); a != keys.None {
		return m.do(a)
	}
	m.unbound(msg)
	return nil
}

// unboundKey says why a key does nothing: a silent screen seems to hang.
func unboundKey(c *ui.Context, msg tea.KeyMsg) string {
	k := c.Keys
	if a := k.Off(msg); a != keys.None {
		where, world := "here", slices.Contains(keys.World, a) || slices.Contains(keys.Menu, a)
		switch {
		case k.On(keys.Play):
			where = "in a recording"
		case world && c.Frame.Topology.NoDocker:
			return notOffered(c, a)
		case world:
			where = "with --read-only"
		}
		return fmt.Sprintf("%s, %s: not available %s", keys.Spell(msg), a.Name(), where)
	}
	return fmt.Sprintf("%s is not bound here; %s lists the keys", keys.Spell(msg), k.Key(keys.Help))
}

// notOffered says why nothing is changed by a key where there is no Docker.
func notOffered(c *ui.Context, a keys.Action) string {
	kind := keys.Fault(a)
	if a == keys.Load || a == keys.More || a == keys.Less {
		return wording.LoadNeedsDocker.Of().String()
	}
	if why := consequence.NotOffered(c.Live, kind, a.Name()); !why.IsZero() && (c.Hands || kind.AtBalancer()) {
		return why.String()
	}
	return ui.WatchingOnly
}
