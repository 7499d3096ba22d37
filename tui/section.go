package tui

import "hadash/tui/paint"

// section is a part of a page under its title: so many rows, each written by itself, so that any of them can be in
// sight. One without a title is its rows alone.
type section struct {
	title []paint.TitlePart
	rows  int
	row   func(p *paint.Pen, y int)
	ruled bool // a line goes on from the title, as what is above may be cut there
}

func (s *section) height() int {
	if len(s.title) == 0 {
		return s.rows
	}
	return 1 + s.rows
}

func (s *section) write(p *paint.Pen, y int) {
	if len(s.title) == 0 {
		s.row(p, y)
		return
	}
	if y > 0 {
		s.row(p, y-1)
		return
	}
	for i := range s.title {
		p.Space(1 + min(i, 1))
		p.Put(s.title[i].Style, s.title[i].Text)
	}
	if s.ruled {
		p.Space(1)
		p.Glyph(p.Th.Border, p.Th.Thin.Across, p.Room()-1)
	}
}

// stack is sections under each other, with so many blank rows between them.
type stack struct {
	parts []section
	gap   int
}

func (s *stack) add(all ...section) {
	for _, part := range all {
		if part.height() > 0 {
			s.parts = append(s.parts, part)
		}
	}
}

func (s *stack) height() int {
	h := 0
	for i := range s.parts {
		if i > 0 {
			h += s.gap
		}
		h += s.parts[i].height()
	}
	return h
}

// draw writes into r what is in sight of the stack, from its row top on. A top below zero is rows that stay free.
func (s *stack) draw(m *Model, r paint.Rect, top int) {
	at := -top
	for i := range s.parts {
		part := &s.parts[i]
		h := part.height()
		for y := max(at, 0); y < min(at+h, r.H); y++ {
			p := m.screen.At(m.th, r.Y+y, paint.Area(r.X, r.Y+y, r.W, 1))
			part.write(&p, y-at)
		}
		at += h + s.gap
	}
}
