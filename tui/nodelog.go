package tui

import (
	"hadash/tui/keys"
	"hadash/tui/logs"
	"hadash/tui/paint"
)

// nodeLog is the newest lines that concern the node, in so many rows at most, explained as in the pane of the logs.
func (m *Model) nodeLog(rows int) section {
	have := m.logs.Concerning()
	if have == 0 {
		return section{title: []paint.TitlePart{paint.NewPart("no notable log line about it yet", m.th.Faint)}}
	}
	rows = min(rows, have)
	earlier := ""
	if have > rows {
		earlier = paint.Count(int64(have-rows)) + " earlier; " + m.hint(m.keys.Line(keys.Only))
	}
	view := &logs.View{Screen: &m.screen, Theme: m.th, Zone: m.zone, Name: m.addrName}
	return section{title: m.titled("log", "what is notable about it", earlier), rows: rows, row: func(p *paint.Pen, y int) {
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
