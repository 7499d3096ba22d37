package haproxy

import (
	"time"

	"hadash/incident/history"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// minute is the last minute of a server, a cell a second.
type minute struct {
	known bool
	first int64 // the second of the first cell
	lanes []history.Lane
	most  float64 // sessions

	sessions, failures, state string // at the right
}

const (
	minuteRows  = 5 // with the rule
	minuteLabel = 12
	minuteWords = 34
)

// take collects the seconds of a server that have ended.
func (m *minute) take(c *ui.Context, s *record.Server) {
	n := max(min(c.Area.W-minuteLabel-minuteWords, 60), 10)
	m.first = c.Frame.At.Unix() - int64(n)
	m.lanes = make([]history.Lane, n)
	for i := range m.lanes {
		m.lanes[i] = history.Lane{Sessions: -1, Rate: -1, Lost: -1}
	}
	name := s.Name()
	for t := range c.Frame.History.Seen(time.Unix(m.first, 0)) {
		lane, ok := t.Server(name)
		for at := max(t.At, m.first); ok && at < min(t.At+int64(t.Span), m.first+int64(n)); at++ {
			m.lanes[at-m.first] = lane
			m.known = m.known || lane.State != record.Unknown || lane.Sessions >= 0
			m.most = max(m.most, lane.Sessions)
		}
	}
	th, blank := c.Theme, c.Frame.HAProxy.BlankOf(s)
	if !blank.Has("scur") {
		m.sessions = ui.Words(th, paint.Count(s.Scur)+" now", paint.Count(s.Smax)+" at most")
	}
	m.failures = ui.Words(th, ui.NonZero(s.Wretr, "retried"), ui.NonZero(s.Econ, "gave up"), ui.NonZero(s.Eresp, "broken off"), ui.NonZero(s.Hrsp5xx, "answered 5xx"))
	if m.failures == "" && !blank.All("wretr", "econ", "eresp", "hrsp_5xx") {
		m.failures = "none counted"
	}
	m.state = m.states()
	if !c.Frame.KeepsServers() {
		m.known = true // that it is not kept
	}
}

// states are the states of the minute in their order, the last ones where there are many.
func (m *minute) states() (text string) {
	last, n := record.Unknown, 0
	for i := len(m.lanes) - 1; i >= 0 && n < 4; i-- {
		s := m.lanes[i].State
		if s == last || s == record.Unknown {
			continue
		}
		if last = s; text != "" {
			text = " → " + text
		}
		text, n = s.String()+text, n+1
	}
	return text
}

// draw writes the sessions, the failures, the states and the time.
func (m *minute) draw(c *ui.Context, r paint.Rect) {
	th := c.Theme
	title := "its last minute"
	if len(m.lanes) < 60 {
		title = "its last " + paint.Count(int64(len(m.lanes))) + " s"
	}
	hint := paint.NewPart("one cell = 1 s", th.Faint)
	if !c.Frame.KeepsServers() {
		hint = paint.NewPart("not kept: there are more servers than are shown", th.Warn)
	}
	c.Screen.Rule(th, r, false, []paint.TitlePart{paint.NewPart(title, th.Title)}, hint)
	row := func(y int, label, words string, cell func(p *paint.Pen, l *history.Lane)) {
		p := c.Screen.At(th, r.Y+y, r)
		p.Space(3)
		p.Left(th.Faint, label, minuteLabel-3)
		for i := range m.lanes {
			cell(&p, &m.lanes[i])
		}
		p.Space(2)
		p.Put(th.Text, words)
	}
	row(1, "sessions", m.sessions, m.bar)
	row(2, "failures", m.failures, failed)
	row(3, "state", m.state, state)
	p := c.Screen.At(th, r.Y+4, r)
	p.Space(minuteLabel)
	if (&ui.FaultBar{C: c, From: time.Unix(m.first, 0), Step: time.Second, N: len(m.lanes)}).Draw(&p) {
		p.Space(2)
		p.Put(th.Faint, th.Fault+" broken "+th.Broken+" noticed "+th.OK+" back")
	}
}

// bar is the sessions of a second, of the largest.
func (m *minute) bar(p *paint.Pen, l *history.Lane) {
	spark := p.Th.Spark
	switch {
	case l.Sessions < 0:
		p.Space(1)
	case l.Sessions == 0:
		p.Glyph(p.Th.Faint, p.Th.Dot, 1)
	default:
		p.Glyph(p.Th.Info, spark[min(int(l.Sessions/m.most*float64(len(spark))), len(spark)-1)], 1)
	}
}

// failed is the failures in a second: those that its clients saw, and those that were retried.
func failed(p *paint.Pen, l *history.Lane) {
	switch n := int(l.Lost); {
	case l.Lost < 0:
		p.Space(1)
	case n == 0:
		p.Glyph(p.Th.Faint, p.Th.Dot, 1)
	case n < 10:
		p.Glyph(p.Th.Warn, "123456789"[n-1:n], 1)
	default:
		p.Glyph(p.Th.Warn, "+", 1)
	}
}

// state is the sign of its state at the end of a second. Red is for what is broken now.
func state(p *paint.Pen, l *history.Lane) {
	if l.State == record.Unknown {
		p.Space(1)
		return
	}
	sign := p.Th.Status(l.State)
	if l.State == record.Down {
		sign.Style = p.Th.Warn
	}
	p.Glyph(sign.Style, sign.Glyph, 1)
}
