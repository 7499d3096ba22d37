package cost

import (
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// heading writes the phase of a fault, when it began, and who made it.
func (t *Table) heading(p *paint.Pen) {
	s := t.s
	word, st := Phase(t.c, s)
	p.Put(st, word)
	p.Put(t.c.Theme.Faint, ", since "+s.At.In(t.c.Zone).Format("15:04:05")+", by "+author(s))
}

// author is who made a fault.
func author(s *stopwatch.Stopwatch) string {
	if s.You {
		return "you"
	}
	return "others"
}

// Phase is the phase that a fault is in, and how long it has been.
func Phase(c *ui.Context, s *stopwatch.Stopwatch) (string, paint.Style) {
	healed := s.Moments[stopwatch.Healed]
	switch {
	case s.Moments[stopwatch.Back].Seen():
		return "back", c.Theme.Good
	case healed.Seen() && s.Done:
		return "healed", c.Theme.Info
	case healed.Seen():
		return "healed " + paint.Lasted(c.Frame.At.Sub(healed.At)) + " ago", c.Theme.Info
	case s.Done:
		return "over", c.Theme.Text
	}
	return "open " + paint.Lasted(c.Frame.At.Sub(s.At)), c.Theme.Text
}
