package stats

import (
	"hadash/record"
	"hadash/tui/paint"
)

// Draw writes the heading and the rows that fit into r, so that the chosen one is in sight.
func (t *Table) Draw(s *paint.Screen, th *paint.Theme, r paint.Rect, fresh *Changes, stale bool) {
	if r.H < headRows {
		return
	}
	t.arrange()
	p := s.At(th, r.Y, r)
	t.groups(&p)
	p = s.At(th, r.Y+1, r)
	t.titles(&p)
	if t.t == nil || len(t.order) == 0 {
		if r.H > headRows {
			p := s.At(th, r.Y+headRows, r)
			p.Space(markCells)
			p.Put(th.Faint, "no row matches; esc shows all")
		}
		return
	}
	for y := range min(r.H-headRows, len(t.order)-t.top) {
		p = s.At(th, r.Y+headRows+y, r)
		p.Pick(paint.PageRows, int64(t.top+y))
		t.row(&p, t.order[t.top+y], t.top+y == t.nth, fresh, stale)
	}
}

const markCells = 1

// names are the cells of the names, which always stand at the left.
func (t *Table) names() int { return t.w - markCells - 1 - t.room() }

// end is the place behind the last column that fits, from a place on.
func (t *Table) end() int {
	room, i := t.room(), t.left
	for ; i < len(t.columns) && t.columns[i].w <= room; i++ {
		room -= t.columns[i].w
	}
	return i
}

// groups writes the titles of the groups over their columns.
func (t *Table) groups(p *paint.Pen) {
	p.Space(markCells + t.names() + 1)
	end := t.end()
	for i := t.left; i < end; {
		group, w := t.columns[i].group, 0
		for ; i < end && t.columns[i].group == group; i++ {
			w += t.columns[i].w
		}
		over(p, group, w)
	}
}

// over writes the title of a group in the middle of a line over its cells.
func over(p *paint.Pen, group string, w int) {
	th, end := p.Th, p.Row.X+w
	room := w - 1 - len(group)
	switch {
	case group == "":
	case room < 0: // its columns have the title's meaning in theirs
	case room < 6:
		p.To(end - len(group))
		p.Put(th.Faint, group)
	default:
		p.Space(1)
		p.Glyph(th.Border, th.Thin.Across, (room-2)/2)
		p.Space(1)
		p.Put(th.Faint, group)
		p.Space(1)
		p.Glyph(th.Border, th.Thin.Across, end-p.Row.X)
	}
	p.To(end)
}

// titles writes the names of the columns.
func (t *Table) titles(p *paint.Pen) {
	p.Space(markCells)
	p.Left(p.Th.Faint, "name", t.names()+1)
	arrow := p.Th.Upward
	if t.Largest {
		arrow = p.Th.Downward
	}
	for i, end := t.left, t.end(); i < end; i++ {
		t.columns[i].title(p, t.columns[i].csv == t.Sort, arrow)
	}
}

func (t *Table) row(p *paint.Pen, row int, chosen bool, fresh *Changes, stale bool) {
	px, sv := t.t.Name(row)
	st := t.t.Status(row)
	if chosen {
		p.Base, p.Chosen = p.Th.Chosen, true
		p.Glyph(p.Th.Mark, p.Th.Glyphs.Mark, 1)
	}
	p.Space(markCells - boolInt(chosen))
	p.Muted = stale
	t.rowName(p, row)
	for i, end := t.left, t.end(); i < end; i++ {
		c := &t.columns[i]
		c.put(p, t.t.Value(row, c.cell), &st, fresh.Recent(px, sv, c.csv), t.buf[:])
	}
	if chosen {
		p.Fill()
	}
}

// rowName writes the name of a row: a proxy's, and that of a server or listener under it.
func (t *Table) rowName(p *paint.Pen, row int) {
	px, sv := t.t.Name(row)
	end := p.Row.X + t.names()
	style, name := p.Th.Text, sv
	switch kind := t.t.Kind(row); {
	case kind <= record.RowBackend:
		style, name = p.Th.Title, px
	case kind == record.RowListener:
		style = p.Th.Faint
		p.Space(indent)
	case t.several:
		p.Put(p.Th.Faint, px)
		p.Put(p.Th.Faint, "/")
	default:
		p.Space(indent)
	}
	if p.Chosen {
		style = p.Th.Strong
	}
	p.Left(style, name, end-p.Row.X)
	p.Space(1)
}

// inSight is how many columns are in sight.
func (t *Table) inSight() int { return t.end() - t.left }

// Where says which columns are in sight: "columns 7 to 13 of 27".
func (t *Table) Where() string {
	t.arrange()
	n := t.inSight()
	if n == len(t.columns) {
		return paint.Plural(n, "column", "columns")
	}
	return "columns " + paint.Count(int64(t.left+1)) + " to " + paint.Count(int64(t.left+n)) + " of " + paint.Count(int64(len(t.columns)))
}
