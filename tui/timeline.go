package tui

import (
	"hadash/incident"
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

func (p *timelinePanel) render(m *Model, r rect) {
	hint := titlePart{}
	if p.anchor != 0 {
		newer := len(m.frame.Timeline) - 1 - p.bottom(&m.frame)
		hint = titlePart{count(int64(newer)) + " newer", m.th.Warn}
	}
	m.frameBox(r, m.focus == paneTimeline, m.timelineTitle(), hint)
	in := r.inner()
	if len(m.frame.Timeline) == 0 {
		pen := m.screen.at(m.th, in.y, in)
		pen.space(1)
		pen.put(m.th.Faint, "nothing has happened yet")
		return
	}
	bottom := p.bottom(&m.frame)
	first := max(bottom-in.h+1, 0)
	for y := 0; y < in.h && first+y <= bottom; y++ {
		m.eventRow(&m.frame.Timeline[first+y], rect{in.x, in.y + y, in.w, 1})
	}
}

const (
	clockCells = 12 // " 14:48:55.38"
	afterCells = 12
)

func (m *Model) eventRow(e *incident.Event, r rect) {
	p := m.screen.at(m.th, r.y, r)
	var buf [32]byte
	p.space(1)
	p.putb(m.th.Faint, e.At.In(m.zone).AppendFormat(buf[:0], "15:04:05.00"))
	p.space(2)
	s := m.th.severity(e)
	p.glyph(s.style, s.glyph, 1)
	p.space(1)
	text := rect{p.row.x, r.y, r.x + r.w - p.row.x - afterCells, 1}
	t := m.screen.at(m.th, text.y, text)
	t.put(m.eventStyle(e), e.Text)
	if e.Count > 1 {
		t.put(m.th.Faint, " "+m.th.Times+count(int64(e.Count)))
	}
	p.to(r.x + r.w - afterCells)
	m.afterCell(&p, e)
}

// afterCell is the distance from the fault; ~ where a poll saw it, late by up to its interval.
func (m *Model) afterCell(p *pen, e *incident.Event) {
	if e.Fault == "" || e.Kind == incident.KindFault && e.After == 0 {
		return
	}
	var buf [32]byte
	b := buf[:0]
	if e.Within > 0 {
		b = append(b, '~')
	}
	p.right(m.th.Faint, appendAfter(b, e.After), afterCells-1)
}

// eventStyle colours the text of what asks for attention; the rest is left to its glyph.
func (m *Model) eventStyle(e *incident.Event) style {
	switch {
	case e.Kind == incident.KindFault:
		return m.th.Strong
	case e.Severity == incident.Bad:
		return m.th.Bad
	}
	return m.th.Text
}

func (m *Model) timelineTitle() []titlePart {
	if m.layout.shared {
		return m.sharedTitle()
	}
	return []titlePart{{"timeline", m.th.Title}}
}

// sharedTitle names both panels of a shared place, the one that is seen first.
func (m *Model) sharedTitle() []titlePart {
	if m.second == paneLogs {
		return append([]titlePart{{"timeline", m.th.Faint}}, m.logsParts()...)
	}
	return []titlePart{{"timeline", m.th.Title}, {"logs", m.th.Faint}}
}
