// Package path draws the way of a request through the nodes.
package path

import (
	"slices"

	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// The path's gaps: an arrow with a blank on each side.
const (
	minGap  = 4
	maxGap  = 12
	rateGap = 7 // of one that has its rate under it
)

// drawing is one time that the path is drawn.
type drawing struct {
	c *ui.Context
	h int // lines of the whole box
}

// Draw writes the way of a request into r: as columns in a box, or on one line where r has no more.
func Draw(c *ui.Context, r paint.Rect) {
	if r.H == 0 {
		return
	}
	d := drawing{c, r.H}
	stages := d.stages()
	if r.H == 1 {
		d.pathLine(stages, r)
		return
	}
	d.c.Screen.FrameBox(d.c.Theme, r, false, []paint.TitlePart{paint.NewPart("path", d.c.Theme.Title)}, paint.TitlePart{})
	in := r.Inner()
	in.X, in.W = in.X+1, max(in.W-2, 0)
	if len(stages) > 0 {
		labelled(stages, in.W)
		gap := fitStages(stages, in.W)
		for y := range in.H {
			d.pathRow(stages, gap, y, paint.Area(in.X, in.Y+y, in.W, 1))
		}
	}
	d.c.Screen.CloseBox(d.c.Theme, r, false)
}

// fitStages narrows the stages, by the last words of their lines, then the widest first, and returns the gap
// between them.
func fitStages(stages []stage, w int) int {
	sum, gaps := 0, len(stages)-1
	for i := range stages {
		sum += stages[i].w
	}
	if sum+gaps*minGap > w {
		sum = 0
		for i := range stages {
			stages[i].shorten()
			sum += stages[i].w
		}
	}
	for sum+gaps*minGap > w {
		widest := 0
		for i := range stages {
			if stages[i].w > stages[widest].w {
				widest = i
			}
		}
		if stages[widest].w <= 6 {
			break
		}
		stages[widest].w--
		sum--
	}
	if gaps == 0 {
		return 0
	}
	return max(min((w-sum)/gaps, maxGap), minGap)
}

// pathRow is row y of every stage: titles, then what they hold, with the arrows between the titles.
func (d *drawing) pathRow(stages []stage, gap, y int, r paint.Rect) {
	x := r.X
	for i := range stages {
		s := &stages[i]
		if x >= r.X+r.W {
			return
		}
		p := d.c.Screen.At(d.c.Theme, r.Y, paint.Area(x, r.Y, min(s.w, r.X+r.W-x), 1))
		p.Muted = s.stale
		d.stageCell(&p, s, y, d.h-3)
		x += s.w
		if i < len(stages)-1 && y < 2 && x+gap <= r.X+r.W {
			d.arrow(&stages[i+1], y, paint.Area(x, r.Y, gap, 1))
		}
		x += gap
	}
}

// labelled moves the rates of requests from the titles to the arrows, where all of them have the room. One of sessions
// stays in its title, with its unit.
func labelled(stages []stage, w int) {
	told, sum, gap := slices.Clone(stages), 0, rateGap
	for i := range told {
		s := &told[i]
		s.told = s.unit != incident.Sessions
		if s.told && s.rated {
			s.at = ""
			s.measure()
		}
		sum += s.w
		if i > 0 && s.told && s.in >= 0 {
			var buf [24]byte
			gap = max(gap, len(arrowRate(buf[:0], s.in))+2)
		}
	}
	if sum+(len(stages)-1)*gap <= w {
		copy(stages, told)
	}
}

// arrowRate is the arrivals at a stage, in a few cells.
func arrowRate(b []byte, in float64) []byte { return append(paint.AppendRate(b, in, 4), "/s"...) }

// arrow leads to a stage, with its arrivals on the row below. It is broken if no node of the stage can take them.
func (d *drawing) arrow(to *stage, y int, r paint.Rect) {
	p := d.c.Screen.At(d.c.Theme, r.Y, r)
	st, shaft := d.c.Theme.Faint, d.c.Theme.Shaft
	if to.dead && !to.stale {
		st, shaft = d.c.Theme.Bad, d.c.Theme.Times
	}
	switch {
	case y == 0:
		p.Space(1)
		p.Glyph(st, shaft, r.W-3)
		p.Glyph(st, d.c.Theme.Arrow, 1)
	case !to.told || to.in < 0:
	case y == 1:
		var buf [24]byte
		p.Muted = to.stale
		p.Right(d.c.RateStyle(to.in), arrowRate(buf[:0], to.in), r.W-1)
	}
}

// stageCell is one line of a stage, most of them being rows; the last says how many do not fit.
func (d *drawing) stageCell(p *paint.Pen, s *stage, y, most int) {
	if y == 0 {
		d.stageTitle(p, s)
		return
	}
	if y > len(s.lines) {
		return
	}
	if y == most && len(s.lines) > most {
		p.Put(d.c.Theme.Faint, d.c.Theme.Ellipsis+" "+paint.Count(int64(len(s.lines)-most+1))+" more")
		return
	}
	l := &s.lines[y-1]
	d.c.PickRest(p, l.node)
	if l.sign.Glyph != "" {
		p.Glyph(l.sign.Style, l.sign.Glyph, 1)
		p.Space(1)
	}
	p.Put(l.style, l.text)
	p.Put(l.style, l.last)
}

// stageTitle is a stage's sign, name and figure. Stages of several nodes show a sign a line instead.
func (d *drawing) stageTitle(p *paint.Pen, s *stage) {
	d.c.PickRest(p, s.node)
	if !s.many {
		p.Glyph(s.sign.Style, s.sign.Glyph, 1)
		p.Space(1)
	}
	p.Put(d.c.Theme.Title, s.title)
	p.Space(1)
	p.Put(d.c.Theme.Text, s.at)
}

// lineCells is how long the path is on one line, with the rates.
func lineCells(stages []stage) int {
	whole := -3
	for i := range stages {
		whole += 2 + paint.Width(stages[i].title) + 4
		if stages[i].at != "" {
			whole += 1 + paint.Width(stages[i].at)
		}
	}
	return whole
}

// pathLine is the whole path on one line, without the rates where they do not fit.
func (d *drawing) pathLine(stages []stage, r paint.Rect) {
	whole := lineCells(stages)
	for i := range stages {
		if whole > r.W && stages[i].unit == incident.Sessions && stages[i].rated { // what counts the least
			stages[i].at = ""
		}
	}
	whole = lineCells(stages)
	p := d.c.Screen.At(d.c.Theme, r.Y, r)
	p.Space(1)
	for i := range stages {
		s := &stages[i]
		if i > 0 {
			p.Space(1)
			if whole <= r.W {
				p.Glyph(d.c.Theme.Faint, d.c.Theme.Shaft, 1)
			}
			p.Glyph(d.c.Theme.Faint, d.c.Theme.Arrow, 1)
			p.Space(1)
		}
		p.Muted = s.stale
		from := p.Row.X
		p.Glyph(s.sign.Style, s.sign.Glyph, 1)
		p.Space(1)
		p.Put(d.c.Theme.Text, s.title)
		if s.at != "" && (s.many || whole <= r.W) {
			p.Put(d.c.Theme.Text, " "+s.at)
		}
		p.Muted = false
		d.c.PickSpan(&p, from, s.node)
	}
}
