package tui

import (
	"slices"
	"time"

	"hadash/incident/history"
	"hadash/tui/chart"
	"hadash/tui/paint"
)

// picture is the charts of the page that is open, as they were drawn last. They change once a second, the screen many
// times: they are drawn again only when what they are drawn from is another.
type picture struct {
	from  drawnFrom
	marks []chart.Mark
	cells paint.Screen
	next  []chart.Mark // room for the marks of the Frame on the screen
}

// drawnFrom is all that charts depend on, but for the marks below them.
type drawnFrom struct {
	page    page
	node    string
	w, h    int
	until   int64
	span    time.Duration
	history history.Version
	theme   *paint.Theme
	blocks  bool
	servers int // version of the choice of servers
}

// picture is w by h cells that draw fills unless they are as wanted already; node is whom they show, "" for nobody.
func (m *Model) picture(node string, w, h int, draw func(s *paint.Screen, r paint.Rect)) *paint.Screen {
	p := &m.charts.drawn
	from := drawnFrom{
		page: m.page, node: node, w: w, h: h, until: m.until().Unix(), span: m.span(), history: m.frame.History.Version(),
		theme: m.c.Theme, blocks: m.charts.blocks, servers: m.charts.watched.version,
	}
	p.next = m.appendMarks(p.next[:0])
	if from == p.from && slices.Equal(p.next, p.marks) {
		return &p.cells
	}
	p.from, p.marks = from, append(p.marks[:0], p.next...)
	p.cells.Resize(w, h)
	draw(&p.cells, paint.Area(0, 0, w, h))
	p.cells.Close()
	return &p.cells
}

// until is the end of the charts' time, and span how long it is.
func (m *Model) until() time.Time    { return m.frame.At.Truncate(time.Second) }
func (m *Model) span() time.Duration { return zooms[m.charts.zoom] }

// drawCharts writes so many charts under each other into r, as many as there is room for.
func (m *Model) drawCharts(r paint.Rect, few int, of func(w int) []curves) {
	const least = 6 // rows: a title, four of curves, the time
	n := min(few, r.H/least)
	if n <= 0 || r.W <= 1 {
		return
	}
	cells := m.picture("", r.W-1, r.H, func(s *paint.Screen, r paint.Rect) {
		all := of(r.W)
		for i := range n {
			top := r.H * i / n
			m.drawCurves(s, &all[i], paint.Area(0, top, r.W, r.H*(i+1)/n-top))
		}
	})
	for y := range r.H {
		p := m.c.Screen.At(m.c.Theme, r.Y+y, r)
		p.Paste(cells, y)
	}
}
