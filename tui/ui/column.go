package ui

import (
	"slices"
	"strings"

	"hadash/tui/paint"
)

// Column hands out the lines of a rect from top to bottom. After the last one it returns lines that
// are not visible, so that callers need not count.
type Column struct {
	C      *Context
	R      paint.Rect
	Used   int
	unseen paint.Row
}

// Line is the next line, to be written.
func (c *Column) Line() paint.Pen {
	y := c.Used
	c.Used++
	if y >= c.R.H {
		return paint.Pen{Row: &c.unseen, Th: c.C.Theme}
	}
	return c.C.Screen.At(c.C.Theme, c.R.Y+y, paint.Area(c.R.X, c.R.Y+y, c.R.W, 1))
}

// Say writes a line of text.
func (c *Column) Say(st paint.Style, text string) {
	p := c.Line()
	p.Space(1)
	p.Put(st, text)
}

// Blank leaves a line free, if there is one.
func (c *Column) Blank() {
	if c.R.H-c.Used > 8 {
		c.Used++
	}
}

// Rest is the part that is not yet written to.
func (c *Column) Rest() paint.Rect {
	return paint.Area(c.R.X, c.R.Y+c.Used, c.R.W, max(c.R.H-c.Used, 0))
}

// ByCount lists the names in a count, the most frequent first.
func ByCount(counts map[string]int) []string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	return names
}
