package tui

import (
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// renderInFull says on the status line what a pane with the focus had to cut; false when there is nothing to say.
func (m *Model) renderInFull(p *paint.Pen) bool {
	switch m.focus {
	case paneTimeline:
		return m.logs.IsAround() && m.renderMarked(p) || m.renderEvent(p)
	case paneCost:
		return m.renderCost(p)
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

// renderCost is who absorbed the failures of the fault that is looked at, what failed all the same, and what its first
// sign was: the panel has only a word for the first, and seldom room for the others.
func (m *Model) renderCost(p *paint.Pen) bool {
	s := m.cost.shown(&m.frame, m.nodes.at)
	if s == nil {
		return false
	}
	text := absorbed(m.c.Theme, s.Hidden)
	if by := s.Felt.Clients().Names; len(by) > 0 {
		text = ui.Words(m.c.Theme, text, "failed: "+ui.FailedBy(by))
	}
	if sign := sayingOf(s, &s.Moments[stopwatch.FirstSign]); sign != "" {
		text = ui.Words(m.c.Theme, text, "first sign: "+sign)
	}
	if text == "" {
		return false
	}
	p.Put(m.c.Theme.Strong, s.Target+" "+s.Now()+"  ")
	p.Put(m.c.Theme.Text, text)
	return true
}

// absorbed is what hiddenText says, with who did it.
func absorbed(th *paint.Theme, h clients.Hidden) string {
	return ui.Words(th, ui.NonZero(h.Retried, "retried by HAProxy"), ui.NonZero(h.Redispatched, "moved to another server"),
		ui.NonZero(h.NextUpstream, "passed by nginx to another instance"), ui.NonZero(h.Repeated, "reads repeated by applications"))
}
