package ui

import "hadash/tui/paint"

// Section is a part of a page under its title, with a number of rows that can be drawn independently when it is
// scrolled. Without a title it is only its rows.
type Section struct {
	Title []paint.TitlePart
	Rows  int
	Row   func(p *paint.Pen, y int)
	Ruled bool // a line goes on from the title, as what is above may be cut there
}

// Height is how many lines it takes, its title included.
func (s *Section) Height() int {
	if len(s.Title) == 0 {
		return s.Rows
	}
	return 1 + s.Rows
}

func (s *Section) write(p *paint.Pen, y int) {
	if len(s.Title) == 0 {
		s.Row(p, y)
		return
	}
	if y > 0 {
		s.Row(p, y-1)
		return
	}
	for i := range s.Title {
		p.Space(1 + min(i, 1))
		p.Put(s.Title[i].Style, s.Title[i].Text)
	}
	if s.Ruled {
		p.Space(1)
		p.Glyph(p.Th.Border, p.Th.Thin.Across, p.Room()-1)
	}
}

// Stack is sections below each other, with a number of blank rows between them.
type Stack struct {
	Parts []Section
	Gap   int
}

// Add appends sections; those without a line are left out.
func (s *Stack) Add(all ...Section) {
	for _, part := range all {
		if part.Height() > 0 {
			s.Parts = append(s.Parts, part)
		}
	}
}

// Height is how many lines all of it takes.
func (s *Stack) Height() int {
	h := 0
	for i := range s.Parts {
		if i > 0 {
			h += s.Gap
		}
		h += s.Parts[i].Height()
	}
	return h
}

// Draw writes into r what is in sight of the stack, from its row top on. A top below zero is rows that stay free.
func (s *Stack) Draw(c *Context, r paint.Rect, top int) {
	at := -top
	for i := range s.Parts {
		part := &s.Parts[i]
		h := part.Height()
		for y := max(at, 0); y < min(at+h, r.H); y++ {
			p := c.Screen.At(c.Theme, r.Y+y, paint.Area(r.X, r.Y+y, r.W, 1))
			part.write(&p, y-at)
		}
		at += h + s.Gap
	}
}
