package tui

import (
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// in is the Context of a pane that has the area r.
func (m *Model) in(r paint.Rect) *ui.Context {
	m.c.Area, m.c.Chosen, m.c.Around = r, ui.NodeID{}, m.logs.IsAround()
	if id, ok := m.nodes.Chosen(); ok {
		m.c.Chosen = id
	}
	return &m.c
}

// draw draws a pane of the overview, where it is seen.
func (m *Model) draw(p pane) {
	if !m.seen(p) {
		return
	}
	c := m.in(m.area(p))
	c.Focused, c.Behind = m.focus == p, m.behind(&m.c, p)
	m.panes[p].Draw(c, c.Area)
	m.c.Screen.CloseBox(m.c.Theme, c.Area, c.Focused)
}

// modal reports whether the page takes the keys for itself.
func (m *Model) modal() bool {
	if m.page == pageNone {
		return false
	}
	p, ok := m.views[m.page].(ui.Modal)
	return ok && p.Modal()
}

// whole is the whole screen.
func (m *Model) whole() paint.Rect { return paint.Area(0, 0, m.w, m.h) }
