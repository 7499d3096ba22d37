package logs

import "hadash/tui/paint"

// ahead is the cells of a row that stand before its text, beside the node's name: a mark, the time, a sign and blanks.
const ahead = 5 + clockCells

// clockCells is the room for the time of a line: 15:04:05.0.
const clockCells = 10

// Shift scrolls sideways, on a panel of w cells: no further than the longest line that is seen reaches.
func (p *Panel) Shift(by, w int) {
	room := w - ahead - p.node
	most := p.over(room)
	if most == 0 && p.cutBeside(room) {
		most = 1 // the meaning gives way to the text
	}
	p.left = max(min(min(p.left, most)+by, most), 0)
}

// over is how many cells of the longest line that is seen do not fit into room.
func (p *Panel) over(room int) int {
	n := 0
	for i := max(p.end()-p.rows, 0); i < p.end(); i++ {
		n = max(n, paint.Width(p.Line(i).Text())-room)
	}
	return n
}

// cutBeside reports whether a visible text is cut only to leave room for its meaning.
func (p *Panel) cutBeside(room int) bool {
	for i := max(p.end()-p.rows, 0); i < p.end(); i++ {
		if l := p.Line(i); l.said != "" && paint.Width(l.Text())+2+paint.Width(l.said) > room {
			return true
		}
	}
	return false
}
