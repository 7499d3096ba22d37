package haproxy

import (
	"slices"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// field is a column of the chosen row.
type field struct {
	name, value string
	words       string // after the value: "9 open now"
	meaning     string
	changed     bool // since the newest fault
	zero        bool
}

// past is the row as it was before the newest fault.
type past struct {
	table *record.Table // nil when it is not known
	row   int
	ago   time.Duration // between the two readings
}

// marked is HAProxy's page before the newest fault, where the first line is about it.
func marked(c *ui.Context) incident.Reading {
	if newest(c) == nil {
		return incident.Reading{}
	}
	return c.Frame.BeforeNewest
}

// then finds a row in the page before the newest fault.
func then(c *ui.Context, before incident.Reading, id stats.ID, kind record.RowKind) past {
	if before.Page == nil {
		return past{}
	}
	at := c.Frame.At
	for i := range c.Frame.Sources {
		if s := &c.Frame.Sources[i]; s.Name == record.SourceHAProxy && !s.LastOK.IsZero() {
			at = s.LastOK
		}
	}
	t := before.Page.Table()
	for row := range t.Len() {
		if px, sv := t.Name(row); px == id.Pxname && sv == id.Svname && t.Kind(row) == kind {
			return past{t, row, at.Sub(before.At)}
		}
	}
	return past{}
}

// changed reports whether a cell is another one now. One that counts the seconds since something is if that has happened
// again.
func (p *past) changed(name string, is record.Value) bool {
	if p.table == nil {
		return false
	}
	was := p.table.Value(p.row, p.table.Find(name))
	if (name == "lastchg" || name == "lastsess") && was.Number && is.Number {
		grown := record.Times(is.N, time.Second) - record.Times(was.N, time.Second) - p.ago
		return was.N < 0 != (is.N < 0) || is.N >= 0 && grown.Abs() > 2*time.Second
	}
	return was != is
}

// fieldsOf are the fields of a row that HAProxy gives, the usual columns first.
func fieldsOf(t *record.Table, row int, was past) (fields []field) {
	add := func(name string) {
		v := t.Value(row, t.Find(name))
		if name == "pxname" || name == "svname" || v.Blank() {
			return
		}
		fields = append(fields, field{
			name: name, value: stats.Written(name, v), words: stats.Words(name, v), meaning: stats.Meaning(name),
			changed: was.changed(name, v), zero: v.Number && v.N == 0,
		})
	}
	for _, name := range stats.Usual {
		add(name)
	}
	for _, name := range t.Names() {
		if !slices.Contains(stats.Usual, name) {
			add(name)
		}
	}
	return fields
}

// grid is how the fields stand: below each other, then side by side. Where not all fit those that are 0 are only named.
type grid struct {
	cells      []field
	zeros      []field
	w, rows    int
	zeroRows   int
	left       int // of the fields, those that there is no room for
	zerosStart int
	forW, forH int // the room it was made for
}

const (
	fieldCells = 38 // the least width of a field
	nameCells  = 15 // of its name

	meaningFrom = 18 // where the meaning begins, behind the beginning of a value in a wide field
)

// gridOf arranges fields in at most h rows.
func gridOf(fields []field, w, h int) grid {
	columns := max((w-1)/fieldCells, 1)
	for n := 1; n <= columns; n++ { // the fewest, for longer words
		if g := (grid{cells: fields, w: (w - 1) / n, rows: (len(fields) + n - 1) / n}); g.rows <= h {
			return g
		}
	}
	g := grid{w: (w - 1) / columns}
	for _, f := range fields {
		if f.zero && !f.changed {
			g.zeros = append(g.zeros, f)
		} else {
			g.cells = append(g.cells, f)
		}
	}
	for g.zeroRows = min(zeroRows(g.zeros, w), max(h/3, 1)); g.zeroRows > 0 && h < 2; g.zeroRows-- {
	}
	room := (h - g.zeroRows) * columns
	if len(g.cells) > room {
		g.left = len(g.cells) - room
		g.cells = g.cells[:room]
	}
	g.zerosStart = min((len(g.cells)+columns-1)/columns, h-g.zeroRows)
	g.rows = g.zerosStart + g.zeroRows
	return g
}

// zeroTitle stands before the names of the fields that are 0.
const zeroTitle = "0 in "

// zeroRows is how many rows the names of these fields take.
func zeroRows(fields []field, w int) int {
	rows, x := 1, 3+len(zeroTitle)
	for i := range fields {
		if n := len(fields[i].name) + 2; x+n > w {
			rows, x = rows+1, 3+len(zeroTitle)+n
		} else {
			x += n
		}
	}
	return rows
}

// drawFields writes the fields under their rule.
func (b *below) drawFields(c *ui.Context, r paint.Rect, g *grid) {
	th := c.Theme
	name := b.id.Svname
	switch b.kind {
	case record.RowFrontend:
		name = b.id.Pxname + ", frontend"
	case record.RowBackend:
		name = b.id.Pxname + ", backend"
	}
	title := []paint.TitlePart{paint.NewPart(name, th.Title)}
	if r.W >= 100 {
		title = append(title, paint.NewPart("every field HAProxy gives, in its own names", th.Faint))
	}
	hint := ""
	if b.made.before != nil {
		hint = th.Since + " changed in this fault"
	}
	if left := b.left(g); left > 0 {
		hint = ui.Words(th, hint, paint.Count(int64(left))+" more")
	}
	c.Screen.Rule(th, r, false, title, paint.NewPart(hint, th.Faint))
	rows := g.rows - g.zeroRows
	var p paint.Pen // one for all rows
	for y := range rows {
		p = c.Screen.At(th, r.Y+1+y, r)
		for i := y; i < len(g.cells); i += rows {
			p.To(r.X + 1 + i/rows*g.w)
			g.cells[i].draw(&p, r.X+1+(i/rows+1)*g.w)
		}
	}
	g.drawZeros(c, paint.Area(r.X, r.Y+1+rows, r.W, g.zeroRows))
}

// left is how many fields there is no room for.
func (b *below) left(g *grid) int {
	left := g.left
	if g.zeroRows == 0 {
		left += len(g.zeros)
	}
	return left
}

// draw writes a field up to a cell.
func (f *field) draw(p *paint.Pen, end int) {
	th, all := p.Th, p.End
	p.End = min(end-1, all)
	if f.changed {
		p.Glyph(th.Strong, th.Since, 1)
	} else {
		p.Space(1)
	}
	p.Space(1)
	p.Left(th.Faint, f.name, nameCells)
	p.Space(1)
	st := th.Text
	switch {
	case f.changed:
		st = th.Strong
	case f.zero:
		st = th.Faint
	}
	value := p.Row.X
	p.Put(st, f.value)
	words := f.words
	if p.End-value >= meaningFrom+40 {
		p.To(max(value+meaningFrom, p.Row.X+1) - 1)
		if f.meaning != "" && p.Room() > paint.Width(f.meaning) {
			words = f.meaning
		}
	}
	if words != "" && p.Room() > paint.Width(words) {
		p.Space(1)
		p.Put(th.Faint, words)
	}
	p.End = all
}

// drawZeros names the fields that are 0.
func (g *grid) drawZeros(c *ui.Context, r paint.Rect) {
	if r.H == 0 {
		return
	}
	lines := ui.Column{C: c, R: r}
	p := lines.Line()
	p.Space(3)
	p.Put(c.Theme.Faint, zeroTitle)
	for i := range g.zeros {
		if f := &g.zeros[i]; p.Row.X+len(f.name)+2 > p.End {
			if lines.Used >= r.H {
				p.Glyph(c.Theme.Faint, c.Theme.Ellipsis, 1)
				return
			}
			p = lines.Line()
			p.Space(3 + len(zeroTitle))
		}
		p.Put(c.Theme.Faint, g.zeros[i].name)
		p.Space(2)
	}
}
