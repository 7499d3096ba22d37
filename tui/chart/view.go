package chart

import (
	"math"
	"time"

	"hadash/tui/paint"
	"hadash/tui/ui"
)

// leastPlot is the least number of rows of curves.
const leastPlot = 3

// View is charts under each other, with one time for all of them in the last row.
type View struct {
	b      *Board
	c      *ui.Context
	of     Subject
	w, h   int
	all    []Curves
	tops   []int // the row of each chart's title
	margin int
	time   window
	drawn  *paint.Screen
}

// View arranges charts in w by h cells, as many as there is room for.
func (b *Board) View(c *ui.Context, of Subject, w, h int, all []Curves) *View {
	v := &View{b: b, c: c, of: of, w: w, h: h, margin: 1, time: b.window(c)}
	room, plots := h-1, 0
	for i := range all {
		if room < all[i].least() {
			break
		}
		room -= all[i].least()
		v.all = all[:i+1]
		if !all[i].Counts {
			plots++
		}
		for k := range all[i].Series {
			if all[i].Series[k].Letter != "" {
				v.margin = 4
			}
		}
	}
	if w < labelCells+v.margin+4 {
		v.all = nil
	}
	y := 0
	for i := range v.all {
		v.tops = append(v.tops, y)
		y += v.all[i].least()
		if !v.all[i].Counts {
			more := room / plots
			y, room, plots = y+more, room-more, plots-1
		}
	}
	v.tops = append(v.tops, h-1)
	return v
}

// cells is the width of the curves.
func (v *View) cells() int { return v.w - labelCells - v.margin }

// Row writes one row. The titles and the time are those of the Frame, the curves those of the last drawing.
func (v *View) Row(p *paint.Pen, y int) {
	if len(v.all) == 0 {
		return
	}
	if v.drawn == nil {
		v.drawn = v.b.Picture(v.c, v.of, v.time, v.w, v.h, v.draw)
	}
	if y == v.h-1 {
		v.axis(p)
		return
	}
	for i := range v.all {
		if v.tops[i] == y {
			v.all[i].title(p, v.b.reach[i])
			return
		}
	}
	p.Paste(v.drawn, y)
}

// axis writes the time of all charts with the faults in it.
func (v *View) axis(p *paint.Pen) {
	t, n := v.time, v.cells()
	bar := ui.TimeBar{C: v.c, Cell: func(at time.Time) int { return t.cell(at, n) }, Signs: make([]paint.Sign, n)}
	bar.Lay()
	const clock = len("15:04:05")
	if n >= 2*clock+2 {
		bar.Clock(0, t.from)
	}
	if n >= 6*clock {
		bar.Clock(n/2-clock/2, t.from.Add(t.span()/2))
	}
	bar.Clock(n-clock, v.c.Frame.At)
	p.Space(labelCells)
	bar.Draw(p)
}

// draw makes the drawing of all rows but the titles and the time.
func (v *View) draw(s *paint.Screen) {
	v.b.reach = v.b.reach[:0]
	for i := range v.all {
		of := &v.all[i]
		gathered := of.gather(v.c, v.time, v.cells())
		reach := make([]extent, len(gathered))
		for k, g := range gathered {
			reach[k] = reach[k].reach(g.Values)
		}
		v.b.reach = append(v.b.reach, reach)
		r := paint.Area(0, v.tops[i]+1, v.w, v.tops[i+1]-v.tops[i]-1)
		switch {
		case of.Counts:
			v.digits(s, of, gathered, r)
		case !anyKnown(reach):
			p := s.At(v.c.Theme, r.Y+r.H/2, r)
			p.Space(labelCells)
			p.Put(v.c.Theme.Faint, of.None)
		default:
			c := plot{unit: of.Unit, blocks: v.b.Blocks, margin: v.margin}
			for k, g := range gathered {
				c.series = append(c.series, Series{Style: of.Series[k].Style, Letter: of.Series[k].Letter, Values: g.Values})
			}
			c.draw(s, v.c.Theme, r)
		}
	}
}

func anyKnown(all []extent) bool {
	for _, e := range all {
		if e.known {
			return true
		}
	}
	return false
}

// digits writes a row for each source: what happened in each cell.
func (v *View) digits(s *paint.Screen, of *Curves, gathered []*Gather, r paint.Rect) {
	th := v.c.Theme
	for k, g := range gathered {
		p := s.At(th, r.Y+k, r)
		p.Right(th.Faint, []byte(of.Series[k].Name), labelCells-1)
		p.Glyph(th.Border, th.Thin.Upright(), 1)
		for _, n := range g.Values {
			st := th.Faint
			if n > 0 {
				st = of.Series[k].Style
			}
			if math.IsNaN(n) {
				n = -1
			}
			v.c.Digit(&p, st, int(n))
		}
	}
}
