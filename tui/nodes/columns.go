package nodes

import (
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// serverColumn is a column of HAProxy's table. Numbers stand against the right edge of w cells.
type serverColumn struct {
	title string
	w     int
	cell  func(b []byte, c *record.Counters, w int) []byte
	alarm func(c *record.Counters) bool // a nonzero number has a colour
	of    []string                      // the columns of HAProxy's that it is the sum of
}

// The columns for the widths that a terminal can have. The narrow ones add up what the wide one shows
// in columns of its own.
var (
	wideColumns = []serverColumn{
		colCur, colMax, colRate, colTotal, colEcon, colEresp, colRetr, colRedis, colIn, colOut,
	}
	midColumns    = []serverColumn{colCur, colRate, colErrors, colHidden}
	narrowColumns = []serverColumn{colCur, colErrs, colHidden}
)

var (
	colCur    = number("cur", 5, func(c *record.Counters) int64 { return c.Scur }, "scur")
	colMax    = number("max", 5, func(c *record.Counters) int64 { return c.Smax }, "smax")
	colRate   = number(rateTitle, 7, func(c *record.Counters) int64 { return c.Rate }, "rate")
	colTotal  = number("total", 8, func(c *record.Counters) int64 { return c.Stot }, "stot")
	colEcon   = alarming("econ", 6, func(c *record.Counters) int64 { return c.Econ }, "econ")
	colEresp  = alarming("eresp", 6, func(c *record.Counters) int64 { return c.Eresp }, "eresp")
	colRetr   = alarming("retr", 6, func(c *record.Counters) int64 { return c.Wretr }, "wretr")
	colRedis  = alarming("redis", 6, func(c *record.Counters) int64 { return c.Wredis }, "wredis")
	colErrors = alarming("errors", 7, func(c *record.Counters) int64 { return record.Sum(c.Econ, c.Eresp) }, "econ", "eresp")
	colErrs   = alarming("err", 5, func(c *record.Counters) int64 { return record.Sum(c.Econ, c.Eresp) }, "econ", "eresp")
	colHidden = alarming("absorbed", 9, func(c *record.Counters) int64 { return record.Sum(c.Wretr, c.Wredis) }, "wretr", "wredis")
	colIn     = bytesOf("in", func(c *record.Counters) int64 { return c.Bin }, "bin")
	colOut    = bytesOf("out", func(c *record.Counters) int64 { return c.Bout }, "bout")
)

func number(title string, w int, get func(*record.Counters) int64, of ...string) serverColumn {
	col := serverColumn{title: title, w: w, of: of, cell: func(b []byte, c *record.Counters, w int) []byte {
		return paint.AppendCount(b, get(c), w-1)
	}}
	return col
}

// alarming is a column of failures, whose numbers have a colour.
func alarming(title string, w int, get func(*record.Counters) int64, of ...string) serverColumn {
	col := number(title, w, get, of...)
	col.alarm = func(c *record.Counters) bool { return get(c) > 0 }
	return col
}

// rateTitle is the unit of HAProxy's rates on this page.
const rateTitle = "rate"

func bytesOf(title string, get func(*record.Counters) int64, of ...string) serverColumn {
	return serverColumn{title: title, w: 6, of: of, cell: func(b []byte, c *record.Counters, _ int) []byte {
		return paint.AppendShort(b, get(c))
	}}
}

// The fixed cells beside the columns.
const (
	dockerCells = 9
	sinceCells  = 7
)

// serverShape is the layout of a servers' table.
type serverShape struct {
	columns       []serverColumn
	status, check int
	docker        bool
	last          int // the last check's text, at the end; 0 = not shown
}

// shapeFor chooses the columns for w cells and names of that length, and gives what is left over to
// the texts.
func shapeFor(w, name int, docker bool) serverShape {
	s := serverShape{narrowColumns, 10, 7, false, 0}
	fixed := ui.MarkCells + name + 1 + sinceCells
	wide := fixed + 11 + 12 + cells(wideColumns)
	switch {
	case w >= wide:
		s = serverShape{wideColumns, 11, 12, false, 0}
	case w >= fixed+14+11+cells(midColumns):
		s = serverShape{midColumns, 14, 11, false, 0}
	}
	spare := w - fixed - s.status - s.check - cells(s.columns) - 1 // a blank before the border
	if docker && spare >= dockerCells+1 {
		s.docker, spare = true, spare-dockerCells-1
	}
	if more := min(spare, 7); more > 0 && (s.docker || !docker) {
		s.status, spare = s.status+more, spare-more
	}
	if spare >= 14 {
		s.last = spare
	}
	return s
}

func cells(columns []serverColumn) int {
	n := 0
	for i := range columns {
		n += columns[i].w
	}
	return n
}
