package chart

import (
	"math"

	"github.com/NimbleMarkets/ntcharts/canvas/runes"

	"hadash/tui/paint"
)

// dots draws every curve as a line of dots, and returns the function that writes a cell: the topmost curve in it, or
// its letter.
func (c *Chart) dots(w, h int, top float64) func(p *paint.Pen, x, y int) {
	cells := make([][][]rune, len(c.Series))
	for i := range c.Series {
		cells[i] = curve(c.Series[i].Values, w, h, top)
	}
	return func(p *paint.Pen, x, y int) {
		for i := len(cells) - 1; i >= 0; i-- {
			is := cells[i][y][x]
			if !drawn(is) {
				continue
			}
			sr := &c.Series[i]
			switch {
			case sr.letterAt(i, x, w) && (sr.Mark == "" || y < h-1): // at zero it would look like a mark
				p.Glyph(sr.Style, sr.Letter, 1)
			case p.Th.ASCII():
				p.Glyph(sr.Style, asciiDots(is), 1)
			default:
				p.Glyph(sr.Style, string(is), 1)
			}
			return
		}
		p.Space(1)
	}
}

// letterEvery is how far apart a curve's letters stand.
const letterEvery = 16

// letterAt reports whether the letter of the ith curve stands in column x of w.
func (s *Series) letterAt(i, x, w int) bool {
	return s.Letter != "" && (w-2-x)%letterEvery == i*2%letterEvery
}

// curve sets a dot for each value, and connects it with the one before; a gap is not connected.
func curve(values []float64, w, h int, top float64) [][]rune {
	grid := runes.NewPatternDotsGrid(w*2, h*4)
	before := -1
	for x, v := range values[:min(len(values), w*2)] {
		if math.IsNaN(v) {
			before = -1
			continue
		}
		y := h*4 - 1 - int(math.Round(part(v, top)*float64(h*4-1)))
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
