package chart

import (
	"math"

	"github.com/NimbleMarkets/ntcharts/canvas/runes"

	"hadash/tui/paint"
)

// dots draws every curve as a line of dots, and returns the function that writes a cell: the topmost curve in it.
func (c *plot) dots(w, h int, top float64) func(p *paint.Pen, x, y int) {
	cells := make([][][]rune, len(c.series))
	for i := range c.series {
		cells[i] = curve(c.series[i].Values, w, h, top)
	}
	return func(p *paint.Pen, x, y int) {
		for i := len(cells) - 1; i >= 0; i-- {
			is := cells[i][y][x]
			switch {
			case !drawn(is):
				continue
			case p.Th.ASCII():
				p.Glyph(c.series[i].Style, asciiDots(is), 1)
			default:
				p.Glyph(c.series[i].Style, string(is), 1)
			}
			return
		}
		p.Space(1)
	}
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
