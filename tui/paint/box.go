package paint

// TitlePart is a piece of a panel's title.
type TitlePart struct {
	Text  string
	Style Style
	Acts  []Link // of its cells, from 0 on
}

// put writes it with what can be clicked in it.
func (t *TitlePart) put(p *Pen) {
	from := p.Row.X
	p.Put(t.Style, t.Text)
	for _, l := range t.Acts {
		l.From, l.To = from+l.From, min(from+l.To, p.Row.X)
		p.Row.links = append(p.Row.links, l)
	}
}

// Upright is the border's vertical line.
func (b box) Upright() string { return b.down }

// Rule draws a rule over a panel with its title, and a hint at the right: "following". What is under it is left empty. A
// focused panel has a heavy rule, so that it is seen without colour too.
func (s *Screen) Rule(th *Theme, r Rect, focused bool, title []TitlePart, hint TitlePart) {
	if r.H < 1 || r.W < 2 {
		return
	}
	b, st := &th.Thin, th.Border
	if focused {
		b, st = &th.Heavy, th.Focus
	}
	corner := b.Across
	if r.X > 0 {
		corner = b.tee
	}
	s.topEdge(th, r, corner, b.Across, b.Across, st, title, hint)
	if r.X == 0 {
		return
	}
	for y := r.Y + 1; y < r.Y+r.H; y++ {
		p := s.At(th, y, r)
		p.Glyph(th.Border, th.Thin.down, 1)
	}
}

// FrameBox draws a panel's border with its title, and a hint at the right: "following". The inside
// is left empty. A focused panel has heavy lines, so that it is seen without colour too.
func (s *Screen) FrameBox(th *Theme, r Rect, focused bool, title []TitlePart, hint TitlePart) {
	if r.H < 2 || r.W < 2 {
		return
	}
	b, st := &th.Thin, th.Border
	if focused {
		b, st = &th.Heavy, th.Focus
	}
	s.topEdge(th, r, b.topLeft, b.Across, b.topRight, st, title, hint)
	for y := r.Y + 1; y < r.Y+r.H-1; y++ {
		p := s.At(th, y, r)
		p.Glyph(st, b.down, 1)
	}
	p := s.At(th, r.Y+r.H-1, r)
	p.Glyph(st, b.bottomLeft, 1)
	p.Glyph(st, b.Across, r.W-2)
	p.Glyph(st, b.bottomRight, 1)
}

// CloseBox draws the right edge, once the inside is written.
func (s *Screen) CloseBox(th *Theme, r Rect, focused bool) {
	b, st := &th.Thin, th.Border
	if focused {
		b, st = &th.Heavy, th.Focus
	}
	for y := r.Y + 1; y < r.Y+r.H-1; y++ {
		p := s.At(th, y, Rect{r.X + r.W - 1, y, 1, 1})
		p.Glyph(st, b.down, 1)
	}
}

func (s *Screen) topEdge(th *Theme, r Rect, left, across, end string, st Style, title []TitlePart, hint TitlePart) {
	p := s.At(th, r.Y, r)
	p.Glyph(st, left, 1)
	right := r.X + r.W - 1
	stop := right - 2
	hintAt := right
	if n := Width(hint.Text); n > 0 {
		hintAt = max(right-n-3, r.X+r.W/3)
		stop = hintAt - 1
	}
	for i := range title {
		t := &title[i]
		p.End = stop - 1
		if i > 0 {
			if p.Room() < 6 {
				break
			}
			p.Glyph(st, across, 2)
		}
		p.Space(1)
		t.put(&p)
		p.End = stop
		p.Space(1)
	}
	p.End = right + 1
	p.Glyph(st, across, hintAt-p.Row.X)
	if hintAt < right {
		p.End = right - 1
		p.Space(1)
		hint.put(&p)
		p.Space(1)
		p.End = right + 1
		p.Glyph(st, across, right-p.Row.X)
	}
	p.Glyph(st, end, 1)
}

// NewPart is a piece of a title in that style.
func NewPart(text string, st Style) TitlePart { return TitlePart{Text: text, Style: st} }
