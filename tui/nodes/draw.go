package nodes

import (
	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// drawing is one drawing of the pane.
type drawing struct {
	c *ui.Context
	p *Pane
}

// Draw writes the lines that are in sight, and the border.
func (p *Pane) Draw(c *ui.Context, r paint.Rect) {
	d := drawing{c, p}
	d.draw(r)
}

func (d *drawing) draw(r paint.Rect) {
	in := r.Under()
	end := d.p.end(in.H)
	d.c.Screen.Rule(d.c.Theme, r, d.c.Focused, d.title(), d.hint(end))
	if len(d.p.lines) == 0 {
		d.unknown(in)
		return
	}
	d.maps(in)
	if used := d.p.mapLines() + end - d.p.top; in.H-used > 1 && d.c.Behind.Text != "" {
		pen := d.c.Screen.At(d.c.Theme, in.Y+used+1, paint.Area(in.X, in.Y+used+1, in.W, 1))
		d.quiet(&pen)
	}
	in.Y += d.p.mapLines()
	for y := range end - d.p.top {
		l := d.p.lines[d.p.top+y]
		if y == 0 && d.p.top > 0 {
			l = d.p.head(d.p.top)
		}
		d.line(l, d.p.top+y, paint.Area(in.X, in.Y+y, in.W, 1))
	}
}

func (d *drawing) line(l line, nth int, r paint.Rect) {
	if !d.p.beside(l) {
		d.row(l.left, 2*nth, r)
		return
	}
	half := appCells(d.p.apps) + 1
	if spare := r.W - half - ui.MarkCells - d.p.others - 1 - roleFrom - 5; spare > 20 {
		half += min(spare, 60) // for the instances' last errors
	}
	d.row(l.left, 2*nth, paint.Area(r.X, r.Y, half, 1))
	d.row(l.right, 2*nth+1, paint.Area(r.X+half, r.Y, r.W-half, 1))
}

// beside reports whether a line is one of the two small tables side by side.
func (p *Pane) beside(l line) bool {
	return p.twoUp && (l.left.kind == rowNone || l.left.kind >= rowAppHead)
}

// row writes one row, whose number counts two to a line.
func (d *drawing) row(row row, nth int, r paint.Rect) {
	pen := d.c.Screen.At(d.c.Theme, r.Y, r)
	name := d.p.nameCells(row.kind, r.W)
	switch row.kind {
	case rowServerHead:
		d.serverHead(&pen, name)
	case rowAppHead:
		appHead(&pen, name)
	case rowOtherHead:
		otherHead(&pen, name)
	case rowBackend:
		d.backendLabel(&pen, row)
	case rowFree:
		d.freeRow(&pen, row)
	case rowTotal:
		pen.Muted = d.c.Frame.HAProxy == nil || d.c.BackendStale(d.c.Frame.HAProxy.Proxies[row.proxy].Pxname)
		d.totalRow(&pen, row, name)
	case rowNone:
	default:
		pen.Pick(paint.Nodes, int64(nth))
		d.nodeRow(&pen, row, name)
	}
}

// nodeRow writes a row that can be chosen.
func (d *drawing) nodeRow(pen *paint.Pen, row row, name int) {
	var node *incident.Node
	if row.node >= 0 {
		node = &d.c.Frame.Nodes[row.node]
	}
	d.c.Mark(pen, d.p.is(&row), d.c.Disputed(node))
	switch row.kind {
	case rowServer:
		pen.Muted = d.c.RowStale(&d.c.Frame.HAProxy.Servers[row.server])
		d.serverRow(pen, row, node, name)
	case rowFold:
		pen.Muted = d.c.RowStale(&d.c.Frame.HAProxy.Servers[row.server])
		d.foldRow(pen, row, name)
	case rowWaiting:
		d.waitingRow(pen, node, name)
	case rowApp:
		pen.Muted = d.c.Old(node) && d.c.DockerStale(node)
		d.appRow(pen, node, name)
	case rowOther:
		pen.Muted = d.c.Old(node)
		d.otherRow(pen, node, name)
	}
	if pen.Base != (paint.Style{}) {
		pen.Fill()
	}
}

// linkedCells is the most that a server's name takes with that of its container.
const linkedCells = 20

// nameCells is how wide the first column is: the same in tables above each other.
func (p *Pane) nameCells(kind rowKind, w int) int {
	most := 14
	switch {
	case w >= 150:
		most = 32
	case w < 60:
		most = 12
	}
	if p.linked {
		most = max(most, linkedCells)
	}
	name := max(p.name, p.apps, p.others)
	if p.twoUp || p.onPath {
		switch {
		case kind >= rowOtherHead:
			name = p.others
		case kind >= rowAppHead:
			name = p.apps
		default:
			name = p.name
		}
	}
	return min(name, most)
}

// quiet names the panes that have nothing to say yet, with their keys.
func (d *drawing) quiet(p *paint.Pen) {
	p.Put(d.c.Theme.Faint, " nothing has happened yet: ")
	from := p.Row.X
	p.Put(d.c.Theme.Faint, d.c.Behind.Text)
	for _, l := range d.c.Behind.Acts {
		p.ActTo(from+l.From, from+l.To, l.Action)
	}
}
