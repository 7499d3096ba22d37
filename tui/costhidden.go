package tui

import (
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

func (m *Model) hiddenStyle(h clients.Hidden) paint.Style {
	if h.Total() == 0 {
		return m.c.Theme.Faint
	}
	return m.c.Theme.Warn
}

// orNone is what was hidden, or that nothing was. Where no log names nginx's attempts, what it absorbed was seen by nobody.
func orNone(s *stopwatch.Stopwatch, text string) string {
	switch {
	case text != "":
		return text
	case !s.Felt.HasAttempts && !s.Around.NoNginx:
		return "none seen"
	}
	return "none"
}

// hiddenText is the failures that nobody felt, by who absorbed them.
func (m *Model) hiddenText(s *stopwatch.Stopwatch) string {
	h := s.Hidden
	return orNone(s, ui.Words(m.c.Theme, ui.NonZero(h.Retried, "retried"), ui.NonZero(h.Redispatched, "moved"),
		ui.NonZero(h.NextUpstream, "by another instance"), ui.NonZero(h.Repeated, "repeated")))
}

// hiddenShort is the same in fewer cells.
func (m *Model) hiddenShort(s *stopwatch.Stopwatch) string {
	h := s.Hidden
	return orNone(s, ui.Words(m.c.Theme, ui.NonZero(h.Retried, "retr."), ui.NonZero(h.Redispatched, "moved"), ui.NonZero(h.NextUpstream, "other"), ui.NonZero(h.Repeated, "rep.")))
}

// hiddenFit is what was hidden in w cells, and whether it says, too, how much is tied to no fault: else that has a line
// of its own.
func (m *Model) hiddenFit(s *stopwatch.Stopwatch, w int) (text string, tied bool) {
	long, short := m.hiddenText(s), m.hiddenShort(s)
	if s.Beside > 0 {
		beside := ui.NonZero(s.Beside, "not tied")
		both := ui.Fitting(w, ui.Words(m.c.Theme, long, beside), ui.Words(m.c.Theme, short, beside))
		if paint.Width(both) <= w {
			return both, true
		}
	}
	return ui.Fitting(w, long, short), false
}
