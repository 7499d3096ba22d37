package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// in is the Context of a pane that has the area r.
func (m *Model) in(r paint.Rect) *ui.Context {
	m.c.Area, m.c.Chosen, m.c.Around = r, ui.NodeID{}, m.logs.IsAround()
	if id, ok := m.nodes.chosen(); ok {
		m.c.Chosen = id
	}
	return &m.c
}

// area is where a pane of the overview stands.
func (m *Model) area(p pane) paint.Rect {
	l := &m.layout
	return [paneCount]paint.Rect{paneNodes: l.nodes, paneTimeline: l.timeline, paneCost: l.cost, paneLogs: l.logs}[p]
}

// draw draws a pane of the overview, where it is seen.
func (m *Model) draw(p pane) {
	if !m.seen(p) {
		return
	}
	c := m.in(m.area(p))
	c.Focused, c.Behind = m.focus == p, m.behind(p)
	m.panes[p].Draw(c, c.Area)
	c.Screen.CloseBox(c.Theme, c.Area, c.Focused)
}

// paneTakes gives a key to the pane of the overview that has the focus; false when the key means nothing there.
func (m *Model) paneTakes(msg tea.KeyMsg) (tea.Cmd, bool) {
	p := m.panes[m.focus]
	if m.page != pageNone || p == nil || m.aim != nil { // a command that names a node is not about what the pane shows
		return nil, false
	}
	a := m.c.Keys.Which(msg, p.Takes()...)
	if a == keys.None {
		return nil, false
	}
	return m.perform(p.Do(m.in(m.area(m.focus)), a)), true
}

// modal reports whether the page takes the keys for itself.
func (m *Model) modal() bool {
	v, _ := m.views[m.page].(paneView)
	p, ok := v.Pane.(ui.Modal)
	return ok && p.Modal()
}

// paneView is a ui.Pane as a view.
type paneView struct {
	ui.Pane
	m *Model
}

func (v paneView) render(m *Model, r paint.Rect) { v.Draw(m.in(r), r) }

func (v paneView) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	a := m.c.Keys.Which(msg, v.Takes()...)
	switch {
	case a != keys.None:
		return m.perform(v.Do(m.in(m.layout.page), a)), true
	case m.c.Keys.Is(msg, keys.Close):
		m.leavePage()
		return nil, true
	}
	return nil, m.modal() && !m.c.Keys.Is(msg, keys.Now)
}

func (v paneView) help(*keys.Map) []keys.Line         { return v.Help(v.m.in(v.m.layout.page)) }
func (v paneView) subject(m *Model) (ui.NodeID, bool) { return v.Node(m.in(m.layout.page)) }

func (v paneView) pickRow(m *Model, row int, again bool) tea.Cmd {
	if p, ok := v.Pane.(ui.Clickable); ok {
		return m.perform(p.Click(m.in(m.layout.page), paint.Link{List: paint.PageRows, Row: int64(row)}, again))
	}
	return nil
}
