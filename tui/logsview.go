package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"hadash/record"
	"hadash/tui/paint"
)

func (p *logsPanel) render(m *Model, r paint.Rect) {
	title := m.logsParts()
	if b := m.behind(paneLogs); b.Text != "" {
		title = append(title, b)
	}
	m.screen.FrameBox(m.th, r, m.focus == paneLogs, title, p.hint(m))
	in := r.Inner()
	end := p.end()
	if end == 0 {
		pen := m.screen.At(m.th, in.Y, in)
		pen.Space(1)
		pen.Put(m.th.Faint, p.empty(m))
		return
	}
	first := max(end-in.H, 0)
	for i := first; i < end; i++ {
		y := in.Y + i - first
		m.logRow(p.ring.at(p.seen[i]), paint.Area(in.X, y, in.W, 1))
	}
}

// empty says why there is no line to show.
func (p *logsPanel) empty(m *Model) string {
	switch {
	case p.filter.text != "":
		return "no line matches; " + m.keys.Clear.Help().Key + " shows all again"
	case p.hidden > 0:
		return paint.Count(int64(p.hidden)) + " lines, all of traffic that went well; " + m.keys.All.Help().Key + " shows them"
	}
	return "no log line yet"
}

func (m *Model) logsParts() []paint.TitlePart {
	t := []paint.TitlePart{paint.NewPart("logs", m.th.Title)}
	if m.logs.filter.all {
		t = append(t, paint.NewPart("all", m.th.Faint))
	} else {
		t = append(t, paint.NewPart("notable", m.th.Faint))
	}
	if f := m.logs.filter; f.text != "" {
		t = append(t, paint.NewPart("/"+f.text, m.th.Warn))
	}
	return t
}

func (p *logsPanel) hint(m *Model) paint.TitlePart {
	switch {
	case p.follow && !p.held:
		return paint.NewPart("following", m.th.Faint)
	case len(p.seen) > p.end():
		return paint.NewPart(paint.Count(int64(len(p.seen)-p.end()))+" newer", m.th.Warn)
	}
	return paint.NewPart("stopped", m.th.Warn)
}

func (m *Model) logRow(l *record.Line, r paint.Rect) {
	p := m.screen.At(m.th, r.Y, r)
	var buf [32]byte
	p.Space(1)
	p.PutBytes(m.th.Faint, l.At.In(m.zone).AppendFormat(buf[:0], "15:04:05.000"))
	p.Space(1)
	p.Left(m.th.Faint, l.Node, m.logs.node)
	p.Space(1)
	text := l.Text
	if l.Session != nil {
		text = withoutDate(text)
	}
	if m.logs.left > 0 {
		text = ansi.TruncateLeft(text, m.logs.left, "")
	}
	p.Put(m.lineStyle(l), text)
}

// lineStyle colours what a line was understood to be.
func (m *Model) lineStyle(l *record.Line) paint.Style {
	switch {
	case l.State != nil && l.State.To.Serving():
		return m.th.Good
	case l.State != nil:
		return m.th.Bad
	case l.Request != nil && l.Request.Failed:
		return m.th.Bad
	case l.Upstream != nil, l.Check != nil && !l.Check.OK:
		return m.th.Warn
	case l.Session != nil && !l.Session.Normal():
		return m.th.Warn
	case l.Access != nil && l.Access.Status >= 500:
		return m.th.Bad
	case l.Access != nil && len(l.Access.Upstreams) > 1:
		return m.th.Warn
	case l.Quiet():
		return m.th.Faint
	}
	return m.th.Text
}

// withoutDate leaves the accept date out of a session's line: the row begins with a time already,
// and what tells of a failure stands at the end.
func withoutDate(s string) string {
	from := strings.Index(s, " [")
	if from < 0 {
		return s
	}
	to := strings.Index(s[from:], "] ")
	if to < 0 || to > 32 {
		return s
	}
	return s[:from] + s[from+to+1:]
}
