package tui

import (
	"time"

	"hadash/incident"
	"hadash/record"
)

// serverColumn is a column of HAProxy's table. Numbers stand against the right edge of w cells.
type serverColumn struct {
	title string
	w     int
	cell  func(b []byte, c *record.Counters, w int) []byte
	alarm func(c *record.Counters) bool // the number is worth a colour
}

// The columns for the widths a terminal can have. What the narrow ones add up, the wide one shows
// apart.
var (
	wideColumns = []serverColumn{
		colCur, colMax, colRate, colTotal, colEcon, colEresp, colRetr, colRedis, colIn, colOut,
	}
	midColumns    = []serverColumn{colCur, colRate, colErrors, colHidden}
	narrowColumns = []serverColumn{colCur, colErrs, colHidden}
)

var (
	colCur    = number("cur", 5, func(c *record.Counters) int64 { return c.Scur }, false)
	colMax    = number("max", 5, func(c *record.Counters) int64 { return c.Smax }, false)
	colRate   = number("rate", 6, func(c *record.Counters) int64 { return c.Rate }, false)
	colTotal  = number("total", 8, func(c *record.Counters) int64 { return c.Stot }, false)
	colEcon   = number("econ", 6, func(c *record.Counters) int64 { return c.Econ }, true)
	colEresp  = number("eresp", 6, func(c *record.Counters) int64 { return c.Eresp }, true)
	colRetr   = number("retr", 6, func(c *record.Counters) int64 { return c.Wretr }, true)
	colRedis  = number("redis", 6, func(c *record.Counters) int64 { return c.Wredis }, true)
	colErrors = number("errors", 7, func(c *record.Counters) int64 { return c.Econ + c.Eresp }, true)
	colErrs   = number("err", 5, func(c *record.Counters) int64 { return c.Econ + c.Eresp }, true)
	colHidden = number("hidden", 7, func(c *record.Counters) int64 { return c.Wretr + c.Wredis }, true)
	colIn     = bytesOf("in", func(c *record.Counters) int64 { return c.Bin })
	colOut    = bytesOf("out", func(c *record.Counters) int64 { return c.Bout })
)

func number(title string, w int, get func(*record.Counters) int64, alarm bool) serverColumn {
	col := serverColumn{title: title, w: w, cell: func(b []byte, c *record.Counters, w int) []byte {
		return appendCount(b, get(c), w-1)
	}}
	if alarm {
		col.alarm = func(c *record.Counters) bool { return get(c) > 0 }
	}
	return col
}

func bytesOf(title string, get func(*record.Counters) int64) serverColumn {
	return serverColumn{title: title, w: 6, cell: func(b []byte, c *record.Counters, _ int) []byte {
		return appendShort(b, get(c))
	}}
}

// The fixed cells beside the columns.
const (
	markCells   = 3
	dockerCells = 9
	sinceCells  = 7
)

// serverShape is what a servers' table of some width is made of.
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
	fixed := markCells + name + 1 + sinceCells
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

func (m *Model) serverHead(p *pen, name int) {
	s := shapeFor(p.room(), name, m.nodes.containers())
	p.space(markCells)
	p.left(p.th.Faint, "server", name+1)
	if s.docker {
		p.left(p.th.Faint, "docker", dockerCells+1)
	}
	p.left(p.th.Faint, "status", s.status)
	p.left(p.th.Faint, "check", s.check)
	for i := range s.columns {
		p.right(p.th.Faint, []byte(s.columns[i].title), s.columns[i].w)
	}
	p.right(p.th.Faint, []byte("since"), sinceCells)
	if s.last > 0 {
		p.put(p.th.Faint, "  last check")
	}
}

// serverRow is one server, with Docker's word on it beside HAProxy's: a paused server that is still
// UP is seen at once.
func (m *Model) serverRow(p *pen, row nodeRow, name int) {
	s := shapeFor(p.room()+markCells, name, m.nodes.containers())
	srv := &m.frame.HAProxy.Servers[row.server]
	var node *incident.Node
	if row.node >= 0 {
		node = &m.frame.Nodes[row.node]
	}
	p.left(m.nameStyle(p), srv.Svname, name)
	p.space(1)
	if s.docker {
		m.dockerCell(p, node)
	}
	m.statusCell(p, srv, node, s)
	m.checkCell(p, srv, s.check)
	numbers(p, s.columns, &srv.Counters)
	var buf [16]byte
	p.right(m.th.Text, appendAge(buf[:0], time.Duration(srv.Lastchg)*time.Second), sinceCells)
	if s.last > 0 {
		p.space(2)
		p.put(m.th.Faint, srv.LastChk)
	}
}

// numbers writes the counters' columns. Zeros step back, so that what counts is seen.
func numbers(p *pen, columns []serverColumn, c *record.Counters) {
	var buf [24]byte
	for i := range columns {
		col := &columns[i]
		b := col.cell(buf[:0], c, col.w)
		st := p.th.Text
		switch {
		case len(b) == 1 && b[0] == '0':
			st = p.th.Faint
		case col.alarm != nil && col.alarm(c):
			st = p.th.Warn
		}
		p.right(st, b, col.w)
	}
}

func (m *Model) dockerCell(p *pen, n *incident.Node) {
	if n == nil {
		p.left(m.th.Faint, "-", dockerCells+1)
		return
	}
	s, word := m.th.container(n.Container)
	state(p, s, word, dockerCells+1)
}

// statusCell is HAProxy's word. Without a column for Docker's, that one is added where it differs
// from plain running.
func (m *Model) statusCell(p *pen, srv *record.Server, n *incident.Node, s serverShape) {
	sg, word := m.th.status(srv.Status.State), srv.Status.Text
	if !s.docker && n != nil && n.Container.Node != "" && !n.Container.Running() {
		csign, cword := m.th.container(n.Container)
		state(p, csign, word+" "+cword, s.status)
		return
	}
	state(p, sg, word, s.status)
}

// checkCell is the last check's word and how long it took.
func (m *Model) checkCell(p *pen, srv *record.Server, w int) {
	st := m.th.Text
	if srv.Status.State == record.Down || srv.Status.State == record.GoingDown {
		st = m.th.Warn
	}
	if srv.CheckStatus == "" {
		p.left(m.th.Faint, "-", w)
		return
	}
	word := min(7, w)
	p.left(st, srv.CheckStatus, word)
	if w-word < 4 {
		p.space(w - word)
		return
	}
	var buf [16]byte
	p.right(m.th.Faint, appendCheckTook(buf[:0], srv.CheckDuration, w-word), w-word)
}

// appendCheckTook writes a check's milliseconds, with the unit where it fits.
func appendCheckTook(b []byte, ms int64, room int) []byte {
	b = appendShort(b, ms)
	if ms < 1000 && len(b)+2 <= room {
		return append(b, "ms"...)
	}
	if ms >= 1000 {
		b = b[:0]
		b = appendTook(b, time.Duration(ms)*time.Millisecond)
		return append(b[:len(b)-2], 's')
	}
	return b
}

// waitingRow is a replica of which HAProxy has said nothing: Docker's word and its own.
func (m *Model) waitingRow(p *pen, n *incident.Node, name int) {
	p.left(m.nameStyle(p), n.Name, name)
	p.space(1)
	sg, word := m.th.container(n.Container)
	state(p, sg, word, dockerCells+1)
	p.put(m.th.Faint, "HAProxy has not told of it yet")
}

// backendLabel begins the servers of one backend.
func (m *Model) backendLabel(p *pen, row nodeRow) {
	h := m.frame.HAProxy
	p.space(1)
	p.put(m.th.Title, h.Servers[row.server].Pxname)
	if row.proxy >= 0 && h.Proxies[row.proxy].Algo != "" {
		p.put(m.th.Faint, " "+m.th.Dot+" "+h.Proxies[row.proxy].Algo)
	}
}

// totalRow is the backend as a whole.
func (m *Model) totalRow(p *pen, row nodeRow, name int) {
	s := shapeFor(p.room(), name, m.nodes.containers())
	b := &m.frame.HAProxy.Proxies[row.proxy]
	p.space(markCells)
	p.left(m.th.Faint, "BACKEND", name+1)
	if s.docker {
		p.space(dockerCells + 1)
	}
	state(p, m.th.status(b.Status.State), b.Status.Text, s.status)
	var buf [16]byte
	p.left(m.th.Faint, string(appendCount(buf[:0], b.Act+b.Bck, 5))+" usable", s.check)
	numbers(p, s.columns, &b.Counters)
	p.right(m.th.Text, appendAge(buf[:0], time.Duration(b.Lastchg)*time.Second), sinceCells)
}
