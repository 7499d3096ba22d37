package ui

import "hadash/tui/paint"

// Digit writes a count into one cell: a dot for none, "+" for ten and more, a blank where it is not known, below 0.
func (c *Context) Digit(p *paint.Pen, st paint.Style, n int) {
	switch {
	case n < 0:
		p.Space(1)
	case n == 0:
		p.Glyph(st, c.Theme.Dot, 1)
	case n < 10:
		p.Glyph(st, "0123456789"[n:n+1], 1)
	default:
		p.Glyph(st, "+", 1)
	}
}
