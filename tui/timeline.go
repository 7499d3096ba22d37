package tui

import (
	"hadash/incident"
	"hadash/tui/paint"
)

// timelinePanel shows what happened, the newest at the bottom.
type timelinePanel struct {
	anchor int // ID of the event at the bottom while scrolled back; 0 = follow
}

// bottom is the index of the event on the last line.
func (p *timelinePanel) bottom(f *incident.Frame) int {
	last := len(f.Timeline) - 1
	if p.anchor == 0 {
		return last
	}
	for i := last; i >= 0; i-- {
		if f.Timeline[i].ID == p.anchor {
			return i
		}
	}
	return last
}

func (p *timelinePanel) scroll(by int, f *incident.Frame, h int) {
	last := len(f.Timeline) - 1
	to := max(min(p.bottom(f)+by, last), min(h-1, last))
	p.anchor = 0
	if to >= 0 && to < last {
		p.anchor = f.Timeline[to].ID
	}
}

func (p *timelinePanel) render(m *Model, r paint.Rect) {
	hint := m.behind(paneTimeline)
	if p.anchor != 0 {
		newer := len(m.frame.Timeline) - 1 - p.bottom(&m.frame)
		hint = paint.NewPart(paint.Count(int64(newer))+" newer", m.th.Warn)
	}
	m.screen.FrameBox(m.th, r, m.focus == paneTimeline, []paint.TitlePart{paint.NewPart("timeline", m.th.Title)}, hint)
	in := r.Inner()
	if len(m.frame.Timeline) == 0 {
		pen := m.screen.At(m.th, in.Y, in)
		pen.Space(1)
		pen.Put(m.th.Faint, "nothing has happened yet")
		return
	}
	bottom := p.bottom(&m.frame)
	first := max(bottom-in.H+1, 0)
	for y := 0; y < in.H && first+y <= bottom; y++ {
		m.eventRow(&m.frame.Timeline[first+y], paint.Area(in.X, in.Y+y, in.W, 1))
	}
}

// afterCells is the room for an event's distance from its fault.
const afterCells = 9

func (m *Model) eventRow(e *incident.Event, r paint.Rect) {
	p := m.screen.At(m.th, r.Y, r)
	var buf [32]byte
	p.Space(1)
	p.PutBytes(m.th.Faint, e.At.In(m.zone).AppendFormat(buf[:0], "15:04:05.00"))
	p.Right(m.th.Text, m.appendDistance(buf[:0], e), afterCells)
	p.Space(1)
	m.tagCell(&p, e)
	s := m.th.Severity(e)
	p.Glyph(s.Style, s.Glyph, 1)
	p.Space(1)
	p.Put(m.eventStyle(e), e.Text)
	if e.Count > 1 {
		p.Put(m.th.Faint, " "+m.th.Times+paint.Count(int64(e.Count)))
	}
}

// appendDistance writes how long after its fault an event came, or at most came, where only a poll
// saw it.
func (m *Model) appendDistance(b []byte, e *incident.Event) []byte {
	switch {
	case e.Fault == "", e.Kind == incident.KindFault && e.After == 0:
		return b
	case e.Within > 0:
		return append(append(b, m.th.AtMost...), paint.AppendAfter(nil, e.After)[1:]...)
	}
	return paint.AppendAfter(b, e.After)
}

// eventStyle colours the text of what asks for attention; the rest is left to its glyph.
func (m *Model) eventStyle(e *incident.Event) paint.Style {
	switch {
	case e.Kind == incident.KindFault:
		return m.th.Strong
	case e.Severity == incident.Bad:
		return m.th.Bad
	}
	return m.th.Text
}

// behind names the panes that are not seen because this one is in the place they share, and their keys.
func (m *Model) behind(p pane) paint.TitlePart {
	text := ""
	for other := paneTimeline; other < paneCount; other++ {
		if other == p || m.seen(other) {
			continue
		}
		if text != "" {
			text += "  "
		}
		text += m.hint(m.keys.Panes[other])
	}
	return paint.NewPart(text, m.th.Faint)
}
