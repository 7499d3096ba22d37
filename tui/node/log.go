package node

import (
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Log gives the notable log lines that concern the node.
type Log interface {
	// Concerning is the number of lines.
	Concerning() int
	// DrawConcerning writes the nth line, as in the pane of the logs, below another; -1 is none.
	DrawConcerning(c *ui.Context, p *paint.Pen, nth, above int)
}

// logLines is the section with the newest of them, at most that many rows.
func (p *Page) logLines(c *ui.Context, rows int) ui.Section {
	have := p.log.Concerning()
	if have == 0 && c.NoLog() {
		return ui.Section{}
	}
	if have == 0 {
		return ui.Section{Title: []paint.TitlePart{paint.NewPart("no notable log line about it yet: what programs write when it breaks appears here", c.Theme.Faint)}}
	}
	rows = min(rows, have)
	earlier := ""
	if have > rows {
		earlier = paint.Count(int64(have-rows)) + " earlier; " + c.Hint(c.Keys.Line(keys.Only))
	}
	above := -1
	return ui.Section{Title: titled(c, "log", "what is notable about it", earlier), Rows: rows, Row: func(pen *paint.Pen, y int) {
		p.log.DrawConcerning(c, pen, have-rows+y, above)
		above = have - rows + y
	}}
}
