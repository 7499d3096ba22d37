package stats

import (
	"time"

	"hadash/record"
	"hadash/tui/paint"
)

// look is how the cells of a column are written.
type look uint8

const (
	counted look = iota
	bytesIn
	aged
	took
	textual
	stated
)

// column is one that is shown. Its width does not depend on what stands in it, so that nothing moves.
type column struct {
	head
	cell  record.Cell
	look  look
	alarm bool // a nonzero number has a colour
}

// looks are those of columns that are not plain numbers, and the room that texts without a short name are given.
var looks = map[string]struct {
	look look
	w    int
}{
	"status": {stated, 0}, "check_status": {textual, 0}, "agent_status": {textual, 12}, "last_chk": {textual, 0}, "last_agt": {textual, 32},
	"check_desc": {textual, 26}, "agent_desc": {textual, 26}, "tracked": {textual, 20}, "addr": {textual, 0}, "cookie": {textual, 14},
	"mode": {textual, 7}, "algo": {textual, 12}, "proto": {textual, 9}, "pxname": {textual, 14}, "svname": {textual, 14},
	"bin": {bytesIn, 0}, "bout": {bytesIn, 0}, "comp_in": {bytesIn, 8}, "comp_out": {bytesIn, 9}, "comp_byp": {bytesIn, 9},
	"reqbin": {bytesIn, 8}, "reqbout": {bytesIn, 8}, "resbin": {bytesIn, 8}, "resbout": {bytesIn, 8},
	"h1_bytes_in": {bytesIn, 12}, "h1_bytes_out": {bytesIn, 13}, "h1_spliced_bytes_in": {bytesIn, 20}, "h1_spliced_bytes_out": {bytesIn, 21},
	"lastchg": {aged, 0}, "downtime": {aged, 0}, "lastsess": {aged, 9}, "check_duration": {took, 0}, "agent_duration": {took, 0},
}

var alarms = map[string]bool{
	"econ": true, "eresp": true, "ereq": true, "wretr": true, "wredis": true, "dreq": true, "dresp": true, "hrsp_5xx": true,
	"srv_abrt": true, "chkdown": true, "chkfail": true, "eint": true, "wrew": true, "hanafail": true,
}

func newColumn(name string, cell record.Cell) column {
	c := column{head: headOf(name), cell: cell, alarm: alarms[name]}
	if l, ok := looks[name]; ok {
		c.look, c.w = l.look, max(c.w, l.w)
	}
	return c
}

// left reports whether its cells begin at the left edge.
func (c *column) left() bool { return c.look == textual || c.look == stated }

// put writes a cell into c.w cells; buf is room for a number.
func (c *column) put(p *paint.Pen, v record.Value, st *record.Status, fresh bool, buf []byte) {
	style := p.Th.Text
	mark := func(st paint.Style) paint.Style {
		if fresh {
			return p.Th.Marked(st)
		}
		return st
	}
	switch {
	case c.look == stated:
		sign := p.Th.StatusOf(st)
		sign.Style = mark(sign.Style)
		paint.State(p, sign, st.Text, c.w)
		return
	case !v.Number && c.left():
		p.Left(mark(style), v.Text, c.w-1)
		p.Space(1)
		return
	case !v.Number:
		p.Space(1)
		p.Left(mark(style), v.Text, c.w-1)
		return
	case v.N == 0 && c.look != took && c.csv != "lastchg":
		p.Space(c.w - 1)
		p.Glyph(mark(p.Th.Faint), p.Th.Dot, 1)
		return
	}
	b := c.number(buf[:0], v.N, c.w-1)
	switch {
	case c.alarm:
		style = p.Th.Warn
	case c.look == aged && v.N <= 0 || c.look == took:
		style = p.Th.Faint
	}
	p.Space(c.w - len(b))
	p.PutBytes(mark(style), b)
}

// number writes a number into the room there is, of three cells or more.
func (c *column) number(b []byte, n int64, room int) []byte {
	switch {
	case c.look == bytesIn:
		return paint.AppendShortFit(b, n, room)
	case c.csv == "lastsess" && n < 0:
		return append(b, "never"...)
	case c.look == aged:
		return paint.AppendAgeFit(b, record.Times(n, time.Second), room)
	case c.look == took:
		return paint.AppendTook(b, record.Times(n, time.Millisecond))
	}
	return paint.AppendFit(b, n, room)
}

// title writes the name of a column over it; the one that is sorted by has an arrow.
func (c *column) title(p *paint.Pen, sorted bool, arrow string) {
	st, n, end := p.Th.Faint, len(c.short), p.Row.X+c.w
	if sorted {
		st, n = p.Th.Title, n+1
	}
	if !c.left() {
		p.To(end - n)
	}
	if sorted && !c.left() {
		p.Glyph(st, arrow, 1)
	}
	p.Put(st, c.short)
	if sorted && c.left() {
		p.Glyph(st, arrow, 1)
	}
	p.To(end)
}
