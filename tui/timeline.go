package tui

import (
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/tui/paint"
)

// timelinePanel shows what happened, the newest at the bottom. One event is chosen.
type timelinePanel struct {
	lines  []digestLine
	at     int // ID of the chosen event; 0 = the newest
	anchor int // ID of the event at the bottom while another than the newest is chosen; 0 = follow
}

// find is the index of an event, the newest when it is not there.
func find(f *incident.Frame, id int) int {
	last := len(f.Timeline) - 1
	for i := last; i >= 0 && id != 0; i-- {
		if f.Timeline[i].ID == id {
			return i
		}
	}
	return last
}

// bottom is the index of the event on the last line.
func (p *timelinePanel) bottom(f *incident.Frame) int { return find(f, p.anchor) }

// chosen is the event that is marked, nil when nothing has happened.
func (p *timelinePanel) chosen(f *incident.Frame) *event.Event {
	if len(f.Timeline) == 0 {
		return nil
	}
	return &f.Timeline[find(f, p.at)]
}

// move chooses another event, and scrolls so that it is among the h lines shown. With the newest the panel
// follows again.
func (p *timelinePanel) move(by int, f *incident.Frame, h int) {
	last := len(f.Timeline) - 1
	to := max(min(find(f, p.at)+by, last), 0)
	if to >= last {
		p.at, p.anchor = 0, 0
		return
	}
	bottom := p.bottom(f)
	if first := max(bottom-h+1, 0); to < first {
		bottom = to + h - 1
	}
	bottom = min(max(bottom, to), last)
	p.at, p.anchor = f.Timeline[to].ID, f.Timeline[bottom].ID
}

// scroll shows older events (-) or newer ones; the chosen one stays in sight. At the end the panel follows again.
func (p *timelinePanel) scroll(by int, f *incident.Frame, h int) {
	last := len(f.Timeline) - 1
	bottom := max(min(p.bottom(f)+by, last), min(h-1, last))
	if bottom >= last {
		p.at, p.anchor = 0, 0
		return
	}
	at := max(min(find(f, p.at), bottom), bottom-h+1)
	p.at, p.anchor = f.Timeline[at].ID, f.Timeline[bottom].ID
}

// pick chooses the nth event, which is in sight: nothing moves under the pointer.
func (p *timelinePanel) pick(nth int, f *incident.Frame, h int) {
	if p.anchor == 0 && nth < len(f.Timeline) {
		if p.at = f.Timeline[nth].ID; nth == len(f.Timeline)-1 {
			p.at = 0
		}
		return
	}
	p.move(nth-find(f, p.at), f, h)
}

func (p *timelinePanel) render(m *Model, r paint.Rect) {
	hint := m.behind(paneTimeline)
	if newer := len(m.frame.Timeline) - 1 - p.bottom(&m.frame); p.anchor != 0 && newer > 0 {
		hint = paint.NewPart(paint.Count(int64(newer))+" newer", m.c.Theme.Warn)
	}
	m.c.Screen.FrameBox(m.c.Theme, r, m.focus == paneTimeline, []paint.TitlePart{paint.NewPart("timeline", m.c.Theme.Title)}, hint)
	in := r.Inner()
	if len(m.frame.Timeline) == 0 {
		pen := m.c.Screen.At(m.c.Theme, in.Y, in)
		pen.Space(1)
		pen.Put(m.c.Theme.Faint, "nothing has happened yet")
		return
	}
	var chosen *event.Event
	if m.focus == paneTimeline || m.logs.IsAround() {
		chosen = p.chosen(&m.frame)
	}
	if p.anchor == 0 {
		for y, l := range p.digest(&m.frame, in.H) {
			m.eventRow(l, paint.Area(in.X, in.Y+y, in.W, 1), &m.frame.Timeline[l.nth] == chosen)
		}
		return
	}
	bottom := p.bottom(&m.frame)
	first := max(bottom-in.H+1, 0)
	for y := 0; y < in.H && first+y <= bottom; y++ {
		e := &m.frame.Timeline[first+y]
		m.eventRow(digestLine{nth: first + y, count: e.Count, at: e.At}, paint.Area(in.X, in.Y+y, in.W, 1), e == chosen)
	}
}

// afterCells is the room for an event's distance from its fault.
const afterCells = 9

func (m *Model) eventRow(l digestLine, r paint.Rect, chosen bool) {
	e := &m.frame.Timeline[l.nth]
	p := m.c.Screen.At(m.c.Theme, r.Y, r)
	p.Pick(paint.Events, int64(l.nth))
	var buf [32]byte
	if chosen {
		p.Base, p.Chosen = m.c.Theme.Chosen, true
		p.Glyph(m.c.Theme.Mark, m.c.Theme.Glyphs.Mark, 1)
	} else {
		p.Space(1)
	}
	p.PutBytes(m.c.Theme.Faint, l.at.In(m.c.Zone).AppendFormat(buf[:0], "15:04:05.00"))
	p.Right(m.c.Theme.Text, m.appendDistance(buf[:0], e, l.at.Sub(e.At)), afterCells)
	p.Space(1)
	m.c.TagCell(&p, e)
	s := m.c.Theme.Severity(e)
	p.Glyph(s.Style, s.Glyph, 1)
	p.Space(1)
	end, count := p.End, ""
	if l.count > 1 {
		count = " " + m.c.Theme.Times + paint.Count(int64(l.count))
		p.End = max(end-paint.Width(count), p.Row.X)
	}
	text := e.Text
	if paint.Width(text) > p.Room() {
		text = strings.Replace(text, "(somebody else)", "(others)", 1) // who did it is not what is cut
	}
	p.Put(m.eventStyle(e), text)
	p.End = end
	p.Put(m.c.Theme.Faint, count)
	if chosen {
		p.Fill()
	}
}

// appendDistance writes how long after its fault an event came, or at most came, where only a poll
// saw it. Of several it is that of the last, so much later.
func (m *Model) appendDistance(b []byte, e *event.Event, later time.Duration) []byte {
	switch {
	case e.Fault == "", e.Kind == event.KindFault && e.After == 0:
		return b
	case e.Within > 0:
		return append(append(b, m.c.Theme.AtMost...), paint.AppendAfter(nil, e.After+later)[1:]...)
	}
	return paint.AppendAfter(b, e.After+later)
}

// eventStyle colours the text of what asks for attention; the rest is left to its glyph.
func (m *Model) eventStyle(e *event.Event) paint.Style {
	switch {
	case e.Kind == event.KindFault:
		return m.c.Theme.Strong
	case e.Severity == event.Bad:
		return m.c.Theme.Bad
	}
	return m.c.Theme.Text
}
