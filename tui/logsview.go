package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"hadash/record"
)

func (p *logsPanel) render(m *Model, r rect) {
	title := m.logsParts()
	if b := m.behind(paneLogs); b.text != "" {
		title = append(title, b)
	}
	m.screen.frameBox(m.th, r, m.focus == paneLogs, title, p.hint(m))
	in := r.inner()
	end := p.end()
	if end == 0 {
		pen := m.screen.at(m.th, in.y, in)
		pen.space(1)
		pen.put(m.th.Faint, p.empty(m))
		return
	}
	first := max(end-in.h, 0)
	for i := first; i < end; i++ {
		y := in.y + i - first
		m.logRow(p.ring.at(p.seen[i]), rect{in.x, y, in.w, 1})
	}
}

// empty says why there is no line to show.
func (p *logsPanel) empty(m *Model) string {
	switch {
	case p.filter.text != "":
		return "no line matches; " + m.keys.Clear.Help().Key + " shows all again"
	case p.hidden > 0:
		return count(int64(p.hidden)) + " lines, all of traffic that went well; " + m.keys.All.Help().Key + " shows them"
	}
	return "no log line yet"
}

func (m *Model) logsParts() []titlePart {
	t := []titlePart{{"logs", m.th.Title}}
	if m.logs.filter.all {
		t = append(t, titlePart{"all", m.th.Faint})
	} else {
		t = append(t, titlePart{"notable", m.th.Faint})
	}
	if f := m.logs.filter; f.text != "" {
		t = append(t, titlePart{"/" + f.text, m.th.Warn})
	}
	return t
}

func (p *logsPanel) hint(m *Model) titlePart {
	switch {
	case p.follow && !p.held:
		return titlePart{"following", m.th.Faint}
	case len(p.seen) > p.end():
		return titlePart{count(int64(len(p.seen)-p.end())) + " newer", m.th.Warn}
	}
	return titlePart{"stopped", m.th.Warn}
}

func (m *Model) logRow(l *record.Line, r rect) {
	p := m.screen.at(m.th, r.y, r)
	var buf [32]byte
	p.space(1)
	p.putb(m.th.Faint, l.At.In(m.zone).AppendFormat(buf[:0], "15:04:05.000"))
	p.space(1)
	p.left(m.th.Faint, l.Node, m.logs.node)
	p.space(1)
	text := l.Text
	if l.Session != nil {
		text = withoutDate(text)
	}
	if m.logs.left > 0 {
		text = ansi.TruncateLeft(text, m.logs.left, "")
	}
	p.put(m.lineStyle(l), text)
}

// lineStyle colours what a line was understood to be.
func (m *Model) lineStyle(l *record.Line) style {
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
