package tui

import (
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// renderUnknown fills the nodes' place while no node is known: what cannot be reached.
func (m *Model) renderUnknown(r paint.Rect) {
	y := r.Y
	line := func(st paint.Style, text string) {
		if y >= r.Y+r.H {
			return
		}
		p := m.c.Screen.At(m.c.Theme, y, r)
		p.Space(1)
		p.Put(st, text)
		y++
	}
	silent := m.c.Silences()
	if len(silent) == 0 {
		line(m.c.Theme.Faint, "nothing is known yet: no service of this project has a hadash.role label")
		return
	}
	line(m.c.Theme.Text, "nothing can be reached; hadash keeps asking")
	for _, s := range silent {
		line(m.c.Theme.Faint, "  "+ui.SourceName(s)+": "+m.c.Staleness(s))
	}
}
