package cost

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/units"
)

// users writes how many requests of users failed, by their own record, else by nginx's.
func (t *Table) users(p *paint.Pen) {
	p.Left(t.c.Theme.Faint, "users", ui.LabelCells)
	c := t.c.Frame.Clients(&t.s.Felt)
	if !c.Known() {
		p.Put(t.c.Theme.Faint, "not known: no client record")
		return
	}
	st := t.failedStyle(c.Failed)
	if c.Failed > 0 {
		p.Glyph(st, t.c.Theme.Broken, 1)
		p.Space(1)
	}
	p.Put(st, ui.Failed(t.c.Theme, c))
	text := " failed"
	if c.Counted {
		text = " of " + paint.Count(int64(c.Requests)) + text
	}
	p.Put(t.c.Theme.Text, text)
	dot := " " + t.c.Theme.Dot + " "
	share := ""
	if percent, ok := c.Share(); ok && c.Failed > 0 {
		share = "  " + shareText(percent)
	}
	slowest := ""
	if d, ok := c.Longest(); ok && (t.s.Done || t.s.Moments[stopwatch.Healed].Seen()) {
		slowest = dot + "slowest " + paint.Took(d)
	}
	p.Put(t.c.Theme.Text, ui.Fitting(p.Room()-1, share+slowest, slowest, share, ""))
	short := by(t.c.Theme, c)
	p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, short+t.second(c), short, ""))
}

// second says what the other witness has, of a probe and the log of the first balancer.
func (t *Table) second(c clients.Clients) string {
	log, probe := t.s.Felt.Logged(), t.s.Felt.Probed()
	switch {
	case c.By == event.ByLog && probe.Counted:
		return ", the probe " + paint.Count(int64(probe.Failed)) + " of " + paint.Count(int64(probe.Requests))
	case c.By != event.ByProbe || !log.Known() || !log.Asked():
		return ""
	case log.Failed == c.Failed:
		return ", as by " + log.Short()
	}
	return ", " + paint.Count(int64(log.Failed)) + " by " + log.Short()
}

// failedStyle colours failed requests while users are hurt by this fault. A past loss is no alarm.
func (t *Table) failedStyle(n int) paint.Style {
	if n > 0 && (t.s.Done || t.s.Moments[stopwatch.Back].Seen()) {
		return t.c.Theme.Strong
	}
	return t.c.FailedStyle(n)
}

// slowAndUsual is the slowest request so far, and how long requests took before the fault.
func (t *Table) slowAndUsual() string {
	slowest, before := "", ""
	if d, ok := t.c.Frame.Clients(&t.s.Felt).Longest(); ok {
		slowest = "slowest " + paint.Took(d)
	}
	u := &t.c.Verdict.Users
	if u.Usual.P95 > 0 && u.Since != nil && u.Since.ID == t.s.ID {
		before = "usual p95 " + paint.Took(u.Usual.P95)
	}
	return ui.Words(t.c.Theme, slowest, before)
}

// shareText is a percentage with two significant digits.
func shareText(percent float64) string {
	return string(units.AppendShare(nil, percent))
}

// by names the requests that failed, the most frequent first: " · login 2, profile 1"; or the other source that counted.
func by(th *paint.Theme, c clients.Clients) string {
	switch {
	case c.By == event.ByCounters:
		return " " + th.Dot + " by HAProxy's counters"
	case c.Program() != "":
		return " " + th.Dot + " by " + c.Program()
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
		p.Put(t.c.Theme.Text, "once, "+t.span(first, &s.Moments[stopwatch.FirstFailed])+" after the break")
		if text := s.Moments[stopwatch.FirstFailed].Says.String(); text != sayingOf(s, &s.Moments[stopwatch.FirstSign]) { // that says so
			p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, "  "+text, ""))
		}
	default:
		p.Put(t.c.Theme.Text, t.span(first, &s.Moments[stopwatch.FirstFailed])+" to "+t.span(last, &s.Moments[stopwatch.LastFailed])+" after the break")
		if m := &s.Moments[stopwatch.LastFailed]; m.Witness == event.ByProbe {
			t.precise(p, m)
		}
	}
}

// span is how long after the fault, or after its heal, a moment was.
func (t *Table) span(d time.Duration, m *stopwatch.Moment) string {
	return string(t.c.AppendSpan(nil, d, m.Within > 0 && m.Witness != event.ByProbe))
}
