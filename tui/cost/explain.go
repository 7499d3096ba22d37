package cost

import (
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Explain writes on the status line which part absorbed the failures, which requests failed all the same, and the first
// sign: the pane has one word for the first, and seldom room for the others. It reports whether there is anything to show.
func (p *Pane) Explain(c *ui.Context, pen *paint.Pen) bool {
	s := p.shown(c)
	if s == nil {
		return false
	}
	text := absorbed(c.Theme, s.Hidden)
	if by := s.Felt.Clients().Names; len(by) > 0 {
		text = ui.Words(c.Theme, text, "failed: "+ui.FailedBy(by))
	}
	if sign := sayingOf(s, &s.Moments[stopwatch.FirstSign]); sign != "" {
		text = ui.Words(c.Theme, text, "first sign: "+sign)
	}
	if text == "" {
		return false
	}
	pen.Put(c.Theme.Strong, s.Target+" "+s.Now()+"  ")
	pen.Put(c.Theme.Text, text)
	return true
}

// absorbed is hiddenText with the part that absorbed each.
func absorbed(th *paint.Theme, h clients.Hidden) string {
	return ui.Words(th, ui.NonZero(h.Retried, "retried by HAProxy"), ui.NonZero(h.Redispatched, "moved to another server"),
		ui.NonZero(h.NextUpstream, "passed by nginx to another instance"), ui.NonZero(h.Repeated, "reads repeated by applications"))
}
