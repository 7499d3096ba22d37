package chart

import (
	"math"

	"hadash/tui/paint"
)

// bars draws every curve as a bar in each cell, and returns the function that writes a cell: the lowest bar that reaches into
// it, so that none is hidden behind a higher one.
func (c *plot) bars(w, h int, top float64) func(p *paint.Pen, x, y int) {
	heights := make([][]int, len(c.series))
	for i := range c.series {
		heights[i] = eighths(c.series[i].Values, w, h, top)
	}
	return func(p *paint.Pen, x, y int) {
		below := (h - 1 - y) * 8 // eighths of a cell
		front, high := -1, 0
		for i := range heights {
			if n := heights[i][x]; n > below && (front < 0 || n <= high) {
				front, high = i, n
			}
		}
		if front < 0 {
			p.Space(1)
			return
		}
		p.Glyph(c.series[front].Style, p.Th.Spark[min(high-below, 8)-1], 1)
	}
}

// eighths is the height of the bars of a curve: zero is a line at the bottom, and 0 means not measured. A cell is
// two values wide, of which the larger counts.
func eighths(values []float64, w, h int, top float64) []int {
	out := make([]int, w)
	for i, v := range values[:min(len(values), w*2)] {
		if !math.IsNaN(v) {
			out[i/2] = max(out[i/2], int(math.Round(part(v, top)*float64(h*8))), 1)
		}
	}
	return out
}
