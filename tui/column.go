package tui

import (
	"slices"
	"strings"
)

// column hands out the lines of a rect from top to bottom. When there are no more it gives lines that
// nobody sees, so that whoever writes need not count.
type column struct {
	m      *Model
	r      rect
	used   int
	unseen row
}

func (c *column) line() pen {
	y := c.used
	c.used++
	if y >= c.r.h {
		return pen{row: &c.unseen, th: c.m.th}
	}
	return c.m.screen.at(c.m.th, c.r.y+y, rect{c.r.x, c.r.y + y, c.r.w, 1})
}

// blank leaves a line free, where enough are left.
func (c *column) blank() {
	if c.r.h-c.used > 8 {
		c.used++
	}
}

// rest is the part that is not yet written to.
func (c *column) rest() rect {
	return rect{c.r.x, c.r.y + c.used, c.r.w, max(c.r.h-c.used, 0)}
}

// halves splits what is left into two columns. The left one is to be written first.
func (c *column) halves() (left, right column) {
	r := c.rest()
	half := r.w / 2
	return column{m: c.m, r: rect{r.x, r.y, half, r.h}}, column{m: c.m, r: rect{r.x + half, r.y, r.w - half, r.h}}
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
