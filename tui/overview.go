package tui

import (
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/path"
	"hadash/tui/ui"
)

// pane is a part of the screen that can have the focus.
type pane int

const (
	paneNodes pane = iota
	paneTimeline
	paneCost
	paneLogs
	paneCount
)

// overview is the panes that are visible when no page is open, and their places.
type overview struct {
	panes  [paneCount]ui.Pane
	w, h   int // of the screen
	layout layout
	focus  pane
	second pane // which of timeline, cost and logs is visible if all share a place
	upper  pane // which of timeline and cost is visible if only those do
}

// seen reports whether a pane is visible, not behind another one in a shared place.
func (o *overview) seen(p pane) bool {
	l := &o.layout
	switch {
	case p == paneNodes:
		return true
	case l.quiet[p]:
		return false
	case l.apart[p]:
		return true
	case l.apart[paneLogs] && l.apart[paneCost]:
		return true
	case l.apart[paneLogs]:
		return o.spoken(o.upper, paneCost) == p
	case l.apart[paneCost] && o.second == paneCost:
		return p == paneTimeline
	}
	return o.spoken(o.second, paneLogs) == p
}

// spoken is that pane, or where it is quiet the first of the others, up to last, that is not.
func (o *overview) spoken(p, last pane) pane {
	if !o.layout.quiet[p] {
		return p
	}
	for p = paneTimeline; p < last && o.layout.quiet[p]; p++ {
	}
	return p
}

// quiet lists the panes that have nothing to say of a HAProxy that is all that is watched. One with the focus is not quiet:
// the user wants to see it.
func (m *Model) quiet() (out [paneCount]bool) {
	f := &m.frame
	if f.HAProxy == nil || len(f.Nodes) > 0 {
		return out
	}
	out[paneTimeline], out[paneCost], out[paneLogs] = len(f.Timeline) == 0, len(f.Stopwatches) == 0, !m.logs.Any()
	out[m.focus] = false
	return out
}

// area is the rectangle of a pane of the overview.
func (o *overview) area(p pane) paint.Rect {
	l := &o.layout
	return [paneCount]paint.Rect{paneNodes: l.nodes, paneTimeline: l.timeline, paneCost: l.cost, paneLogs: l.logs}[p]
}

// paneAt returns the visible pane at a cell.
func (o *overview) paneAt(x, y int) (pane, bool) {
	for p := range paneCount {
		if o.seen(p) && o.area(p).Has(x, y) {
			return p, true
		}
	}
	return 0, false
}

func (o *overview) setFocus(p pane) {
	o.focus = p
	if p != paneNodes {
		o.second = p
	}
	if p == paneTimeline || p == paneCost {
		o.upper = p
	}
}

// behind names the panes that are hidden behind this one, and their keys.
func (o *overview) behind(c *ui.Context, p pane) paint.TitlePart {
	text := ""
	if p == paneNodes && !o.alone() || p == paneCost && o.layout.apart[p] {
		return paint.TitlePart{}
	}
	var acts []paint.Link
	for other := paneTimeline; other < paneCount; other++ {
		if other == p || o.seen(other) {
			continue
		}
		if text != "" {
			text += "  "
		}
		from := paint.Width(text)
		text += c.Hint(c.Keys.Line(keys.Panes[other]))
		acts = append(acts, paint.Link{From: from, To: paint.Width(text), Action: keys.Panes[other].Name()})
	}
	return paint.TitlePart{Text: text, Style: c.Theme.Faint, Acts: acts}
}

// alone reports whether no pane but that of the nodes has a place.
func (o *overview) alone() bool {
	l := &o.layout
	return l.quiet[paneTimeline] && l.quiet[paneCost] && l.quiet[paneLogs]
}

// whole is the whole screen.
func (o *overview) whole() paint.Rect { return paint.Area(0, 0, o.w, o.h) }

// in is the Context of a pane with the area r.
func (m *Model) in(r paint.Rect) *ui.Context {
	m.c.Area, m.c.Chosen, m.c.Around = r, ui.NodeID{}, m.logs.IsAround()
	if id, ok := m.nodes.Chosen(); ok {
		m.c.Chosen = id
	}
	return &m.c
}

// draw draws a pane of the overview, if it is visible.
func (m *Model) draw(p pane) {
	if !m.seen(p) {
		return
	}
	c := m.in(m.area(p))
	c.Focused, c.Behind = m.focus == p && (p != paneNodes || !m.layout.bigPath || !m.nodes.OnPath()), m.behind(&m.c, p)
	m.panes[p].Draw(c, c.Area)
}

// drawPath draws the path. It has the focus of the nodes while the chosen one is on it and in no table.
func drawPath(m *Model) {
	c := m.in(m.layout.path)
	c.Focused = m.focus == paneNodes && m.nodes.OnPath()
	path.Draw(c, c.Area, m.nodes.OnPath())
}

// modal reports whether the page takes the keys for itself.
func (m *Model) modal() bool {
	if m.page == pageNone {
		return false
	}
	p, ok := m.views[m.page].(ui.Modal)
	return ok && p.Modal()
}
