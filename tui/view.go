package tui

import (
	"hadash/tui/header"
	"hadash/tui/paint"
	"hadash/tui/users"
)

// View draws the screen: exactly h lines of w cells. It reads the Model only; times come from the
// Frame, never from a clock.
func (m *Model) View() string {
	if m.w <= 0 || m.h <= 0 {
		return ""
	}
	m.c.Screen.Resize(m.w, m.h)
	switch {
	case m.layout.tooSmall:
		renderTiny(m)
	case m.help.Open:
		typing := ""
		if m.typing != nil {
			typing = m.typing.label + ": " + string(m.typing.text)
		}
		m.help.Draw(m.in(m.whole()), typing)
	case !m.any:
		m.renderConnecting()
	case m.page != pageNone:
		m.renderPage()
	default:
		m.renderPanels()
	}
	m.renderPalette()
	return m.c.Screen.String()
}

func (m *Model) renderPanels() {
	l := &m.layout
	m.header().Draw(l.header)
	users.Draw(&m.c, l.users)
	drawPath(m)
	for p := range paneCount {
		m.draw(p)
	}
	m.renderFooter()
}

// header is the first line of the screen.
func (m *Model) header() *header.Header {
	h := &header.Header{
		C: &m.c, Any: m.any, Frozen: m.frozen, Ended: m.ended, Title: m.o.Title, Badge: m.o.Badge, Version: m.o.Version,
		Recording: m.o.Recording != nil && m.o.Recording(), Alerts: m.alerts.List,
	}
	if g := &m.asked.Limit; g.Limit != nil {
		h.Limit = header.Limit{When: g.Limit.String(), Fired: g.Fired(), Unknown: g.Unknown()}
	}
	return h
}

// renderConnecting is the screen before the first Frame.
func (m *Model) renderConnecting() {
	m.header().Draw(m.layout.header)
	text := "connecting" + m.c.Theme.Ellipsis
	if m.o.Replay != nil {
		text = "reading" + m.c.Theme.Ellipsis
	}
	if m.ended {
		text = "the stream ended before anything was seen"
	}
	y := m.h / 2
	p := m.c.Screen.At(m.c.Theme, y, paint.Area(0, y, m.w, 1))
	p.To((m.w - paint.Width(text)) / 2)
	p.Put(m.c.Theme.Text, text)
	m.renderFooter()
}

// renderTiny draws a terminal that is too small for panels.
func renderTiny(m *Model) {
	p := m.c.Screen.At(m.c.Theme, 0, paint.Area(0, 0, m.w, 1))
	m.header().Headline(&p)
	if m.h < 2 {
		return
	}
	p = m.c.Screen.At(m.c.Theme, m.h-1, paint.Area(0, m.h-1, m.w, 1))
	if m.o.Badge != "" {
		p.Put(m.c.Theme.Frozen, "RECORDING  ")
	}
	p.Put(m.c.Theme.Faint, "needs 60x16, has "+paint.Count(int64(m.w))+"x"+paint.Count(int64(m.h)))
}
