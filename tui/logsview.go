package tui

import (
	"time"

	"hadash/tui/keys"
	"hadash/tui/logs"
	"hadash/tui/paint"
)

func (p *logsPane) render(m *Model, r paint.Rect) {
	title := p.Title(m.th, m.zone)
	if b := m.behind(paneLogs); b.Text != "" {
		title = append(title, b)
	}
	title = append(title, p.missing(m, r.W)...)
	m.screen.FrameBox(m.th, r, m.focus == paneLogs, title, p.Hint(m.th))
	in := r.Inner()
	if p.Lines() == 0 {
		pen := m.screen.At(m.th, in.Y, in)
		pen.Space(1)
		pen.Put(m.th.Faint, p.empty(m))
		return
	}
	p.Draw(&logs.View{Screen: &m.screen, Theme: m.th, Zone: m.zone, Name: m.addrName}, in)
}

// missing counts the lines that nobody can see any more; a narrow title has no room for it.
func (p *logsPane) missing(m *Model, w int) (t []paint.TitlePart) {
	if n := p.Gone(); n > 0 && w >= 100 {
		t = append(t, paint.NewPart(paint.Short(n)+" older forgotten", m.th.Faint))
	}
	if n := m.frame.Dropped; n > 0 && w >= 100 {
		t = append(t, paint.NewPart(paint.Short(int64(n))+" left out", m.th.Faint))
	}
	if n := m.frame.Unread.Lines; n > 0 && w >= 60 {
		t = append(t, paint.NewPart(paint.Short(int64(n))+" of the access log not read", m.th.Warn))
	}
	return t
}

// empty says why there is no line to show.
func (p *logsPane) empty(m *Model) string {
	switch {
	case p.Sifting():
		return "searching " + m.th.Ellipsis
	case p.Filtered() && p.Kept() > 0:
		return "none of " + paint.Plural(p.Kept(), "line", "lines") + " passes; " + m.keys.Key(keys.Clear) + " shows more"
	case p.Hidden() > 0:
		return paint.Count(int64(p.Hidden())) + " lines, all of traffic that went well; " + m.keys.Key(keys.All) + " shows them"
	}
	return "no log line yet"
}

// addrName is the node that a server's name or address is.
func (m *Model) addrName(addr string) string {
	if n, ok := m.frame.Topology.ByAddr(addr); ok {
		return n.Name
	}
	return addr
}

// renderMarked says on the status line what the marked line means; false when there is nothing to say.
func (m *Model) renderMarked(p *paint.Pen) bool {
	l := m.logs.Marked()
	if l == nil || m.focus != paneLogs && !m.logs.IsAround() {
		return false
	}
	said := l.Meaning(m.addrName)
	if said == "" {
		return false
	}
	p.Glyph(m.th.Mark, m.th.Glyphs.Mark, 1)
	p.Space(1)
	p.Put(m.th.Faint, l.At.In(m.zone).Format("15:04:05.000"))
	p.Space(1)
	p.Put(m.th.Strong, l.Node)
	p.Space(2)
	p.Put(m.th.Said, said)
	return true
}

// farOff is from where on it is said that the nearest line is no witness of an event.
const farOff = 10 * time.Second
