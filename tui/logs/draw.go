package logs

import (
	"slices"
	"sort"
	"time"

	"hadash/tui/paint"
)

// View is what a panel is drawn with.
type View struct {
	Screen *paint.Screen
	Theme  *paint.Theme
	Zone   *time.Location
	Name   func(addr, by string) string // the node of a server's name or address

	left   int          // cells of each text that are out of sight
	found  []paint.Span // in the text being written
	clock  []byte
	minute int64 // of the line above
}

// Draw writes the lines that are seen into r.
func (p *Panel) Draw(v *View, r paint.Rect) {
	lines := p.visible(r.H)
	v.left, v.minute = 0, 0
	if p.left > 0 { // what was scrolled along with may be gone
		v.left = min(p.left, p.over(r.W-ahead-p.node))
	}
	for i, n := range lines {
		y := r.Y + i
		pen := v.Screen.At(v.Theme, y, paint.Area(r.X, y, r.W, 1))
		p.row(v, n, &pen)
	}
}

// visible are the lines for h rows. Where those that pass the filters are fewer, the newest quiet ones fill the other rows.
func (p *Panel) visible(h int) []int64 {
	end := p.end()
	lines := p.seen[max(end-h, 0):end]
	n := p.Fills(h)
	if n == 0 {
		return lines
	}
	spare := p.unseen()
	p.filled = append(append(p.filled[:0], lines...), spare[len(spare)-n:]...)
	slices.Sort(p.filled)
	return p.filled
}

// Fills is how many of h rows quiet lines fill: none while the user filters, searches or scrolls.
func (p *Panel) Fills(h int) int {
	if p.least != Notable || !p.follow || !p.folds() || p.event.on || p.Filtering() {
		return 0
	}
	return min(max(h-p.end(), 0), len(p.unseen()))
}

// unseen are the quiet lines that may fill rows; without those that came since the screen was frozen.
func (p *Panel) unseen() []int64 {
	if !p.held {
		return p.spare
	}
	return p.spare[:sort.Search(len(p.spare), func(i int) bool { return p.spare[i] > p.edge })]
}

func (p *Panel) row(v *View, n int64, pen *paint.Pen) {
	l, th := p.ring.at(n), v.Theme
	pen.Pick(paint.LogLines, n)
	marked := n == p.at && (p.find.pattern != nil || p.event.on)
	if marked {
		pen.Base, pen.Chosen = th.Chosen, true
	}
	if marked || p.marks(l) {
		pen.Glyph(th.Mark, th.Glyphs.Mark, 1)
	} else {
		pen.Space(1)
	}
	p.clock(v, pen, l)
	pen.Space(1)
	sign, st := l.Weight.sign(th)
	pen.Glyph(sign.Style, sign.Glyph, 1)
	pen.Space(1)
	p.nodeCell(v, pen, l)
	pen.Space(1)
	p.text(v, pen, l, st)
	if marked {
		pen.Fill()
	}
}

// clock writes the time of a line: in full where there is none above of the same minute.
func (p *Panel) clock(v *View, pen *paint.Pen, l *Line) {
	at := l.At.In(v.Zone)
	if minute := at.Unix() / 60; minute != v.minute {
		v.minute = minute
		v.clock = at.AppendFormat(v.clock[:0], "15:04:05.0")
	} else {
		v.clock = at.AppendFormat(v.clock[:0], ":05.0")
	}
	pen.Right(pen.Th.Faint, v.clock, clockCells)
}

func (p *Panel) nodeCell(v *View, pen *paint.Pen, l *Line) {
	if p.find.pattern == nil {
		pen.Left(pen.Th.Faint, l.Node, p.node)
		return
	}
	cell, stop := *pen, min(pen.Row.X+p.node, pen.End)
	cell.End = stop
	v.found = p.find.pattern.spans(v.found[:0], l.Node)
	cell.PutSpans(pen.Th.Faint, pen.Th.Match, l.Node, v.found, 0)
	pen.To(stop)
}

// text writes a line in words, or as it was written: that is what is searched and scrolled.
func (p *Panel) text(v *View, pen *paint.Pen, l *Line, st paint.Style) {
	if l.words != "" && !p.raw && p.left == 0 && p.find.pattern == nil {
		v.words(pen, l, st)
		return
	}
	v.found = v.found[:0]
	if p.find.pattern != nil {
		v.found = p.find.pattern.spans(v.found, l.Text())
	}
	found := v.found
	who := ""
	if l.naming && v.Name != nil {
		who = v.Name(l.about, l.Node)
	}
	skip, room, ok := p.beside(l, who, pen.Room(), len(found) > 0)
	if skip := p.aside(l, found, pen.Room()); !ok && skip > 0 {
		pen.Glyph(st, pen.Th.Ellipsis, 1)
		pen.PutSpans(st, pen.Th.Match, l.Text(), found, skip)
		return
	}
	if !ok {
		pen.PutSpans(st, pen.Th.Match, l.Text(), found, v.left)
		return
	}
	cut := *pen
	cut.End = pen.Row.X + room
	if skip > 0 {
		cut.Glyph(st, pen.Th.Ellipsis, 1)
	}
	cut.PutSpans(st, pen.Th.Match, l.Text(), found, skip)
	pen.Space(2)
	if who != "" {
		pen.Put(pen.Th.Said, who)
		pen.Put(pen.Th.Said, " ")
	}
	pen.Put(pen.Th.Said, l.said)
}

// aside is how much of a text's beginning gives way so that the first match is visible; 0 when it is.
func (p *Panel) aside(l *Line, found []paint.Span, room int) int {
	if len(found) == 0 || p.left > 0 || !l.plain || found[0].To < room {
		return 0
	}
	return max(min(len(l.Text())-room+1, found[0].From-room/2), 1)
}

// beside finds the room for the meaning of a line: how much of the text's beginning gives way, and the cells that
// remain for the text. The part of it that describes the event stays visible; false when that leaves no room.
func (p *Panel) beside(l *Line, who string, room int, found bool) (skip, cells int, ok bool) {
	if l.said == "" || p.left > 0 {
		return 0, 0, false
	}
	need := paint.Width(l.said) + 2
	if who != "" {
		need += paint.Width(who) + 1
	}
	cells, whole := room-need, len(l.Text())
	if !l.plain {
		whole = paint.Width(l.Text())
	}
	to := int(l.to) + 1 // and an ellipsis
	switch {
	case cells >= whole:
		return 0, cells, true
	case found, !l.plain, cells <= 0: // nothing that was found is hidden
		return 0, 0, false
	case cells >= to:
		return 0, cells, true
	}
	if skip = to - cells + 1; skip > int(l.from) { // one ellipsis more
		return 0, 0, false
	}
	return int(l.from), cells, true
}

// Meaning is the meaning of a line in words; "" when the line says it itself.
func (l *Line) Meaning(name func(addr, by string) string) string {
	if l.naming && name != nil && l.said != "" {
		return name(l.about, l.Node) + " " + l.said
	}
	return l.said
}
