package paint

import "strings"

// Cell is text in exactly w cells.
func Cell(th *Theme, s string, w int) string {
	n := Width(s)
	if n <= w {
		return s + strings.Repeat(" ", w-n)
	}
	cut := Pen{Row: &Row{}, Th: th, End: w}
	cut.Put(Style{}, s)
	cut.Fill()
	return string(cut.Row.buf)
}

func PadLeft(s string, w int) string {
	return strings.Repeat(" ", max(w-Width(s), 0)) + s
}

// State writes a glyph and a word into w cells.
func State(p *Pen, s Sign, word string, w int) {
	if p.Muted {
		s.Glyph = p.Th.Unknown // it was so at the last report
	}
	p.Glyph(s.Style, s.Glyph, 1)
	p.Space(1)
	p.Left(s.Style, word, w-2)
}
