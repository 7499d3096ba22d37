package tui

import (
	"slices"
	"strings"

	"hadash/tui/paint"
)

// column hands out the lines of a rect from top to bottom. When there are no more it gives lines that
// nobody sees, so that whoever writes need not count.
type column struct {
	m      *Model
	r      paint.Rect
	used   int
	unseen paint.Row
}

func (c *column) line() paint.Pen {
	y := c.used
	c.used++
	if y >= c.r.H {
		return paint.Pen{Row: &c.unseen, Th: c.m.th}
	}
	return c.m.screen.At(c.m.th, c.r.Y+y, paint.Area(c.r.X, c.r.Y+y, c.r.W, 1))
}

// say writes a line of text.
func (c *column) say(st paint.Style, text string) {
	p := c.line()
	p.Space(1)
	p.Put(st, text)
}

// blank leaves a line free, where enough are left.
func (c *column) blank() {
	if c.r.H-c.used > 8 {
		c.used++
	}
}

// rest is the part that is not yet written to.
func (c *column) rest() paint.Rect {
	return paint.Area(c.r.X, c.r.Y+c.used, c.r.W, max(c.r.H-c.used, 0))
}

// byCount lists the names in a count, the most frequent first.
func byCount(counts map[string]int) []string {
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
