package header

import (
	"github.com/charmbracelet/x/ansi"

	"hadash/incident/event"
	"hadash/tui/paint"
)

// alert is the newest alert, its age, and how many more there are.
func (h *Header) alert(p *paint.Pen) {
	e := &h.Alerts[len(h.Alerts)-1]
	tail := " " + paint.Age(h.C.Frame.At.Sub(e.At))
	if n := len(h.Alerts) - 1; n > 0 {
		tail += " " + h.C.Theme.Dot + " " + paint.Count(int64(n)) + " more"
	}
	s := h.C.Theme.Severity(e)
	p.Glyph(h.C.Theme.Alert, s.Glyph, 1)
	text := *p
	text.End = max(p.End-paint.Width(tail)-1, p.Row.X)
	text.Put(h.C.Theme.Alert, " ")
	text.Say(h.C.Theme.Alert, e.Says)
	p.Put(h.C.Theme.Faint, tail)
}

// alerted is the node of the alert on the first line about disagreeing sources; "" = there is no such alert.
func (h *Header) alerted() string {
	a := h.Alerts
	if len(a) == 0 || h.Frozen || a[len(a)-1].Kind != event.KindTruth {
		return ""
	}
	return a[len(a)-1].Node
}

// limit shows the armed limit, and whether its value is known.
func (h *Header) limit(p *paint.Pen, w int) {
	g := &h.Limit
	if g.When == "" {
		return
	}
	text, style := "armed", h.C.Theme.Faint
	if w >= 120 {
		text = "abort when " + g.When
	}
	switch {
	case g.Fired:
		text, style = "aborted", h.C.Theme.Bad
	case g.Unknown && h.Any && w >= 120:
		text, style = text+" (not known)", h.C.Theme.Warn
	case g.Unknown && h.Any:
		text, style = text+"?", h.C.Theme.Warn
	}
	p.Space(2)
	p.Put(style, ansi.Truncate(text, max(w/3, 8), h.C.Theme.Ellipsis))
}
