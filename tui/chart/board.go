package chart

import (
	"slices"
	"time"

	"hadash/incident/history"
	"hadash/incident/stopwatch"
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
	marks  []Mark
	cells  paint.Screen
	next   []Mark // room for the marks of the Frame on the screen
}

// Takes lists the actions that change the charts.
var Takes = []keys.Action{keys.Zoom, keys.Blocks}

var zooms = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute}

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

// drawnFrom is everything that a drawing depends on, except the marks below it.
type drawnFrom struct {
	subject Subject
	w, h    int
	until   int64
	span    time.Duration
	history history.Version
	theme   *paint.Theme
	blocks  bool
}

// Picture returns w by h cells. It calls draw only when the kept ones are outdated.
func (b *Board) Picture(c *ui.Context, of Subject, w, h int, draw func(s *paint.Screen, r paint.Rect)) *paint.Screen {
	from := drawnFrom{
		subject: of, w: w, h: h, until: until(c).Unix(), span: b.span(), history: c.Frame.History.Version(),
		theme: c.Theme, blocks: b.Blocks,
	}
	b.next = appendMarks(c, b.next[:0])
	if from == b.from && slices.Equal(b.next, b.marks) {
		return &b.cells
	}
	b.from, b.marks = from, append(b.marks[:0], b.next...)
	b.cells.Resize(w, h)
	draw(&b.cells, paint.Area(0, 0, w, h))
	b.cells.Close()
	return &b.cells
}

// until is the end of the charts' time, and span how long it is.
func until(c *ui.Context) time.Time  { return c.Frame.At.Truncate(time.Second) }
func (b *Board) span() time.Duration { return zooms[b.zoom] }

// Title gives the time span, and explains the signs below the charts.
func (b *Board) Title(c *ui.Context) []paint.TitlePart {
	return []paint.TitlePart{paint.NewPart("the last "+paint.Age(b.span()), c.Theme.Faint),
		paint.NewPart(c.Theme.Fault+" broken "+c.Theme.Broken+" detected "+c.Theme.Heal+" healed", c.Theme.Faint)}
}

// Draw writes charts under each other into r, as many as there is room for.
func (b *Board) Draw(c *ui.Context, of Subject, r paint.Rect, all func(w int) []Curves) {
	const least = 6 // rows: a title, four of curves, the time
	most := r.H / least
	if most == 0 || r.W <= 1 {
		return
	}
	cells := b.Picture(c, of, r.W-1, r.H, func(s *paint.Screen, r paint.Rect) {
		all := all(r.W)
		n := min(len(all), most)
		for i := range n {
			top := r.H * i / n
			b.DrawOne(c, s, &all[i], paint.Area(0, top, r.W, r.H*(i+1)/n-top))
		}
	})
	for y := range r.H {
		p := c.Screen.At(c.Theme, r.Y+y, r)
		p.Paste(cells, y)
	}
}

// appendMarks appends the moments of faults: broken, detected, healed.
func appendMarks(c *ui.Context, out []Mark) []Mark {
	for i := range c.Frame.Stopwatches {
		w := &c.Frame.Stopwatches[i]
		for _, k := range [...]struct {
			stage stopwatch.Stage
			sign  paint.Sign
		}{{stopwatch.Injected, paint.NewSign(c.Theme.Fault, c.Theme.Bad)}, {stopwatch.Detected, paint.NewSign(c.Theme.Broken, c.Theme.Warn)},
			{stopwatch.Healed, paint.NewSign(c.Theme.Heal, c.Theme.Good)}} {
			if moment := w.Moments[k.stage]; moment.Seen() {
				out = append(out, Mark{At: moment.At, Sign: k.sign})
			}
		}
	}
	return out
}
