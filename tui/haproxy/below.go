package haproxy

import (
	"slices"

	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// below is what stands under the table: the chosen row in full. It is made again when the page or the choice changes.
type below struct {
	made made

	id     stats.ID
	kind   record.RowKind
	fields []field
	grid   grid
	minute minute
	worth  []remark
}

// made is what it was made of.
type made struct {
	page, before *record.HAProxy
	id           stats.ID
	second       int64
	stale        bool
	w            int
	th           *paint.Theme
}

// least is the height of a page under which it has only the table.
const least = 14

// split gives the table its rows, and up to two fifths of the page to what is below it.
func (b *below) split(h, rows int) int {
	if h < least || b.made.page == nil {
		return h
	}
	return min(rows, h-h*2/5)
}

// take makes it for the chosen row.
func (b *below) take(c *ui.Context, t *stats.Table) {
	table, row, ok := t.Row()
	if !ok {
		*b = below{}
		return
	}
	id, kind, _ := t.Chosen()
	before := marked(c)
	is := made{page: c.Frame.HAProxy, before: before.Page, id: id, second: c.Frame.At.Unix(), stale: c.HAProxyStale() != nil, w: c.Area.W, th: c.Theme}
	if is == b.made {
		return
	}
	*b = below{made: is, id: id, kind: kind}
	b.fields = fieldsOf(table, row, then(c, before, id, kind))
	server := table.Server(row)
	if server != nil {
		b.minute.take(c, server)
	}
	if !is.stale {
		b.worth = remarks(c, server, id, kind)
	}
}

// newest is the stopwatch of the newest fault, where the first line is about it.
func newest(c *ui.Context) *stopwatch.Stopwatch {
	n := len(c.Frame.Stopwatches)
	if n == 0 {
		return nil
	}
	s := &c.Frame.Stopwatches[n-1]
	switch c.Verdict.State {
	case verdict.Broken, verdict.Healing, verdict.Back:
	default:
		return nil
	}
	if !slices.ContainsFunc(c.Verdict.Faults, func(x *stopwatch.Stopwatch) bool { return x.ID == s.ID }) {
		return nil
	}
	return s
}

// draw writes it, the parts that there is room for: what stands out first, then some of the fields, then the last minute.
func (b *below) draw(c *ui.Context, r paint.Rect) {
	if r.H < 2 || b.made.page == nil {
		return
	}
	rest := r.H
	const fewest = 4
	worth := 0
	if len(b.worth) > 0 && rest >= fewest+2 {
		worth = min(1+len(b.worth), rest-fewest)
		rest -= worth
	}
	minute := 0
	if b.minute.known && rest >= fewest+minuteRows {
		minute = minuteRows
		rest -= minute
	}
	if b.grid.forW != r.W || b.grid.forH != rest-1 {
		b.grid = gridOf(b.fields, r.W, rest-1)
		b.grid.forW, b.grid.forH = r.W, rest-1
	}
	g := &b.grid
	gap := 0
	if parts := 1 + min(minute, 1) + min(worth, 1); rest-1-g.rows >= parts {
		gap = 1
	}
	b.drawFields(c, paint.Area(r.X, r.Y, r.W, 1+g.rows), g)
	y := r.Y + 1 + g.rows + gap
	if minute > 0 {
		b.minute.draw(c, paint.Area(r.X, y, r.W, minute))
		y += minute + gap
	}
	if worth > 0 {
		b.drawWorth(c, paint.Area(r.X, y, r.W, worth))
	}
}
