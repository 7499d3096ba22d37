package tui

import "strings"

// cell is text in exactly w cells.
func cell(th *Theme, s string, w int) string {
	n := width(s)
	if n <= w {
		return s + strings.Repeat(" ", w-n)
	}
	cut := pen{row: &row{}, th: th, end: w}
	cut.put(style{}, s)
	cut.fill()
	return string(cut.row.buf)
}

func padLeft(s string, w int) string {
	return strings.Repeat(" ", max(w-width(s), 0)) + s
}

// state writes a glyph and a word into w cells.
func state(p *pen, s sign, word string, w int) {
	if p.muted {
		s.glyph = p.th.Unknown // it was so when last heard of
	}
	p.glyph(s.style, s.glyph, 1)
	p.space(1)
	p.left(s.style, word, w-2)
}
