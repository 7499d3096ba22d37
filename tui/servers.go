package tui

import (
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

func (m *Model) serverHead(p *paint.Pen, name int) {
	s := shapeFor(p.Room(), name, m.nodes.containers())
	p.Space(ui.MarkCells)
	p.Left(p.Th.Faint, "server", name+1)
	if s.docker {
		p.Left(p.Th.Faint, "docker", dockerCells+1)
	}
	p.Left(p.Th.Faint, "status", s.status)
	p.Left(p.Th.Faint, "check", s.check)
	for i := range s.columns {
		title := s.columns[i].title
		if title == rateTitle && m.frame.HAProxy != nil {
			title = string(incident.RateUnit(m.frame.HAProxy)) + "/s"
		}
		p.Right(p.Th.Faint, []byte(title), s.columns[i].w)
	}
	p.Right(p.Th.Faint, []byte("since"), sinceCells)
	if s.last > 0 {
		p.Put(p.Th.Faint, "  last check")
	}
}

// serverRow is one server, with Docker's word on it beside HAProxy's: a paused server that is still
// UP is seen at once.
func (m *Model) serverRow(p *paint.Pen, row nodeRow, node *incident.Node, name int) {
	s := shapeFor(p.Room()+ui.MarkCells, name, m.nodes.containers())
	srv := &m.frame.HAProxy.Servers[row.server]
	p.Left(m.c.NameStyle(p), srv.Svname, name)
	p.Space(1)
	if s.docker {
		m.dockerCell(p, node)
	}
	m.statusCell(p, srv, node, s)
	m.checkCell(p, srv, s.check)
	m.numbers(p, s.columns, &srv.Counters, m.nodes.blank.servers[row.server], srv.Pxname, srv.Svname)
	m.sinceCell(p, srv.Lastchg, m.nodes.blank.servers[row.server])
	if s.last > 0 {
		p.Space(2)
		p.Put(m.c.Theme.Faint, strings.TrimSpace(srv.LastChk))
	}
}

// numbers writes the counters' columns. Zeros step back, so that what counts is seen; what is not known is "-".
func (m *Model) numbers(p *paint.Pen, columns []serverColumn, c *record.Counters, blank record.Blank, pxname, svname string) {
	var buf [24]byte
	for i := range columns {
		col := &columns[i]
		b := col.cell(buf[:0], c, col.w)
		st := p.Th.Text
		switch {
		case blank != 0 && blank.All(col.of...):
			p.Right(p.Th.Faint, append(buf[:0], '-'), col.w)
			continue
		case len(b) == 1 && b[0] == '0':
			st = p.Th.Faint
		case col.alarm != nil && col.alarm(c):
			st = p.Th.Warn
		}
		for _, name := range col.of {
			if m.changes.Lately(pxname, svname, name) {
				st = m.c.Theme.Marked(st)
				break
			}
		}
		p.Right(st, b, col.w)
	}
}

// sinceCell is how long ago the state changed.
func (m *Model) sinceCell(p *paint.Pen, seconds int64, blank record.Blank) {
	var buf [16]byte
	if blank.Has("lastchg") {
		p.Right(m.c.Theme.Faint, append(buf[:0], '-'), sinceCells)
		return
	}
	p.Right(m.c.Theme.Text, paint.AppendAge(buf[:0], record.Times(seconds, time.Second)), sinceCells)
}

func (m *Model) dockerCell(p *paint.Pen, n *incident.Node) {
	if n == nil {
		p.Left(m.c.Theme.Faint, "-", dockerCells+1)
		return
	}
	s, word := m.c.Theme.Container(n.Container)
	before := p.Muted
	p.Muted = before || m.c.DockerStale()
	paint.State(p, s, word, dockerCells+1)
	p.Muted = before
}

// statusCell is HAProxy's word. Without a column for Docker's, that one is added where it differs
// from plain running.
func (m *Model) statusCell(p *paint.Pen, srv *record.Server, n *incident.Node, s serverShape) {
	sg, word := m.c.Theme.StatusOf(&srv.Status), srv.Status.Text
	if m.changes.Lately(srv.Pxname, srv.Svname, "status") {
		sg.Style = m.c.Theme.Marked(sg.Style)
	}
	if !s.docker && n != nil && n.Container.Node != "" && !n.Container.Running() {
		csign, cword := m.c.Theme.Container(n.Container)
		paint.State(p, csign, word+" "+cword, s.status)
		return
	}
	paint.State(p, sg, word, s.status)
}

// checkCell is the last check's word and how long it took.
func (m *Model) checkCell(p *paint.Pen, srv *record.Server, w int) {
	st := m.c.Theme.Text
	if srv.Status.State == record.Down || srv.Status.State == record.GoingDown {
		st = m.c.Theme.Warn
	}
	if m.changes.Lately(srv.Pxname, srv.Svname, "check_status") {
		st = m.c.Theme.Marked(st)
	}
	if srv.CheckStatus == "" {
		p.Left(m.c.Theme.Faint, "-", w)
		return
	}
	word := min(7, w)
	p.Left(st, srv.CheckStatus, word)
	if w-word < 4 {
		p.Space(w - word)
		return
	}
	var buf [16]byte
	p.Right(m.c.Theme.Faint, appendCheckTook(buf[:0], srv.CheckDuration, w-word), w-word)
}

// appendCheckTook writes a check's milliseconds, with the unit where it fits.
func appendCheckTook(b []byte, ms int64, room int) []byte {
	b = paint.AppendShort(b, ms)
	if ms < 1000 && len(b)+2 <= room {
		return append(b, "ms"...)
	}
	if ms >= 1000 {
		b = b[:0]
		b = paint.AppendTook(b, record.Times(ms, time.Millisecond))
		return append(b[:len(b)-2], 's')
	}
	return b
}

// waitingRow is a replica of which HAProxy has said nothing: Docker's word and its own.
func (m *Model) waitingRow(p *paint.Pen, n *incident.Node, name int) {
	p.Left(m.c.NameStyle(p), n.Name, name)
	p.Space(1)
	sg, word := m.c.Theme.Container(n.Container)
	paint.State(p, sg, word, dockerCells+1)
	p.Put(m.c.Theme.Faint, "HAProxy has not told of it yet")
}

// backendLabel begins the servers of one backend.
func (m *Model) backendLabel(p *paint.Pen, row nodeRow) {
	h := m.frame.HAProxy
	p.Space(1)
	p.Put(m.c.Theme.Title, h.Servers[row.server].Pxname)
	if row.proxy >= 0 && h.Proxies[row.proxy].Algo != "" {
		p.Put(m.c.Theme.Faint, " "+m.c.Theme.Dot+" "+h.Proxies[row.proxy].Algo)
	}
}

// foldRow is a backend in one line, with how many of its servers are UP.
func (m *Model) foldRow(p *paint.Pen, row nodeRow, name int) {
	s := shapeFor(p.Room()+ui.MarkCells, name, m.nodes.containers())
	b := &m.frame.HAProxy.Proxies[row.proxy]
	p.Left(m.c.NameStyle(p), b.Pxname, name)
	p.Space(1)
	if s.docker {
		p.Space(dockerCells + 1)
	}
	paint.State(p, m.c.Theme.StatusOf(&b.Status), b.Status.Text, s.status)
	var buf [32]byte
	up := append(paint.AppendCount(buf[:0], int64(row.up), 5), '/')
	up = paint.AppendCount(up, int64(row.of), 5)
	if len(up)+len(" UP") < s.check {
		up = append(up, " UP"...)
	}
	st := m.c.Theme.Text
	if row.up < row.of {
		st = m.c.Theme.Warn
	}
	p.Left(st, string(up), s.check)
	m.numbers(p, s.columns, &b.Counters, m.nodes.blank.proxies[row.proxy], b.Pxname, b.Svname)
	m.sinceCell(p, b.Lastchg, m.nodes.blank.proxies[row.proxy])
}

// totalRow is the backend as a whole.
func (m *Model) totalRow(p *paint.Pen, row nodeRow, name int) {
	s := shapeFor(p.Room(), name, m.nodes.containers())
	b := &m.frame.HAProxy.Proxies[row.proxy]
	p.Space(ui.MarkCells)
	p.Left(m.c.Theme.Faint, "BACKEND", name+1)
	if s.docker {
		p.Space(dockerCells + 1)
	}
	paint.State(p, m.c.Theme.StatusOf(&b.Status), b.Status.Text, s.status)
	var buf [16]byte
	p.Left(m.c.Theme.Faint, string(paint.AppendCount(buf[:0], b.Act+b.Bck, 5))+" usable", s.check)
	m.numbers(p, s.columns, &b.Counters, m.nodes.blank.proxies[row.proxy], b.Pxname, b.Svname)
	m.sinceCell(p, b.Lastchg, m.nodes.blank.proxies[row.proxy])
}
