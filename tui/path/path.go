// Package path draws the way of a request through the nodes.
package path

import (
	"hadash/incident/route"
	"hadash/incident/verdict"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// figureLines is how many lines of figures a hop has at most.
const figureLines = 3

// Rows is how many rows the path would like under its rule: the titles, the longest column, and the way back of failures
// under all columns that lead on.
func Rows(r *route.Route) int {
	most := 0
	for c := range r.Columns {
		n := lines(r.Of(c), figureLines)
		if r.Columns[c].Next.To {
			n++
		}
		most = max(most, n)
	}
	return 1 + most
}

// lines is how many lines a column has under its title, where each of several balancers has at most that number of figures.
func lines(hops []route.Hop, figures int) (n int) {
	for i := range hops {
		n += hopLines(hops, i, figures)
	}
	return n
}

// hopLines is how many of them are of one hop. A balancer that stands alone has its name in the title.
func hopLines(hops []route.Hop, i, figures int) int {
	switch {
	case hops[i].Group:
		return hops[i].Len()
	case len(hops) == 1:
		return figureLines
	}
	return 1 + figures
}

// drawing is one time that the path is drawn.
type drawing struct {
	c      *ui.Context
	r      *route.Route
	chosen string // the node that keys act on
	marked bool   // its row is on the path, not in a table
	back   bool   // the way back of failures is shown
}

// Draw writes the way of a request into r: as columns under a rule, or on one line where r has no more. The path has the
// mark of the chosen node if marked says so.
func Draw(c *ui.Context, r paint.Rect, marked bool) {
	if r.H == 0 {
		return
	}
	d := drawing{c: c, r: &c.Route, marked: marked, back: c.Route.WayBack() && c.Verdict.State != verdict.Back}
	if id, ok := c.Overview(); ok {
		if n := id.Node(c.Frame); n != nil {
			d.chosen = n.Name
		}
	}
	if r.H == 1 {
		d.line(r)
		return
	}
	c.Screen.Rule(c.Theme, r, c.Focused, []paint.TitlePart{paint.NewPart("path", c.Theme.Title)}, paint.TitlePart{})
	in := r.Under()
	step := d.step(in.W)
	for y := range in.H {
		for i := range d.r.Columns {
			x := in.X + i*step
			w := step
			if i == len(d.r.Columns)-1 {
				w = min(in.X+in.W-x, widest)
			}
			if x+w > in.X+in.W {
				return
			}
			d.cell(i, y, in.H, paint.Area(x, in.Y+y, w, 1))
		}
	}
}

const (
	widest = 40 // cells of a hop's column
)

// step is how many cells apart the columns are: as wide as there is room, once the last one has what its lines need.
func (d *drawing) step(w int) int {
	n := len(d.r.Columns)
	if n < 2 {
		return w
	}
	last := min(d.need(d.r.Of(n-1)), w/3)
	return min(w/n, (w-last)/(n-1), widest)
}

// need is how wide a column is whose nodes have a line each.
func (d *drawing) need(hops []route.Hop) int {
	return 1 + 2 + longest(hops) + 1 + len("stopped") + 1
}

// longest is the longest name of a column's nodes, in cells.
func longest(hops []route.Hop) int {
	long := 0
	for i := range hops {
		for n := range hops[i].All {
			long = max(long, paint.Width(n.Name))
		}
	}
	return long
}

// cell writes row y, of h rows, of a column. The last one is for the way back, under all columns that lead on.
func (d *drawing) cell(i, y, h int, r paint.Rect) {
	c := &d.r.Columns[i]
	p := d.c.Screen.At(d.c.Theme, r.Y, r)
	switch {
	case y == 0:
		if c.Next.To {
			p.End-- // a blank between an arrow and the next mark
		}
		d.title(&p, i)
	case y == h-1 && c.Next.To:
		if d.back {
			p.Space(1)
			d.wayBack(&p, &c.Next.Back)
		}
	default:
		room := h - 1
		if c.Next.To {
			room--
		}
		d.under(&p, d.r.Of(i), y-1, room)
	}
}
