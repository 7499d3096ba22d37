package stats

import (
	"slices"

	"hadash/record"
	"hadash/tui/paint"
)

// Chooser is the list of all columns with a mark at those that are shown.
type Chooser struct {
	Open   bool
	Filter Filter // of the names and meanings
	at     int
	top    int
	h      int
	names  []string
}

// Begin opens the list.
func (c *Chooser) Begin(t *Table) {
	*c = Chooser{Open: true}
	c.List(t)
}

// List lists the columns that pass the filter. A column that was chosen once but is not on this page is there too.
func (c *Chooser) List(t *Table) {
	c.names = c.names[:0]
	all := t.Names()
	for _, name := range t.Shown() {
		if !slices.Contains(all, name) && t.Columns != nil {
			all = append(all, name)
		}
	}
	var meant []string // only what they mean passes: under those whose name does
	for _, name := range all {
		switch {
		case contains(name, c.Filter.lower):
			c.names = append(c.names, name)
		case contains(record.Meaning(name), c.Filter.lower), contains(As(name), c.Filter.lower):
			meant = append(meant, name)
		}
	}
	c.names = append(c.names, meant...)
	c.Move(0)
}

// Move moves the choice n lines down; negative is up.
func (c *Chooser) Move(by int) {
	c.at = max(min(c.at+by, len(c.names)-1), 0)
	c.Fit(c.h)
}

// Pick chooses the nth line, and Wheel scrolls with the chosen one in sight.
func (c *Chooser) Pick(nth int) { c.Move(nth - c.at) }

func (c *Chooser) Wheel(by int) {
	c.top = max(min(c.top+by, len(c.names)-c.h), 0)
	c.Pick(max(min(c.at, c.top+c.h-1), c.top))
}

// At is the place of the chosen line.
func (c *Chooser) At() int { return c.at }

// Fit says how many lines there is room for, and keeps the chosen one among them.
func (c *Chooser) Fit(h int) {
	c.h = h
	c.top = max(min(c.top, c.at, len(c.names)-h), c.at-h+1, 0)
}

// Toggle shows the chosen column, after those that are shown, or hides it.
func (c *Chooser) Toggle(t *Table) {
	if len(c.names) == 0 {
		return
	}
	name := c.names[c.at]
	shown := slices.Clone(t.Shown())
	if i := slices.Index(shown, name); i >= 0 {
		shown = slices.Delete(shown, i, i+1)
	} else {
		shown = append(shown, name)
	}
	t.SetColumns(shown)
}

// asCells is the room of the names that the table shows.
const asCells = 16

// Draw writes the lines that fit into r.
func (c *Chooser) Draw(s *paint.Screen, th *paint.Theme, r paint.Rect, t *Table) {
	shown := t.Shown()
	w := 10
	for _, name := range c.names {
		w = max(w, min(len(name), r.W/3))
	}
	for y := range min(r.H, len(c.names)-c.top) {
		i := c.top + y
		name := c.names[i]
		p := s.At(th, r.Y+y, r)
		p.Pick(paint.PageRows, int64(i))
		st := th.Text
		if i == c.at {
			p.Base, p.Chosen, st = th.Chosen, true, th.Strong
			p.Glyph(th.Mark, th.Glyphs.Mark, 1)
			p.Space(1)
		} else {
			p.Space(2)
		}
		if slices.Contains(shown, name) {
			p.Put(th.Good, "[x] ")
		} else {
			p.Put(th.Faint, "[ ] ")
		}
		p.Left(st, name, w)
		p.Space(2)
		p.Left(th.Faint, As(name), asCells)
		p.Space(2)
		p.Put(th.Faint, record.Meaning(name))
		if p.Chosen {
			p.Fill()
		}
	}
}
