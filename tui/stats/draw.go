package stats

import (
	"hadash/record"
	"hadash/tui/paint"
)

// Draw writes the heading and the rows that fit into r, so that the chosen one is in sight.
func (t *Table) Draw(s *paint.Screen, th *paint.Theme, r paint.Rect, fresh *Changes, stale bool) {
	if r.H < 1 {
		return
	}
	head := s.At(th, r.Y, r)
	t.head(&head)
	if t.t == nil || len(t.order) == 0 {
		if r.H > 1 {
			p := s.At(th, r.Y+1, r)
			p.Space(markCells)
			p.Put(th.Faint, "no row matches; esc shows all")
		}
		return
	}
	for y := range min(r.H-1, len(t.order)-t.top) {
		p := s.At(th, r.Y+1+y, r)
		p.Pick(paint.PageRows, int64(t.top+y))
		t.row(&p, t.order[t.top+y], t.top+y == t.nth, fresh, stale)
	}
}

const markCells = 2

// names are the cells of the two columns that always stand at the left.
func (t *Table) names(room int) (pxname, svname int) {
	most := max(room/2-markCells, 12)
	pxname, svname = t.pxname, t.svname
	if pxname+svname+2 > most {
		pxname = min(pxname, most*2/5)
		svname = min(svname, most-pxname-2)
	}
	return pxname, svname
}

func (t *Table) head(p *paint.Pen) {
	pxname, svname := t.names(p.Room())
	p.Space(markCells)
	p.Left(p.Th.Faint, "pxname", pxname+1)
	p.Left(p.Th.Faint, "svname", svname+1)
	arrow := p.Th.Upward
	if t.Largest {
		arrow = p.Th.Downward
	}
	for i := t.left; i < len(t.columns) && t.columns[i].w <= p.Room(); i++ {
		t.columns[i].head(p, t.columns[i].name == t.Sort, arrow)
	}
}

func (t *Table) row(p *paint.Pen, row int, chosen bool, fresh *Changes, stale bool) {
	pxname, svname := t.names(p.Room())
	px, sv := t.t.Name(row)
	st := t.t.Status(row)
	name := p.Th.Text
	switch t.t.Kind(row) {
	case record.RowFrontend, record.RowBackend:
		name = p.Th.Title
	case record.RowListener:
		name = p.Th.Faint
	}
	if chosen {
		p.Base, p.Chosen, name = p.Th.Chosen, true, p.Th.Strong
		p.Glyph(p.Th.Mark, p.Th.Glyphs.Mark, 1)
	}
	p.Space(markCells - boolInt(chosen))
	p.Muted = stale
	p.Left(p.Th.Faint, px, pxname)
	p.Space(1)
	p.Left(name, sv, svname)
	p.Space(1)
	for i := t.left; i < len(t.columns) && t.columns[i].w <= p.Room(); i++ {
		c := &t.columns[i]
		c.put(p, t.t.Value(row, c.cell), &st, fresh.Recent(px, sv, c.name), t.buf[:])
	}
	if chosen {
		p.Fill()
	}
}

// Where says which columns are in sight: "columns 7 to 13 of 27".
func (t *Table) Where() string {
	n := t.inSight()
	if n == len(t.columns) {
		return paint.Plural(n, "column", "columns")
	}
	return "columns " + paint.Count(int64(t.left+1)) + " to " + paint.Count(int64(t.left+n)) + " of " + paint.Count(int64(len(t.columns)))
}
