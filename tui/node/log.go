package node

import (
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Log has the notable lines that concern the node, explained as in the pane of the logs.
type Log interface {
	Concerning() int
	DrawConcerning(c *ui.Context, p *paint.Pen, nth int)
}

// logLines is the newest of them, in so many rows at most.
func (p *Page) logLines(c *ui.Context, rows int) ui.Section {
	have := p.log.Concerning()
	if have == 0 {
		return ui.Section{Title: []paint.TitlePart{paint.NewPart("no notable log line about it yet", c.Theme.Faint)}}
	}
	rows = min(rows, have)
	earlier := ""
	if have > rows {
		earlier = paint.Count(int64(have-rows)) + " earlier; " + c.Hint(c.Keys.Line(keys.Only))
	}
	return ui.Section{Title: titled(c, "log", "what is notable about it", earlier), Rows: rows, Row: func(pen *paint.Pen, y int) {
		p.log.DrawConcerning(c, pen, have-rows+y)
	}}
}
