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
	hops := d.hops()
	if r.H == 1 {
		d.pathLine(hops, r)
		return
	}
	d.c.Screen.Rule(d.c.Theme, r, false, []paint.TitlePart{paint.NewPart("path", d.c.Theme.Title)}, paint.TitlePart{})
	in := r.Under()
	in.X, in.W = in.X+1, max(in.W-2, 0)
	if len(hops) > 0 {
		labelled(hops, in.W)
		gap := fitHops(hops, in.W)
		for y := range in.H {
			d.pathRow(hops, gap, y, paint.Area(in.X, in.Y+y, in.W, 1))
		}
	}
}

// fitHops narrows the hops, by the last words of their lines, then the widest first, and returns the gap
// between them.
func fitHops(hops []hop, w int) int {
	sum, gaps := 0, len(hops)-1
	for i := range hops {
		sum += hops[i].w
	}
	if sum+gaps*minGap > w {
		sum = 0
		for i := range hops {
			hops[i].shorten()
			sum += hops[i].w
		}
	}
	for sum+gaps*minGap > w {
		widest := 0
		for i := range hops {
			if hops[i].w > hops[widest].w {
				widest = i
			}
		}
		if hops[widest].w <= 6 {
			break
		}
		hops[widest].w--
		sum--
	}
	if gaps == 0 {
		return 0
	}
	return max(min((w-sum)/gaps, maxGap), minGap)
}

// pathRow is row y of every hop: titles, then what they hold, with the arrows between the titles.
func (d *drawing) pathRow(hops []hop, gap, y int, r paint.Rect) {
	x := r.X
	for i := range hops {
		s := &hops[i]
		if x >= r.X+r.W {
			return
		}
		p := d.c.Screen.At(d.c.Theme, r.Y, paint.Area(x, r.Y, min(s.w, r.X+r.W-x), 1))
		p.Muted = s.stale
		d.hopCell(&p, s, y, d.h-2)
		x += s.w
		if i < len(hops)-1 && y < 2 && x+gap <= r.X+r.W {
			d.arrow(&hops[i+1], y, paint.Area(x, r.Y, gap, 1))
		}
		x += gap
	}
}

// labelled moves the rates of requests from the titles to the arrows, where all of them have the room. One of sessions
// stays in its title, with its unit.
func labelled(hops []hop, w int) {
	told, sum, gap := slices.Clone(hops), 0, rateGap
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
	if sum+(len(hops)-1)*gap <= w {
		copy(hops, told)
	}
}

// arrowRate is the arrivals at a hop, in a few cells.
func arrowRate(b []byte, in float64) []byte { return append(paint.AppendRate(b, in, 4), "/s"...) }

// arrow leads to a hop, with its arrivals on the row below. It is broken if no node of the hop can take them.
func (d *drawing) arrow(to *hop, y int, r paint.Rect) {
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

// hopCell is one line of a hop, most of them being rows; the last says how many do not fit.
func (d *drawing) hopCell(p *paint.Pen, s *hop, y, most int) {
	if y == 0 {
		d.hopTitle(p, s)
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

// hopTitle is a hop's sign, name and figure. Hops of several nodes show a sign a line instead.
func (d *drawing) hopTitle(p *paint.Pen, s *hop) {
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
func lineCells(hops []hop) int {
	whole := -3
	for i := range hops {
		whole += 2 + paint.Width(hops[i].title) + 4
		if hops[i].at != "" {
			whole += 1 + paint.Width(hops[i].at)
		}
	}
	return whole
}

// pathLine is the whole path on one line, without the rates where they do not fit.
func (d *drawing) pathLine(hops []hop, r paint.Rect) {
	whole := lineCells(hops)
	for i := range hops {
		if whole > r.W && hops[i].unit == incident.Sessions && hops[i].rated { // what counts the least
			hops[i].at = ""
		}
	}
	whole = lineCells(hops)
	p := d.c.Screen.At(d.c.Theme, r.Y, r)
	p.Space(1)
	for i := range hops {
		s := &hops[i]
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
