package tui

import (
	"time"

	"hadash/tui/keys"
	"hadash/tui/logs"
	"hadash/tui/paint"
)

func (p *logsPane) render(m *Model, r paint.Rect) {
	title := p.Title(m.c.Theme, m.c.Zone)
	if b := m.behind(paneLogs); b.Text != "" {
		title = append(title, b)
	}
	title = append(title, p.missing(m, r.W)...)
	m.c.Screen.FrameBox(m.c.Theme, r, m.focus == paneLogs, title, p.Hint(m.c.Theme))
	in := r.Inner()
	if p.Lines() == 0 {
		pen := m.c.Screen.At(m.c.Theme, in.Y, in)
		pen.Space(1)
		pen.Put(m.c.Theme.Faint, p.empty(m))
		return
	}
	p.Draw(&logs.View{Screen: m.c.Screen, Theme: m.c.Theme, Zone: m.c.Zone, Name: m.addrName}, in)
}

// missing counts the lines that nobody can see any more; a narrow title has no room for it.
func (p *logsPane) missing(m *Model, w int) (t []paint.TitlePart) {
	if n := p.Gone(); n > 0 && w >= 100 {
		t = append(t, paint.NewPart(paint.Short(n)+" older forgotten", m.c.Theme.Faint))
	}
	if n := m.frame.Dropped; n > 0 && w >= 100 {
		t = append(t, paint.NewPart(paint.Short(int64(n))+" left out", m.c.Theme.Faint))
	}
	if n := m.frame.Unread.Lines; n > 0 && w >= 60 {
		t = append(t, paint.NewPart(paint.Short(int64(n))+" of the access log not read", m.c.Theme.Warn))
	}
	return t
}

// empty says why there is no line to show.
func (p *logsPane) empty(m *Model) string {
	switch {
	case p.Sifting():
		return "searching " + m.c.Theme.Ellipsis
	case p.Filtered() && p.Kept() > 0:
		return "none of " + paint.Plural(p.Kept(), "line", "lines") + " passes; " + m.c.Keys.Key(keys.Clear) + " shows more"
	case p.Hidden() > 0:
		return paint.Count(int64(p.Hidden())) + " lines, all of traffic that went well; " + m.c.Keys.Key(keys.All) + " shows them"
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
	p.Glyph(m.c.Theme.Mark, m.c.Theme.Glyphs.Mark, 1)
	p.Space(1)
	p.Put(m.c.Theme.Faint, l.At.In(m.c.Zone).Format("15:04:05.000"))
	p.Space(1)
	p.Put(m.c.Theme.Strong, l.Node)
	p.Space(2)
	p.Put(m.c.Theme.Said, said)
	return true
}

// farOff is from where on it is said that the nearest line is no witness of an event.
const farOff = 10 * time.Second
