// Package path draws the way of a request through the nodes.
package path

import (
	"hadash/incident/route"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// figureLines is how many lines of figures a hop has at most.
const figureLines = 3

// Rows is how many rows the path would like under its rule: the titles, the longest hop, and the way back of failures
// under all hops but the last.
func Rows(r *route.Route) int {
	most := 0
	for i := range r.Hops {
		n := lines(&r.Hops[i])
		if i < len(r.Hops)-1 {
			n++
		}
		most = max(most, n)
	}
	return 1 + most
}

// lines is how many lines a hop has under its title.
func lines(h *route.Hop) int {
	switch {
	case !figured(h.Role):
		return h.Len()
	case len(h.Nodes) > 1:
		return len(h.Nodes) + figureLines
	}
	return figureLines
}

// figured reports whether the hops of a role have figures of their own; others have a line for each node.
func figured(role record.Role) bool {
	return role == record.RoleLoad || role == record.RoleWeb || role == record.RoleBalancer
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
	d := drawing{c: c, r: &c.Route, marked: marked, back: c.Route.WayBack()}
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
		for i := range d.r.Hops {
			x := in.X + i*step
			w := step
			if i == len(d.r.Hops)-1 {
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
	n := len(d.r.Hops)
	if n < 2 {
		return w
	}
	last := min(d.need(&d.r.Hops[n-1]), w/3)
	return min(w/n, (w-last)/(n-1), widest)
}

// need is how wide a hop is whose nodes have a line each.
func (d *drawing) need(h *route.Hop) int {
	return 1 + 2 + longest(h) + 1 + len("stopped") + 1
}

// longest is the longest name of a hop's nodes, in cells.
func longest(h *route.Hop) int {
	long := 0
	for n := range h.All {
		long = max(long, paint.Width(n.Name))
	}
	return long
}

// cell writes row y, of h rows, of a hop. The last one is for the way back, under all hops but the last.
func (d *drawing) cell(i, y, h int, r paint.Rect) {
	last := i == len(d.r.Hops)-1
	p := d.c.Screen.At(d.c.Theme, r.Y, r)
	switch {
	case y == 0:
		if !last {
			p.End-- // a blank between an arrow and the next mark
		}
		d.title(&p, i)
	case y == h-1 && !last:
		if d.back {
			p.Space(1)
			d.wayBack(&p, &d.r.Edges[i].Back)
		}
	default:
		room := h - 1
		if !last {
			room--
		}
		d.under(&p, &d.r.Hops[i], y-1, room)
	}
}
