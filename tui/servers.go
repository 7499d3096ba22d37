package tui

import (
	"time"

	"hadash/incident"
	"hadash/record"
)

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
func (m *Model) serverRow(p *pen, row nodeRow, node *incident.Node, name int) {
	s := shapeFor(p.room()+markCells, name, m.nodes.containers())
	srv := &m.frame.HAProxy.Servers[row.server]
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
