package cost

import (
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// orNone is text, or says that nothing was hidden, as far as the parts that absorb failures were watched.
func orNone(s *stopwatch.Stopwatch, text string) string {
	counted := s.Counted()
	switch {
	case text != "":
		return text
	case !counted.Any():
		return "-"
	case !counted.Nginx && !s.Around.NoNginx, !counted.HAProxy && !s.Around.NoHAProxy, !counted.App && !s.Around.NoApp:
		return "none seen"
	}
	return "none"
}

// hiddenText counts the failures that no client felt, by what absorbed them.
func (t *Table) hiddenText() string {
	h := t.s.Hidden
	return orNone(t.s, ui.Words(t.c.Theme, t.retried("retried"), ui.NonZero(h.Redispatched, "moved"),
		ui.NonZero(h.NextUpstream, "by another instance"), ui.NonZero(h.Repeated, "repeated")))
}

// retried counts HAProxy's retries; they are an upper bound if some were in vain.
func (t *Table) retried(word string) string {
	text := ui.NonZero(t.s.Hidden.Retried, word)
	if text != "" && t.s.RetriesInVain() {
		return t.c.Theme.AtMost + text
	}
	return text
}

// hiddenShort is the same in fewer cells.
func (t *Table) hiddenShort() string {
	h := t.s.Hidden
	return orNone(t.s, ui.Words(t.c.Theme, t.retried("retr."), ui.NonZero(h.Redispatched, "moved"), ui.NonZero(h.NextUpstream, "other"), ui.NonZero(h.Repeated, "rep.")))
}

// hiddenFit is what was hidden in w cells. With tied, the text counts what is tied to no fault, too; without, that has a
// line of its own.
func (t *Table) hiddenFit(w int) (text string, tied bool) {
	s := t.s
	long, short := t.hiddenText(), t.hiddenShort()
	if s.Beside > 0 {
		beside := ui.NonZero(s.Beside, "not tied")
		both := ui.Fitting(w, ui.Words(t.c.Theme, long, beside), ui.Words(t.c.Theme, short, beside))
		if paint.Width(both) <= w {
			return both, true
		}
	}
	return ui.Fitting(w, long, short), false
}
