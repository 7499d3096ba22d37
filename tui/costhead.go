package tui

import (
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// costHeading is how far a fault has come, the headings of the columns, and what clock it began or how soon it was over.
func (m *Model) costHeading(p *paint.Pen, s *stopwatch.Stopwatch) {
	word, st := m.phase(s)
	p.Left(st, word, ui.LabelCells+1)
	p.Right(m.c.Theme.Faint, []byte("expected"), costNumber-1)
	p.Right(m.c.Theme.Faint, []byte("measured"), costNumber)
	p.Space(2)
	p.Put(m.c.Theme.Faint, ui.Fitting(p.Room(), m.phaseTime(s)...))
}

// phase is how far a fault has come, in a word.
func (m *Model) phase(s *stopwatch.Stopwatch) (string, paint.Style) {
	healed := s.Moments[stopwatch.Healed]
	switch {
	case s.Moments[stopwatch.Back].Seen():
		return "back", m.c.Theme.Good
	case healed.Seen():
		return "healed " + m.c.Since(healed.At), m.c.Theme.Info
	case s.Done:
		return "over", m.c.Theme.Text
	}
	return "open " + m.c.Since(s.At), m.c.Theme.Bad
}

// phaseTime is when a fault that is open began and who made it, and how soon after its heal one that is over was back:
// from the longest form to the shortest.
func (m *Model) phaseTime(s *stopwatch.Stopwatch) []string {
	if d, ok := s.Recovery(); ok {
		took := paint.Took(d)
		return []string{took + " after the heal", "in " + took, took}
	}
	at := s.At.In(m.c.Zone).Format("15:04:05")
	if s.You {
		return []string{"since " + at, at}
	}
	return []string{"since " + at + " by others", at + " by others", at}
}
