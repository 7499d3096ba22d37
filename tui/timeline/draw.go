package timeline

import (
	"time"

	"hadash/incident/event"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Draw writes the pane with its border: a digest of all events while it follows, else every event.
func (p *Pane) Draw(c *ui.Context, r paint.Rect) {
	hint := c.Behind
	if newer := len(c.Frame.Timeline) - 1 - p.bottom(c.Frame); p.anchor != 0 && newer > 0 {
		hint = paint.NewPart(paint.Count(int64(newer))+" newer", c.Theme.Warn)
	}
	c.Screen.Rule(c.Theme, r, c.Focused, []paint.TitlePart{paint.NewPart("timeline", c.Theme.Title)}, hint)
	in := r.Under()
	if len(c.Frame.Timeline) == 0 {
		pen := c.Screen.At(c.Theme, in.Y, in)
		pen.Space(1)
		pen.Put(c.Theme.Faint, "nothing has happened yet")
		return
	}
	var chosen *event.Event
	if c.Focused || c.Around {
		chosen = p.Chosen(c.Frame)
	}
	if p.anchor == 0 {
		for y, l := range p.digest(c.Frame, in.H) {
			eventRow(c, l, paint.Area(in.X, in.Y+y, in.W, 1), &c.Frame.Timeline[l.nth] == chosen)
		}
		return
	}
	bottom := p.bottom(c.Frame)
	first := max(bottom-in.H+1, 0)
	for y := 0; y < in.H && first+y <= bottom; y++ {
		e := &c.Frame.Timeline[first+y]
		eventRow(c, digestLine{nth: first + y, count: e.Count, at: e.At}, paint.Area(in.X, in.Y+y, in.W, 1), e == chosen)
	}
}

// Explain writes the chosen event in full on the status line; false when nothing has happened.
func (p *Pane) Explain(c *ui.Context, pen *paint.Pen) bool {
	e := p.Chosen(c.Frame)
	if e == nil {
		return false
	}
	var buf [32]byte
	pen.PutBytes(c.Theme.Faint, e.At.In(c.Zone).AppendFormat(buf[:0], "15:04:05.00"))
	pen.Space(1)
	s := c.Theme.Severity(e)
	pen.Glyph(s.Style, s.Glyph, 1)
	pen.Space(1)
	pen.Say(eventStyle(c, e), e.Says)
	if e.Count > 1 {
		pen.Put(c.Theme.Faint, " "+c.Theme.Times+paint.Count(int64(e.Count)))
	}
	return true
}

// afterCells is the room for an event's distance from its fault.
const afterCells = 9

func eventRow(c *ui.Context, l digestLine, r paint.Rect, chosen bool) {
	e := &c.Frame.Timeline[l.nth]
	p := c.Screen.At(c.Theme, r.Y, r)
	p.Pick(paint.Events, int64(l.nth))
	var buf [32]byte
	if chosen {
		p.Base, p.Chosen = c.Theme.Chosen, true
		p.Glyph(c.Theme.Mark, c.Theme.Glyphs.Mark, 1)
	} else {
		p.Space(1)
	}
	p.PutBytes(c.Theme.Faint, l.at.In(c.Zone).AppendFormat(buf[:0], "15:04:05.00"))
	p.Right(c.Theme.Text, appendDistance(c, buf[:0], e, l.at.Sub(e.At)), afterCells)
	p.Space(1)
	c.TagCell(&p, e)
	s := c.Theme.Severity(e)
	p.Glyph(s.Style, s.Glyph, 1)
	p.Space(1)
	end, count := p.End, ""
	if l.count > 1 {
		count = " " + c.Theme.Times + paint.Count(int64(l.count))
		p.End = max(end-paint.Width(count), p.Row.X)
	}
	text := e.Says.String()
	if paint.Width(text) > p.Room() {
		text = e.Says.Shorter().String() // the author of an event is not cut
	}
	p.Put(eventStyle(c, e), text)
	p.End = end
	p.Put(c.Theme.Faint, count)
	if chosen {
		p.Fill()
	}
}

// appendDistance writes how long after its fault an event came, or came at most, where only a poll
// saw it. Of several alike events, the last of which came later by that much, it is the distance of the last.
func appendDistance(c *ui.Context, b []byte, e *event.Event, later time.Duration) []byte {
	switch {
	case e.Fault == "", e.Kind == event.KindFault && e.After == 0:
		return b
	case e.Within > 0:
		return append(append(b, c.Theme.AtMost...), paint.AppendAfter(nil, e.After+later)[1:]...)
	}
	return paint.AppendAfter(b, e.After+later)
}

// eventStyle is the style of an event's text: only its glyph is coloured.
func eventStyle(c *ui.Context, e *event.Event) paint.Style {
	if e.Kind == event.KindFault {
		return c.Theme.Strong
	}
	return c.Theme.Text
}
