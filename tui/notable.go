package tui

import (
	"hadash/tui/logs"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// notable is the notable lines that concern the node whose page is open.
type notable struct {
	panel *logs.Panel
	view  logs.View
}

// Concerning implements node.Log.
func (l *notable) Concerning() int { return l.panel.Concerning() }

// DrawConcerning implements node.Log.
func (l *notable) DrawConcerning(c *ui.Context, p *paint.Pen, nth int) {
	l.view.Screen, l.view.Theme, l.view.Zone = c.Screen, c.Theme, c.Zone
	l.panel.DrawConcerning(&l.view, p, nth)
}

// concern tells the logs which node's lines are wanted: that of the page that is open.
func (m *Model) concern() {
	if m.page != pageNode {
		m.logs.Concern(nil)
		return
	}
	if id, ok := m.node.Node(&m.c); ok {
		m.logs.Concern(m.who(id))
	}
}
