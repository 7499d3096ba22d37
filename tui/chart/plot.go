// Package chart draws curves over time with the screen's own pen.
package chart

import (
	"math"

	"hadash/tui/paint"
)

// Series is one curve.
type Series struct {
	Style  paint.Style
	Letter string    // stands where the curve ends, if there are several; one cell, "" = none
	Values []float64 // two a cell; NaN where nothing was measured
}

// plot is the curves of one chart, and how they are drawn.
type plot struct {
	series []Series
	unit   Unit
	blocks bool // bars instead of dots, where the theme has more than ASCII
	margin int  // cells at the right, for letters
}

// labelCells is the room of the vertical axis, its line too.
const labelCells = 10

// most is the largest value of all curves, 0 when none is known.
func (c *plot) most() float64 {
	var e extent
	for i := range c.series {
		e = e.reach(c.series[i].Values)
	}
	return e.most
}

// draw writes the plot into r.
func (c *plot) draw(s *paint.Screen, th *paint.Theme, r paint.Rect) {
	w := r.W - labelCells - c.margin
	most := c.most()
	top := c.unit.ceiling(most)
	cell := c.dots(w, r.H, top)
	if c.blocks && !th.ASCII() {
		cell = c.bars(w, r.H, top)
	}
	ends := c.ends(r.H, top)
	for y := range r.H {
		p := s.At(th, r.Y+y, r)
		c.label(&p, y, r.H, top, most > 0)
		for x := range w {
			cell(&p, x, y)
		}
		for _, i := range ends[y] {
			p.Put(c.series[i].Style, c.series[i].Letter)
		}
	}
}

// label writes the vertical axis: its largest value at the top, half of it in a high chart, and zero. Where nothing was
// measured but zeros there is no scale to tell.
func (c *plot) label(p *paint.Pen, y, h int, top float64, scaled bool) {
	var buf [16]byte
	b := buf[:0]
	switch {
	case y == h-1:
		b = append(b, '0')
	case !scaled:
	case y == 0:
		b = c.unit.Write(b, top)
	case h >= 7 && y == h/2 && c.unit.exact(top/2):
		b = c.unit.Write(b, top/2)
	}
	p.Right(p.Th.Faint, b, labelCells-1)
	p.Glyph(p.Th.Border, p.Th.Thin.Upright(), 1)
}

// ends lists, for each of h rows, the curves whose letters stand at its right: where a curve ends, or in the next row that
// has room.
func (c *plot) ends(h int, top float64) [][]int {
	out := make([][]int, h)
	for i := range c.series {
		sr := &c.series[i]
		last := len(sr.Values) - 1
		for last >= 0 && math.IsNaN(sr.Values[last]) {
			last--
		}
		if sr.Letter == "" || last < 0 {
			continue
		}
		at := h - 1 - min(int(part(sr.Values[last], top)*float64(h)), h-1)
		for away := range 2 * h { // at, at-1, at+1, at-2, ...
			y := at + (away+1)/2*(1-2*(away%2))
			if y >= 0 && y < h && len(out[y]) < c.margin-1 {
				out[y] = append(out[y], i)
				break
			}
		}
	}
	return out
}

// part is the share of the axis below a value, 0 to 1; 0 for NaN.
func part(v, top float64) float64 {
	if p := v / top; p > 0 {
		return min(p, 1)
	}
	return 0
}
