package users

import (
	"time"

	"hadash/tui/paint"
	"hadash/tui/ui"
)

// faults writes when faults began, were noticed, healed, and back, over the time.
func (s *strip) faults(p *paint.Pen) {
	open, all := len(s.c.Frame.Faults), len(s.c.Frame.Stopwatches)
	value := "none yet"
	switch {
	case open > 0:
		value = paint.Count(int64(open)) + " open"
	case all > 0:
		value = "none open"
	}
	s.row(p, "faults", s.c.Theme.Text, value)
	bar := ui.FaultBar{C: s.c, From: time.Unix(s.first, 0), Step: time.Second, N: s.n}
	if th := s.c.Theme; bar.Draw(p) {
		s.right(p, th.Faint, th.Fault+" broken "+th.Broken+" noticed "+th.Heal+" healed "+th.OK+" back", th.Fault+" broken "+th.Broken+" noticed "+th.OK+" back", th.Fault+th.Broken+th.Heal+th.OK)
	}
}
