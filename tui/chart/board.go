package chart

import (
	"time"

	"hadash/incident/history"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Board draws the charts of all pages. It holds their time span and their signs, and keeps the last drawing: charts change
// once a second, the screen many times.
type Board struct {
	Blocks bool // bars of blocks instead of dots
	zoom   int
	from   drawnFrom
	cells  paint.Screen
	reach  [][]extent // of each chart's curves, as drawn
}

// Takes lists the actions that change the charts.
var Takes = []keys.Action{keys.Zoom, keys.Blocks}

// zooms are the longest times that the charts show.
var zooms = []time.Duration{2 * time.Minute, 5 * time.Minute, 30 * time.Minute}

// shortest is the shortest time.
const shortest = 20 * time.Second

// Do does one of these actions.
func (b *Board) Do(c *ui.Context, a keys.Action) ui.Intent {
	switch {
	case a == keys.Zoom:
		b.zoom = (b.zoom + 1) % len(zooms)
	case a == keys.Blocks && c.Theme.ASCII():
		return ui.Say{Text: "dots and blocks are not available: the screen uses ASCII only"}
	case a == keys.Blocks:
		b.Blocks = !b.Blocks
	}
	return nil
}

// Subject identifies the subject of the charts.
type Subject struct {
	Page    string
	Node    string // "" = no single one
	Servers int    // changes when other servers are drawn
}

// window is the time of all charts of a page.
type window struct{ from, until time.Time }

func (t window) span() time.Duration { return t.until.Sub(t.from) }

// cell is the cell of a moment, of n.
func (t window) cell(at time.Time, n int) int {
	return int(at.Sub(t.from).Seconds()/t.span().Seconds()*float64(n)+float64(n)) - n // below 0 it is before the first
}

// window ends with the second that goes on and begins with what was observed first, if that is not longer ago than a zoom.
func (b *Board) window(c *ui.Context) window {
	t := window{until: c.Frame.At.Truncate(time.Second).Add(time.Second)}
	first := t.until
	for seen := range c.Frame.History.Seen(time.Time{}) {
		first = time.Unix(seen.At, 0)
		break
	}
	for felt := range c.Frame.History.Felt(time.Time{}) {
		if at := time.Unix(felt.At, 0); at.Before(first) {
			first = at
		}
		break
	}
	t.from = first
	if from := t.until.Add(-zooms[b.zoom]); from.After(first) {
		t.from = from
	}
	if from := t.until.Add(-shortest); from.Before(t.from) {
		t.from = from
	}
	return t
}

// drawnFrom is everything that a drawing depends on.
type drawnFrom struct {
	subject Subject
	w, h    int
	window  window
	history history.Version
	failed  time.Time // when a request failed last
	theme   *paint.Theme
	blocks  bool
}

// Picture returns w by h cells of a time. It calls draw only when the kept ones are outdated.
func (b *Board) Picture(c *ui.Context, of Subject, t window, w, h int, draw func(s *paint.Screen)) *paint.Screen {
	from := drawnFrom{
		subject: of, w: w, h: h, window: t, history: c.Frame.History.Version(), failed: c.Frame.LastFailed,
		theme: c.Theme, blocks: b.Blocks,
	}
	if from == b.from {
		return &b.cells
	}
	b.from = from
	b.cells.Resize(w, h)
	draw(&b.cells)
	b.cells.Close()
	return &b.cells
}

// Title gives the time span, and explains the signs below the charts.
func (b *Board) Title(c *ui.Context) []paint.TitlePart {
	t, zoom := b.window(c), paint.Age(zooms[b.zoom])
	text := "the last " + zoom
	if t.span() < zooms[b.zoom] {
		text = "the last " + paint.Age(t.span()) + " of at most " + zoom
	}
	return []paint.TitlePart{paint.NewPart(text, c.Theme.Faint), paint.NewPart(c.Legend()[0], c.Theme.Faint)}
}

// Draw writes charts under each other into r, as many as there is room for, and their time.
func (b *Board) Draw(c *ui.Context, of Subject, r paint.Rect, all func(w int) []Curves) {
	if r.W <= 1 {
		return
	}
	v := b.View(c, of, r.W-1, r.H, all(r.W-1))
	for y := range r.H {
		p := c.Screen.At(c.Theme, r.Y+y, r)
		v.Row(&p, y)
	}
}
