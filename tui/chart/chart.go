// Package chart draws curves over time with the screen's own pen.
package chart

import (
	"math"
	"time"

	"github.com/NimbleMarkets/ntcharts/canvas/runes"

	"hadash/tui/paint"
)

// Series is one curve.
type Series struct {
	Style  paint.Style
	Letter string    // stands on the curve where there are several; one cell, "" = none
	Values []float64 // one a dot, as Dots says; NaN where nothing was measured
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
	top := ceiling(c.Most())
	cells := make([][][]rune, len(c.Series))
	for i := range c.Series {
		cells[i] = curve(c.Series[i].Values, plot.W, plot.H, top)
	}
	for y := range plot.H {
		p := s.At(th, r.Y+y, r)
		c.label(&p, y, plot.H, top)
		for x := range plot.W {
			c.cell(&p, cells, x, y, plot.W)
		}
	}
	p := s.At(th, r.Y+plot.H, r)
	p.Space(labelCells)
	c.axis(&p, plot.W)
}

// curve sets a dot for each value, and those between it and the one before; a gap is no line.
func curve(values []float64, w, h int, top float64) [][]rune {
	grid := runes.NewPatternDotsGrid(w*2, h*4)
	before := -1
	for x, v := range values[:min(len(values), w*2)] {
		if math.IsNaN(v) {
			before = -1
			continue
		}
		y := h*4 - 1 - int(math.Round(min(max(v/top, 0), 1)*float64(h*4-1)))
		grid.Set(x, y)
		for before >= 0 && before != y {
			if before < y {
				before++
			} else {
				before--
			}
			grid.Set(x, before)
		}
		before = y
	}
	return grid.BraillePatterns()
}

// letterEvery is how far apart a curve's letters stand.
const letterEvery = 16

// cell writes the topmost curve there is in a cell, or its letter.
func (c *Chart) cell(p *paint.Pen, cells [][][]rune, x, y, w int) {
	for i := len(cells) - 1; i >= 0; i-- {
		dots := cells[i][y][x]
		if !drawn(dots) {
			continue
		}
		sr := &c.Series[i]
		switch {
		case sr.Letter != "" && (w-2-x)%letterEvery == i*2%letterEvery:
			p.Glyph(sr.Style, sr.Letter, 1)
		case p.Th.ASCII():
			p.Glyph(sr.Style, asciiDots(dots), 1)
		default:
			p.Glyph(sr.Style, string(dots), 1)
		}
		return
	}
	p.Space(1)
}

const blank = '\u2800' // a pattern without dots

func drawn(r rune) bool { return r > blank && r <= blank+0xff }

// asciiDots is the sign that lies as the dots do: high, in the middle or low.
func asciiDots(r rune) string {
	const upper, lower = 0x09 | 0x12, 0x24 | 0xc0
	switch bits := r - blank; {
	case bits&upper != 0 && bits&lower != 0:
		return ":"
	case bits&upper != 0:
		return "'"
	}
	return "."
}

// label writes the vertical axis: its largest value at the top, half of it in a high chart, and zero.
func (c *Chart) label(p *paint.Pen, y, h int, top float64) {
	var buf [16]byte
	b := buf[:0]
	switch {
	case y == 0:
		b = c.Number(b, top)
	case y == h-1:
		b = append(b, '0')
	case h >= 7 && y == h/2:
		b = c.Number(b, top/2)
	}
	p.Right(p.Th.Faint, b, labelCells-1)
	p.Glyph(p.Th.Border, p.Th.Thin.Upright(), 1)
}

// ceiling is the next number from v on that reads well, as its half does.
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
