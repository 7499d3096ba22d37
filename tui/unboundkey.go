package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
)

// unboundKey says why a key does nothing: silence looks like a screen that hangs.
func unboundKey(k *keys.Map, replay bool, msg tea.KeyMsg) string {
	if a := k.Off(msg); a != keys.None {
		where := "here"
		switch {
		case replay:
			where = "in a recording"
		case slices.Contains(keys.World, a), slices.Contains(keys.Menu, a):
			where = "where one only watches"
		}
		return fmt.Sprintf("%s, %s: not %s", keys.Spell(msg), a.Name(), where)
	}
	return fmt.Sprintf("%s means nothing here; %s lists the keys", keys.Spell(msg), k.Key(keys.Help))
}
