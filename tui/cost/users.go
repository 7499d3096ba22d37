package cost

import (
	"strconv"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// users writes how many requests of users failed, by their own record, else by nginx's.
func (t *Table) users(p *paint.Pen) {
	p.Left(t.c.Theme.Faint, "users", ui.LabelCells)
	c := t.s.Felt.Clients()
	if !c.Known() {
		p.Put(t.c.Theme.Faint, "not known: no client record")
		return
	}
	p.Put(t.c.FailedStyle(c.Failed), ui.Failed(t.c.Theme, c)+" failed")
	text := ""
	if c.Counted {
		text = " of " + paint.Count(int64(c.Requests))
	}
	dot := " " + t.c.Theme.Dot + " "
	if slowest, ok := c.Longest(); ok {
		text += dot + "slowest " + paint.Took(slowest)
	}
	p.Put(t.c.Theme.Text, text)
	names := by(t.c.Theme, c)
	if share, ok := c.Share(); ok && c.Failed > 0 {
		names = ui.Fitting(p.Room()-1, dot+shareText(share)+names, names)
	}
	p.Put(t.c.Theme.Faint, names)
}

// shareText is a percentage with two significant digits.
func shareText(percent float64) string {
	return strconv.FormatFloat(percent, 'g', 2, 64) + " %"
}

// by names the requests that failed, the most frequent first: " · login 2, profile 1"; or the other source that counted.
func by(th *paint.Theme, c clients.Clients) string {
	switch {
	case c.By == event.ByLog:
		return " " + th.Dot + " by nginx"
	case c.By == event.ByPoll:
		return " " + th.Dot + " by k6"
	case len(c.Names) == 0:
		return ""
	}
	return " " + th.Dot + " " + ui.FailedBy(c.Names)
}

// failing writes from when to when after the fault requests failed. A single one may have hung for long.
func (t *Table) failing(p *paint.Pen) {
	s := t.s
	p.Left(t.c.Theme.Faint, "failing", ui.LabelCells)
	first, known := s.Since(stopwatch.FirstFailed)
	last, ended := s.Since(stopwatch.LastFailed)
	switch {
	case !known || !ended:
		p.Put(t.c.Theme.Faint, "when is not known")
	case s.OneFailed():
		p.Put(t.c.Theme.Text, "one request, after "+exactly(first))
		p.Put(t.c.Theme.Faint, "  "+s.Moments[stopwatch.FirstFailed].Says.String())
	default:
		p.Put(t.c.Theme.Text, exactly(first)+" to "+exactly(last)+" after the fault")
	}
}

// exactly is a span in hundredths of a second.
func exactly(d time.Duration) string { return string(paint.AppendSeconds(nil, d)) }
