package nodes

import (
	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// appShape is the layout of a table of application instances.
type appShape struct {
	page, visits, last, errors bool
}

func appShapeFor(w, name int) appShape {
	spare := w - ui.MarkCells - name - 1 - ui.StateCells - 7 - 7 - 7 // req/s, failed, hidden
	return appShape{visits: spare >= 8, page: spare >= 8+6, last: spare >= 8+6+12, errors: spare >= 8+6+errorsCells+12}
}

// appCells is the width of the table with all but the last error, for names of that length.
func appCells(name int) int {
	return ui.MarkCells + name + 1 + ui.StateCells + 6 + 7 + 8 + 7 + absorbedCells
}

// errorsCells is the width of the column of answers of 5xx.
const errorsCells = 6

// absorbedCells is the width of the column of failures that another instance absorbed.
const absorbedCells = 9

// appHead writes the heading. Tried, failed and absorbed count nginx's attempts, of which one request may take several; without
// an access log that names them, they count what the instance itself or nginx's error log reports.
func appHead(p *paint.Pen, name int) {
	s := appShapeFor(p.Room(), name)
	p.Space(ui.MarkCells)
	p.Left(p.Th.Faint, "app", name+1)
	p.Left(p.Th.Faint, "state", ui.StateCells)
	if s.page {
		p.Right(p.Th.Faint, []byte("page"), 6)
	}
	p.Right(p.Th.Faint, []byte("req/s"), 7)
	if s.visits {
		p.Right(p.Th.Faint, []byte("tried"), 8)
	}
	p.Right(p.Th.Faint, []byte("failed"), 7)
	p.Right(p.Th.Faint, []byte("absorbed"), absorbedCells)
	if s.errors {
		p.Right(p.Th.Faint, []byte("5xx"), errorsCells)
	}
	if s.last {
		p.Put(p.Th.Faint, "  last error")
	}
}

// appRow writes one instance as nginx and its own health page see it.
func (d *drawing) appRow(p *paint.Pen, n *incident.Node, name int) {
	s := appShapeFor(p.Room()+ui.MarkCells, name)
	p.Left(d.c.NameStyle(p), n.Name, name)
	p.Space(1)
	paint.State(p, d.c.Theme.Health(n.Health), heard(n.Health), ui.StateCells)
	if s.page {
		d.pageCell(p, n)
	}
	var buf [24]byte
	p.Right(d.c.RateStyle(n.Recent), paint.AppendRate(buf[:0], n.Recent, 6), 7)
	if s.visits {
		b, st := d.c.ServedCell(buf[:0], n, 7)
		p.Right(st, b, 8)
	}
	b, st := d.c.FailedCell(buf[:0], n)
	p.Right(st, b, 7)
	b, st = d.c.HiddenCell(buf[:0], n)
	p.Right(st, b, absorbedCells)
	if s.errors {
		b, st = d.c.ErrorsCell(buf[:0], n, errorsCells-1)
		p.Right(st, b, errorsCells)
	}
	if s.last {
		p.Space(2)
		d.c.LastError(p, n)
	}
}

// pageCell is the status that the instance's own health page returned.
func (d *drawing) pageCell(p *paint.Pen, n *incident.Node) {
	var buf [24]byte
	switch {
	case n.Page != nil && n.Page.Code >= 400:
		p.Right(d.c.Theme.Bad, paint.AppendCount(buf[:0], int64(n.Page.Code), 5), 6)
	case n.Page != nil:
		p.Right(d.c.Theme.Text, paint.AppendCount(buf[:0], int64(n.Page.Code), 5), 6)
	case n.PageErr != "":
		p.Right(d.c.Theme.Bad, append(buf[:0], "none"...), 6)
	default:
		p.Right(d.c.Theme.Faint, append(buf[:0], '-'), 6)
	}
}

// heard is the word for a health; one that no source has reported is spelled out beside its sign.
func heard(h incident.Health) string {
	if h == incident.HealthUnknown {
		return "unknown"
	}
	return paint.HealthWord(h)
}
