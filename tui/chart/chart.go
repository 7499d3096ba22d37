// Package chart draws curves over time with the screen's own pen.
package chart

import (
	"math"
	"time"

	"hadash/tui/paint"
)

// Series is one curve.
type Series struct {
	Style  paint.Style
	Letter string    // stands on the curve where there are several; one cell, "" = none
	Values []float64 // one a dot, as Dots says; NaN where nothing was measured
	Mark   string    // stands in the lowest row where a value is above zero, however little; "" = none
}

// marked reports whether a series has its mark in column x.
func (s *Series) marked(x int) bool {
	for i := 2 * x; s.Mark != "" && i < min(2*x+2, len(s.Values)); i++ {
		if s.Values[i] > 0 { // NaN is not
			return true
		}
	}
	return false
}

// mark writes the mark of the first series that has one in column x; false when none has.
func (c *Chart) mark(p *paint.Pen, x int) bool {
	for i := range c.Series {
		if s := &c.Series[i]; s.marked(x) {
			p.Glyph(s.Style, s.Mark, 1)
			return true
		}
	}
	return false
}

// Mark is something that happened, on the time axis.
type Mark struct {
	At   time.Time
	Sign paint.Sign
}

// Chart is curves over one time axis.
type Chart struct {
	From, Until time.Time
	Zone        *time.Location
	Series      []Series
	Marks       []Mark
	Number      func(b []byte, v float64) []byte // how the vertical axis writes
	Blocks      bool                             // bars instead of dots, where the theme has more than ASCII
}

const (
	labelCells = 7 // of the vertical axis, its line too
	leastRows  = 3
)

// Dots is how many values a curve has in a chart of w cells: two a cell, none where it is too narrow.
func Dots(w int) int { return max(w-labelCells, 0) * 2 }

// Most is the largest value of all curves, 0 when none is known.
func (c *Chart) Most() float64 {
	most := 0.0
	for i := range c.Series {
		for _, v := range c.Series[i].Values {
			if v > most { // NaN is not
				most = v
			}
		}
	}
	return most
}

// Draw writes the chart into r: the curves, and in the last row the time with the marks.
func (c *Chart) Draw(s *paint.Screen, th *paint.Theme, r paint.Rect) {
	plot := paint.Area(r.X+labelCells, r.Y, r.W-labelCells, r.H-1)
	if plot.W < 4 || r.H < leastRows {
		return
	}
	most := c.Most()
	top := ceiling(most)
	cell := c.dots(plot.W, plot.H, top)
	if c.Blocks && !th.ASCII() {
		cell = c.bars(plot.W, plot.H, top)
	}
	for y := range plot.H {
		p := s.At(th, r.Y+y, r)
		c.label(&p, y, plot.H, top, most > 0)
		for x := range plot.W {
			if y < plot.H-1 || !c.mark(&p, x) {
				cell(&p, x, y)
			}
		}
	}
	p := s.At(th, r.Y+plot.H, r)
	p.Space(labelCells)
	c.axis(&p, plot.W)
}

// label writes the vertical axis: its largest value at the top, half of it in a high chart, and zero. Where nothing was
// measured but zeros there is no scale to tell.
func (c *Chart) label(p *paint.Pen, y, h int, top float64, scaled bool) {
	var buf [16]byte
	b := buf[:0]
	switch {
	case y == h-1:
		b = append(b, '0')
	case !scaled:
	case y == 0:
		b = c.Number(b, top)
	case h >= 7 && y == h/2:
		b = c.Number(b, top/2)
	}
	p.Right(p.Th.Faint, b, labelCells-1)
	p.Glyph(p.Th.Border, p.Th.Thin.Upright(), 1)
}

// ceiling is the next readable number from v on; its half is readable too.
func ceiling(v float64) float64 {
	if v <= 1 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, n := range []float64{1, 2, 3, 4, 6, 8} {
		if v <= n*unit {
			return n * unit
		}
	}
	return 10 * unit
}
