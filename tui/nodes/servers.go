package nodes

import (
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

func (d *drawing) serverHead(p *paint.Pen, name int) {
	s := shapeFor(p.Room(), name, d.p.containers())
	p.Space(ui.MarkCells)
	p.Left(p.Th.Faint, "server", name+1)
	if s.docker {
		p.Left(p.Th.Faint, "docker", dockerCells+1)
	}
	p.Left(p.Th.Faint, "status", s.status)
	p.Left(p.Th.Faint, "check", s.check)
	for i := range s.columns {
		title := s.columns[i].title
		if title == rateTitle && d.c.Frame.HAProxy != nil {
			title = string(incident.RateUnit(d.c.Frame.HAProxy)) + "/s"
		}
		p.Right(p.Th.Faint, []byte(title), s.columns[i].w)
	}
	p.Right(p.Th.Faint, []byte("since"), sinceCells)
	if s.last > 0 {
		p.Put(p.Th.Faint, "  last check")
	}
}

// serverRow writes one server, with its state in Docker beside that in HAProxy: a paused server that is still
// UP is visible at once.
func (d *drawing) serverRow(p *paint.Pen, row row, node *incident.Node, name int) {
	s := shapeFor(p.Room()+ui.MarkCells, name, d.p.containers())
	srv := &d.c.Frame.HAProxy.Servers[row.server]
	p.Left(d.c.NameStyle(p), srv.Svname, name)
	p.Space(1)
	if s.docker {
		d.dockerCell(p, node)
	}
	d.statusCell(p, srv, node, s)
	d.checkCell(p, srv, s.check)
	d.numbers(p, s.columns, &srv.Counters, d.p.blank.servers[row.server], srv.Pxname, srv.Svname)
	d.sinceCell(p, srv.Lastchg, d.p.blank.servers[row.server])
	if s.last > 0 {
		p.Space(2)
		p.Put(d.c.Theme.Faint, strings.TrimSpace(srv.LastChk))
	}
}

// numbers writes the counters' columns. Zeros are dimmed; a value that is not known is "-".
func (d *drawing) numbers(p *paint.Pen, columns []serverColumn, c *record.Counters, blank record.Blank, pxname, svname string) {
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
			if d.p.changes.Recent(pxname, svname, name) {
				st = d.c.Theme.Marked(st)
				break
			}
		}
		p.Right(st, b, col.w)
	}
}

// sinceCell is how long ago the state changed.
func (d *drawing) sinceCell(p *paint.Pen, seconds int64, blank record.Blank) {
	var buf [16]byte
	if blank.Has("lastchg") {
		p.Right(d.c.Theme.Faint, append(buf[:0], '-'), sinceCells)
		return
	}
	p.Right(d.c.Theme.Text, paint.AppendAge(buf[:0], record.Times(seconds, time.Second)), sinceCells)
}

func (d *drawing) dockerCell(p *paint.Pen, n *incident.Node) {
	if n == nil {
		p.Left(d.c.Theme.Faint, "-", dockerCells+1)
		return
	}
	s, word := d.c.Theme.Container(n.Container)
	before := p.Muted
	p.Muted = before || d.c.DockerStale()
	paint.State(p, s, word, dockerCells+1)
	p.Muted = before
}

// statusCell writes the state in HAProxy. Where Docker has no column, its state is added unless the container
// runs.
func (d *drawing) statusCell(p *paint.Pen, srv *record.Server, n *incident.Node, s serverShape) {
	sg, word := d.c.Theme.StatusOf(&srv.Status), srv.Status.Text
	if d.p.changes.Recent(srv.Pxname, srv.Svname, "status") {
		sg.Style = d.c.Theme.Marked(sg.Style)
	}
	if !s.docker && n != nil && n.Container.Node != "" && !n.Container.Running() {
		csign, cword := d.c.Theme.Container(n.Container)
		paint.State(p, csign, word+" "+cword, s.status)
		return
	}
	paint.State(p, sg, word, s.status)
}

// checkCell writes the result of the last check and how long it took.
func (d *drawing) checkCell(p *paint.Pen, srv *record.Server, w int) {
	st := d.c.Theme.Text
	if srv.Status.State == record.Down || srv.Status.State == record.GoingDown {
		st = d.c.Theme.Warn
	}
	if d.p.changes.Recent(srv.Pxname, srv.Svname, "check_status") {
		st = d.c.Theme.Marked(st)
	}
	if srv.CheckStatus == "" {
		p.Left(d.c.Theme.Faint, "-", w)
		return
	}
	word := min(7, w)
	p.Left(st, srv.CheckStatus, word)
	if w-word < 4 {
		p.Space(w - word)
		return
	}
	var buf [16]byte
	p.Right(d.c.Theme.Faint, appendCheckTook(buf[:0], srv.CheckDuration, w-word), w-word)
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

// waitingRow writes a replica that HAProxy does not list: its state in Docker.
func (d *drawing) waitingRow(p *paint.Pen, n *incident.Node, name int) {
	p.Left(d.c.NameStyle(p), n.Name, name)
	p.Space(1)
	sg, word := d.c.Theme.Container(n.Container)
	paint.State(p, sg, word, dockerCells+1)
	p.Put(d.c.Theme.Faint, "HAProxy has not reported it yet")
}

// backendLabel begins the servers of one backend.
func (d *drawing) backendLabel(p *paint.Pen, row row) {
	h := d.c.Frame.HAProxy
	p.Space(1)
	p.Put(d.c.Theme.Title, h.Servers[row.server].Pxname)
	if row.proxy >= 0 && h.Proxies[row.proxy].Algo != "" {
		p.Put(d.c.Theme.Faint, " "+d.c.Theme.Dot+" "+h.Proxies[row.proxy].Algo)
	}
}

// foldRow writes a backend in one line, with how many of its servers are UP.
func (d *drawing) foldRow(p *paint.Pen, row row, name int) {
	s := shapeFor(p.Room()+ui.MarkCells, name, d.p.containers())
	b := &d.c.Frame.HAProxy.Proxies[row.proxy]
	p.Left(d.c.NameStyle(p), b.Pxname, name)
	p.Space(1)
	if s.docker {
		p.Space(dockerCells + 1)
	}
	paint.State(p, d.c.Theme.StatusOf(&b.Status), b.Status.Text, s.status)
	var buf [32]byte
	up := append(paint.AppendCount(buf[:0], int64(row.up), 5), '/')
	up = paint.AppendCount(up, int64(row.of), 5)
	if len(up)+len(" UP") < s.check {
		up = append(up, " UP"...)
	}
	st := d.c.Theme.Text
	if row.up < row.of {
		st = d.c.Theme.Warn
	}
	p.Left(st, string(up), s.check)
	d.numbers(p, s.columns, &b.Counters, d.p.blank.proxies[row.proxy], b.Pxname, b.Svname)
	d.sinceCell(p, b.Lastchg, d.p.blank.proxies[row.proxy])
}

// totalRow writes the backend as a whole.
func (d *drawing) totalRow(p *paint.Pen, row row, name int) {
	s := shapeFor(p.Room(), name, d.p.containers())
	b := &d.c.Frame.HAProxy.Proxies[row.proxy]
	p.Space(ui.MarkCells)
	p.Left(d.c.Theme.Faint, "BACKEND", name+1)
	if s.docker {
		p.Space(dockerCells + 1)
	}
	paint.State(p, d.c.Theme.StatusOf(&b.Status), b.Status.Text, s.status)
	var buf [16]byte
	p.Left(d.c.Theme.Faint, string(paint.AppendCount(buf[:0], b.Act+b.Bck, 5))+" usable", s.check)
	d.numbers(p, s.columns, &b.Counters, d.p.blank.proxies[row.proxy], b.Pxname, b.Svname)
	d.sinceCell(p, b.Lastchg, d.p.blank.proxies[row.proxy])
}
