package tui

// titlePart is a piece of a panel's title.
type titlePart struct {
	text  string
	style style
}

// frameBox draws a panel's border with its title, and a hint at the right: "following". The inside
// is left empty. A focused panel has heavy lines, so that it is seen without colour too.
func (s *screen) frameBox(th *Theme, r rect, focused bool, title []titlePart, hint titlePart) {
	if r.h < 2 || r.w < 2 {
		return
	}
	b, st := &th.Thin, th.Border
	if focused {
		b, st = &th.Heavy, th.Focus
	}
	s.topEdge(th, r, b, st, title, hint)
	for y := r.y + 1; y < r.y+r.h-1; y++ {
		p := s.at(th, y, r)
		p.glyph(st, b.down, 1)
	}
	p := s.at(th, r.y+r.h-1, r)
	p.glyph(st, b.bottomLeft, 1)
	p.glyph(st, b.across, r.w-2)
	p.glyph(st, b.bottomRight, 1)
}

// closeBox draws the right edge, once the inside is written.
func (s *screen) closeBox(th *Theme, r rect, focused bool) {
	b, st := &th.Thin, th.Border
	if focused {
		b, st = &th.Heavy, th.Focus
	}
	for y := r.y + 1; y < r.y+r.h-1; y++ {
		p := s.at(th, y, rect{r.x + r.w - 1, y, 1, 1})
		p.glyph(st, b.down, 1)
	}
}

func (s *screen) topEdge(th *Theme, r rect, b *box, st style, title []titlePart, hint titlePart) {
	p := s.at(th, r.y, r)
	p.glyph(st, b.topLeft, 1)
	right := r.x + r.w - 1
	stop := right - 2
	hintAt := right
	if n := width(hint.text); n > 0 {
		hintAt = max(right-n-3, r.x+r.w/3)
		stop = hintAt - 1
	}
	for i, t := range title {
		p.end = stop
		if i > 0 {
			p.glyph(st, b.across, 2)
		}
		p.space(1)
		p.put(t.style, t.text)
		p.space(1)
	}
	p.end = right + 1
	p.glyph(st, b.across, hintAt-p.row.x)
	if hintAt < right {
		p.end = right - 1
		p.space(1)
		p.put(hint.style, hint.text)
		p.space(1)
		p.end = right + 1
		p.glyph(st, b.across, right-p.row.x)
	}
	p.glyph(st, b.topRight, 1)
}
