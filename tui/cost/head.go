package cost

import (
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// broken writes how long a fault was open, or until all was as before, and how much of that was until its heal.
func (t *Table) broken(p *paint.Pen) {
	s := t.s
	p.Left(t.c.Theme.Faint, "broken", ui.LabelCells)
	open, known := s.Since(stopwatch.Healed)
	all, back := s.Since(stopwatch.Back)
	switch {
	case !known:
		p.Put(t.c.Theme.Faint, "how long is not known")
		return
	case !back:
		all = open
	}
	end := &s.Moments[stopwatch.Back]
	if !back {
		end = &s.Moments[stopwatch.Healed]
	}
	p.Put(t.c.Theme.Text, t.span(all, end))
	if s.Kind.Found() {
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, "  found, not made here", "  found", ""))
		return
	}
	heal := "till the heal"
	if s.Moments[stopwatch.Healed].Witness == event.ByYou {
		heal = "till your heal"
	}
	if back {
		p.Put(t.c.Theme.Faint, "  "+t.span(open, &s.Moments[stopwatch.Healed])+" of it "+heal)
	} else {
		p.Put(t.c.Theme.Faint, " "+heal)
	}
	p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, "  by "+Author(s), ""))
}

// Author is who made a fault.
func Author(s *stopwatch.Stopwatch) string {
	switch {
	case s.Kind.Found():
		return "found"
	case s.You:
		return "you"
	case s.Hadash:
		return "hadash"
	}
	return "others"
}

// Phase is the phase that a fault is in, and how long it has been.
func Phase(c *ui.Context, s *stopwatch.Stopwatch) (string, paint.Style) {
	healed := s.Moments[stopwatch.Healed]
	switch {
	case s.Moments[stopwatch.Back].Seen():
		return "back", c.Theme.Good
	case healed.Seen() && s.Kind.Found() && s.Done:
		return "over", c.Theme.Text
	case healed.Seen() && s.Kind.Found():
		return "up " + paint.Lasted(c.Frame.At.Sub(healed.At)), c.Theme.Info
	case healed.Seen() && s.Done:
		return "healed", c.Theme.Info
	case healed.Seen():
		return "healed " + paint.Lasted(c.Frame.At.Sub(healed.At)) + " ago", c.Theme.Info
	case s.Done:
		return "over", c.Theme.Text
	}
	return "open " + paint.Lasted(c.Frame.At.Sub(s.At)), c.Theme.Text
}
