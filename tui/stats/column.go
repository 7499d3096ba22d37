package stats

import (
	"time"

	"hadash/record"
	"hadash/tui/paint"
)

// Usual are the default columns.
var Usual = []string{
	"status", "check_status", "scur", "rate", "econ", "eresp", "wretr", "wredis", "lastchg", "downtime", "stot", "bin", "bout", "qcur",
	"check_duration", "chkfail", "chkdown", "cli_abrt", "srv_abrt", "smax", "slim", "weight", "act", "bck", "lbtot", "last_chk", "addr",
}

// look is how the cells of a column are written.
type look uint8

const (
	counted look = iota
	bytesIn
	aged
	textual
	stated
)

// column is one that is shown. Its width does not depend on what stands in it, so that nothing moves.
type column struct {
	name  string
	cell  record.Cell
	look  look
	w     int
	alarm bool // a nonzero number has a colour
}

// looks are those of columns that are not plain numbers, and the room that texts are given.
var looks = map[string]struct {
	look look
	w    int
}{
	"status": {stated, 14}, "check_status": {textual, 9}, "agent_status": {textual, 12}, "last_chk": {textual, 32}, "last_agt": {textual, 32},
	"check_desc": {textual, 26}, "agent_desc": {textual, 26}, "tracked": {textual, 20}, "addr": {textual, 22}, "cookie": {textual, 14},
	"mode": {textual, 7}, "algo": {textual, 12}, "proto": {textual, 9}, "pxname": {textual, 14}, "svname": {textual, 14},
	"bin": {bytesIn, 8}, "bout": {bytesIn, 8}, "comp_in": {bytesIn, 8}, "comp_out": {bytesIn, 9}, "comp_byp": {bytesIn, 9},
	"reqbin": {bytesIn, 8}, "reqbout": {bytesIn, 8}, "resbin": {bytesIn, 8}, "resbout": {bytesIn, 8},
	"h1_bytes_in": {bytesIn, 12}, "h1_bytes_out": {bytesIn, 13}, "h1_spliced_bytes_in": {bytesIn, 20}, "h1_spliced_bytes_out": {bytesIn, 21},
	"lastchg": {aged, 9}, "downtime": {aged, 9}, "lastsess": {aged, 9},
}

var alarms = map[string]bool{
	"econ": true, "eresp": true, "ereq": true, "wretr": true, "wredis": true, "dreq": true, "dresp": true, "hrsp_5xx": true,
	"srv_abrt": true, "chkdown": true, "chkfail": true, "eint": true, "wrew": true, "hanafail": true,
}

func newColumn(name string, cell record.Cell) column {
	c := column{name: name, cell: cell, w: max(len(name)+2, 7), alarm: alarms[name]}
	if l, ok := looks[name]; ok {
		c.look, c.w = l.look, max(l.w, len(name)+2)
	}
	return c
}

// put writes a cell into c.w cells; buf is room for a number.
func (c *column) put(p *paint.Pen, v record.Value, st *record.Status, fresh bool, buf []byte) {
	style, b := p.Th.Text, buf[:0]
	switch {
	case c.look == stated:
		sign := p.Th.StatusOf(st)
		if fresh {
			sign.Style = p.Th.Marked(sign.Style)
		}
		paint.State(p, sign, st.Text, c.w)
		return
	case !v.Number:
		if fresh {
			style = p.Th.Marked(style)
		}
		if c.look != textual {
			p.Space(1)
			p.Left(style, v.Text, c.w-1)
			return
		}
		p.Left(style, v.Text, c.w-1)
		p.Space(1)
		return
	case c.look == bytesIn:
		b = paint.AppendShort(b, v.N)
	case c.name == "lastsess" && v.N < 0:
		b, style = append(b, "never"...), p.Th.Faint
	case c.look == aged:
		b = paint.AppendAge(b, record.Times(v.N, time.Second))
	default:
		b = paint.AppendCount(b, v.N, c.w-1)
	}
	switch {
	case v.N == 0 && c.look != aged:
		style = p.Th.Faint
	case c.alarm:
		style = p.Th.Warn
	}
	if fresh {
		style = p.Th.Marked(style)
	}
	p.Space(c.w - len(b) - 1)
	p.PutBytes(style, b)
	p.Space(1)
}

// head writes the name of a column over it; the one that is sorted by has an arrow.
func (c *column) head(p *paint.Pen, sorted bool, arrow string) {
	st, n := p.Th.Faint, len(c.name)
	if sorted {
		st, n = p.Th.Title, n+1
	}
	if c.look != textual && c.look != stated {
		p.Space(c.w - n - 1)
		p.Put(st, c.name)
		if sorted {
			p.Glyph(st, arrow, 1)
		}
		p.Space(1)
		return
	}
	end := p.Row.X + c.w
	p.Put(st, c.name)
	if sorted {
		p.Glyph(st, arrow, 1)
	}
	p.To(end)
}
