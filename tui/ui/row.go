package ui

import "hadash/tui/paint"

// The widths of the first cells of rows and lists.
const (
	MarkCells  = 3  // the marks before a row that can be chosen
	StateCells = 12 // the state of a node
	LabelCells = 13 // the label before a text or a number
)

// TwoWide reports whether a screen is wide enough for two tables side by side.
func TwoWide(w int) bool { return w >= 110 }

// Mark begins a row that can be chosen. Another mark shows that the sources disagree on the node.
func (c *Context) Mark(p *paint.Pen, chosen, disputed bool) {
	if chosen {
		p.Base, p.Chosen = c.Theme.Chosen, true
	}
	if disputed {
		p.Glyph(c.Theme.Warn, c.Theme.Differ, 1)
	} else {
		p.Space(1)
	}
	if chosen {
		p.Glyph(c.Theme.Mark, c.Theme.Glyphs.Mark, 1)
	} else {
		p.Space(1)
	}
	p.Space(1)
}

// NameStyle makes the chosen row's name stand out if there is no background to do it.
func (c *Context) NameStyle(p *paint.Pen) paint.Style {
	if p.Chosen {
		return c.Theme.Strong
	}
	return c.Theme.Text
}
