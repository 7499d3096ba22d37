package tui

import (
	"hadash/tui/keys"
	"hadash/tui/logs"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// nodeLog is the newest lines that concern the node, in so many rows at most, explained as in the pane of the logs.
func (m *Model) nodeLog(rows int) ui.Section {
	have := m.logs.Concerning()
	if have == 0 {
		return ui.Section{Title: []paint.TitlePart{paint.NewPart("no notable log line about it yet", m.c.Theme.Faint)}}
	}
	rows = min(rows, have)
	earlier := ""
	if have > rows {
		earlier = paint.Count(int64(have-rows)) + " earlier; " + m.c.Hint(m.c.Keys.Line(keys.Only))
	}
	view := &logs.View{Screen: m.c.Screen, Theme: m.c.Theme, Zone: m.c.Zone, Name: m.addrName}
	return ui.Section{Title: m.titled("log", "what is notable about it", earlier), Rows: rows, Row: func(p *paint.Pen, y int) {
		m.logs.DrawConcerning(view, p, have-rows+y)
	}}
}

// concern tells the logs which node's lines are wanted: that of the page that is open.
func (m *Model) concern() {
	if m.page != pageNode {
		m.logs.Concern(nil)
		return
	}
	m.logs.Concern(m.who(m.node.id))
}
