package nodes

import (
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// serverColumn is a column of HAProxy's table. Numbers stand against the right edge of w cells; 0 is a dot, and what is not
// known is left blank.
type serverColumn struct {
	title string
	w     int
	cell  func(b []byte, c *record.Counters, w int) []byte
	zero  func(c *record.Counters) bool
	alarm bool          // a number that is not 0 has a colour
	of    []string      // the columns of HAProxy's that it is the sum of
	all   *serverColumn // what stands in its place in the row of a backend; nil = the same
}

var (
	colOpen     = number("open", 5, scur, "scur")
	colSessions = serverColumn{title: "sessions", w: 10, cell: appendOfMost, zero: func(c *record.Counters) bool { return c.Scur == 0 && c.Smax == 0 }, of: []string{"scur", "smax"}}
	colRate     = number(rateTitle, 6, func(c *record.Counters) int64 { return c.Rate }, "rate")
	colTotal    = number("total", 8, func(c *record.Counters) int64 { return c.Stot }, "stot")
	colGaveUp   = alarming("gave up", 8, func(c *record.Counters) int64 { return c.Econ }, "econ")
	colBroken   = alarming("broken off", 11, func(c *record.Counters) int64 { return c.Eresp }, "eresp")
	colLost     = alarming("lost", 7, func(c *record.Counters) int64 { return record.Sum(c.Econ, c.Eresp) }, "econ", "eresp")
	col5xx      = alarming("5xx", colBroken.w, func(c *record.Counters) int64 { return c.Hrsp5xx }, "hrsp_5xx")
	colFailures = inBackends(&colAnswered, alarming("failed", colLost.w, func(c *record.Counters) int64 { return record.Sum(c.Econ, c.Eresp, c.Hrsp5xx) }, "econ", "eresp", "hrsp_5xx"))
	colAnswered = alarming("failed", colLost.w, func(c *record.Counters) int64 { return max(record.Sum(c.Econ, c.Eresp), c.Hrsp5xx) }, "econ", "eresp", "hrsp_5xx")
	colRetried  = alarming("retried", 8, func(c *record.Counters) int64 { return c.Wretr }, "wretr")
	colMoved    = alarming("moved", 6, func(c *record.Counters) int64 { return c.Wredis }, "wredis")
	colAgain    = alarming("retried", 9, func(c *record.Counters) int64 { return record.Sum(c.Wretr, c.Wredis) }, "wretr", "wredis")
	colIn       = bytesOf("in", func(c *record.Counters) int64 { return c.Bin }, "bin")
	colOut      = bytesOf("out", func(c *record.Counters) int64 { return c.Bout }, "bout")
)

func scur(c *record.Counters) int64 { return c.Scur }

func number(title string, w int, get func(*record.Counters) int64, of ...string) serverColumn {
	return serverColumn{title: title, w: w, of: of, zero: func(c *record.Counters) bool { return get(c) == 0 },
		cell: func(b []byte, c *record.Counters, w int) []byte { return paint.AppendCount(b, get(c), w-1) }}
}

// inBackends is a column in whose place another stands in the row of a backend. HAProxy answers a request that got no server, or
// a broken answer, with a 5xx of its own, and counts that at the backend: there it would be counted twice.
func inBackends(all *serverColumn, col serverColumn) serverColumn {
	col.all = all
	return col
}

// alarming is a column of failures, whose numbers have a colour.
func alarming(title string, w int, get func(*record.Counters) int64, of ...string) serverColumn {
	col := number(title, w, get, of...)
	col.alarm = true
	return col
}

func bytesOf(title string, get func(*record.Counters) int64, of ...string) serverColumn {
	return serverColumn{title: title, w: 7, of: of, zero: func(c *record.Counters) bool { return get(c) == 0 },
		cell: func(b []byte, c *record.Counters, _ int) []byte { return paint.AppendShort(b, get(c)) }}
}

// appendOfMost writes the sessions now, and the most there were: "9 of 11". Both are shortened where they do not fit.
func appendOfMost(b []byte, c *record.Counters, w int) []byte {
	from := len(b)
	b = paint.AppendGrouped(b, c.Scur)
	b = append(b, " of "...)
	if c.Smax < 10 {
		b = append(b, ' ') // under the most of two digits
	}
	if b = paint.AppendGrouped(b, c.Smax); len(b)-from < w {
		return b
	}
	b = append(paint.AppendShort(b[:from], c.Scur), '/')
	return paint.AppendShort(b, c.Smax)
}

// rateTitle is the rate of sessions. That of requests has its unit in the title.
const rateTitle = "/s"

// The cells of the columns that are no numbers. Each has room for its longest word and a blank.
const (
	dockerCells = 10
	stateCells  = 15 // "◐ up, 1 failed"
	longState   = 28 // "◐ up, 1 of 3 checks failed"
	checkCells  = 10
	tookCells   = 6 // how long the check took
	wordCells   = 9 // HAProxy's own word for its result
	forCells    = 7
	hostCells   = 11 // "node3 +1": made again once
	saidCells   = 14 // the least for the text of the last check
)

// serverShape is the layout of the servers' table.
type serverShape struct {
	columns []*serverColumn
	state   int // cells
	backend int // cells of the backend's name; 0 = not shown
	docker  bool
	host    bool // where it runs, and how often it was made again
	took    bool // how long the check took
	word    bool // HAProxy's own word for the check's result
	age     bool // for how long the server has been in its state
	said    int  // cells of the last check's text, at the end; 0 = not shown
}

// shapeOf is what decides on the layout.
type shapeOf struct {
	w, name, backend int
	docker           bool
	host             bool // there are several hosts
	http             bool // all servers are in HTTP mode: they answer 5xx, and a session is no request
}

// shapeFor chooses the columns: what decides comes first, and what is left over goes to what explains. Where they do not
// fit side by side, sums stand for their parts.
func shapeFor(of shapeOf) serverShape {
	room := of.w - (ui.MarkCells + of.name + 1) - stateCells - checkCells - colOpen.w - colLost.w
	fits := func(cells int) bool {
		if cells > room {
			return false
		}
		room -= cells
		return true
	}
	s := serverShape{state: stateCells}
	s.age = fits(forCells)
	absorbed := fits(colAgain.w)
	if of.backend > 0 && fits(of.backend+2) {
		s.backend = of.backend + 2
	}
	sessions := fits(colSessions.w - colOpen.w)
	rate := fits(colRate.w)
	s.host = of.host && fits(hostCells)
	s.docker = of.docker && fits(dockerCells)
	apart := absorbed && fits(colGaveUp.w+colBroken.w-colLost.w+colRetried.w+colMoved.w-colAgain.w)
	total := fits(colTotal.w)
	s.took = fits(tookCells)
	in := apart && fits(colIn.w)
	s.word = fits(wordCells)
	out := in && fits(colOut.w)
	if fits(longState - stateCells) {
		s.state = longState
	}
	if room >= saidCells {
		s.said = room
	}
	show := func(shown bool, columns ...*serverColumn) {
		if shown {
			s.columns = append(s.columns, columns...)
		}
	}
	show(!sessions, &colOpen)
	show(sessions, &colSessions)
	show(rate, &colRate)
	show(total, &colTotal)
	broken, failed := &colBroken, &colLost
	if of.http {
		broken, failed = &col5xx, &colFailures
	}
	show(apart, &colGaveUp, broken, &colRetried, &colMoved)
	show(!apart, failed)
	show(!apart && absorbed, &colAgain)
	show(in, &colIn)
	show(out, &colOut)
	return s
}
