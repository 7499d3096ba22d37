package cost

import (
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// heading writes the phase of a fault, the headings of the columns, and when it began or how soon it was back.
func (t *Table) heading(p *paint.Pen) {
	s := t.s
	word, st := Phase(t.c, s)
	p.Left(st, word, ui.LabelCells+1)
	p.Right(t.c.Theme.Faint, []byte("expected"), numberCells-1)
	p.Right(t.c.Theme.Faint, []byte("measured"), numberCells)
	p.Space(2)
	p.Put(t.c.Theme.Faint, ui.Fitting(p.Room(), t.phaseTime()...))
}

// Phase is the phase that a fault is in, in a word.
func Phase(c *ui.Context, s *stopwatch.Stopwatch) (string, paint.Style) {
	healed := s.Moments[stopwatch.Healed]
	switch {
	case s.Moments[stopwatch.Back].Seen():
		return "back", c.Theme.Good
	case healed.Seen() && s.Done:
		return "healed", c.Theme.Info
	case healed.Seen():
		return "healed " + c.Since(healed.At), c.Theme.Info
	case s.Done:
		return "over", c.Theme.Text
	}
	return "open " + paint.Lasted(c.Frame.At.Sub(s.At)), c.Theme.Text
}

// phaseTime is when an open fault began and by whom, or how long after its heal a finished one was back. The
// longest form comes first.
func (t *Table) phaseTime() []string {
	s := t.s
	if d, ok := s.Recovery(); ok {
		took := paint.Took(d)
		return []string{took + " after the heal", "in " + took, took}
	}
	at := s.At.In(t.c.Zone).Format("15:04:05")
	if s.You {
		return []string{"since " + at, at}
	}
	return []string{"since " + at + " by others", at + " by others", at}
}
