package tui

import "hadash/tui/paint"

// renderInFull says on the status line what a pane with the focus had to cut; false when there is nothing to say.
func (m *Model) renderInFull(p *paint.Pen) bool {
	switch m.focus {
	case paneTimeline:
		return m.logs.IsAround() && m.renderMarked(p) || m.renderEvent(p)
	case paneCost:
		return m.cost.Explain(m.in(m.layout.cost), p)
	}
	return m.renderMarked(p)
}

// renderEvent is the chosen event of the timeline.
func (m *Model) renderEvent(p *paint.Pen) bool {
	e := m.timeline.chosen(&m.frame)
	if e == nil {
		return false
	}
	var buf [32]byte
	p.PutBytes(m.c.Theme.Faint, e.At.In(m.c.Zone).AppendFormat(buf[:0], "15:04:05.00"))
	p.Space(1)
	s := m.c.Theme.Severity(e)
	p.Glyph(s.Style, s.Glyph, 1)
	p.Space(1)
	p.Put(m.eventStyle(e), e.Text)
	if e.Count > 1 {
		p.Put(m.c.Theme.Faint, " "+m.c.Theme.Times+paint.Count(int64(e.Count)))
	}
	return true
}
