package nodes

import (
	"strconv"
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/limits"
	"hadash/incident/serverwords"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// shape is the layout of the servers' table in w cells.
func (d *drawing) shape(w, name int) *serverShape {
	of := shapeOf{w, name, d.p.pxname, d.p.isNode, d.p.isNode && len(d.c.Frame.Topology.Hosts) > 0, d.p.http}
	if d.p.shaped != of || d.p.shape.columns == nil {
		d.p.shaped, d.p.shape = of, shapeFor(of)
	}
	return &d.p.shape
}

func (d *drawing) serverHead(p *paint.Pen, name int) {
	s := d.shape(p.Room(), name)
	p.Space(ui.MarkCells)
	p.Left(p.Th.Faint, "server", name+1)
	if s.backend > 0 {
		p.Left(p.Th.Faint, "backend", s.backend)
	}
	if s.host {
		p.Left(p.Th.Faint, "host", hostCells)
	}
	if s.docker {
		p.Left(p.Th.Faint, "docker", dockerCells)
	}
	p.Left(p.Th.Faint, "HAProxy", s.state)
	p.Left(p.Th.Faint, "check", s.checkCells())
	for _, col := range s.columns {
		title := col.title
		if title == rateTitle && d.c.Frame.HAProxy != nil && incident.RateUnit(d.c.Frame.HAProxy) == incident.Requests {
			title = "req/s"
		}
		p.Right(p.Th.Faint, []byte(title), col.w)
	}
	if s.age {
		p.Right(p.Th.Faint, []byte("for"), forCells)
	}
	if s.said > 0 {
		p.Put(p.Th.Faint, "  last check")
	}
}

// checkCells is the width of what the last check found.
func (s *serverShape) checkCells() int {
	w := checkCells
	if s.took {
		w += tookCells
	}
	if s.word {
		w += wordCells
	}
	return w
}

// serverRow writes one server, with its state in Docker beside that in HAProxy: a paused server that is still
// up is visible at once.
func (d *drawing) serverRow(p *paint.Pen, row row, node *incident.Node, name int) {
	s := d.shape(p.Room()+ui.MarkCells, name)
	srv := &d.c.Frame.HAProxy.Servers[row.server]
	p.Left(d.c.NameStyle(p), d.p.nameOf(d.c.Frame, row.server), name)
	p.Space(1)
	if s.backend > 0 {
		backend := ""
		if row.apart {
			backend = srv.Pxname
		}
		p.Left(d.c.Theme.Faint, backend, s.backend-2)
		p.Space(2)
	}
	if s.host {
		d.hostCell(p, node)
	}
	if s.docker {
		d.dockerCell(p, node)
	}
	d.statusCell(p, srv, node, s)
	d.checkCell(p, srv, s)
	d.numbers(p, s.columns, &srv.Counters, d.p.blank.servers[row.server], srv.Pxname, srv.Svname)
	d.ageCell(p, s, srv.Lastchg, d.p.blank.servers[row.server])
	if s.said > 0 {
		p.Space(2)
		p.Put(d.c.Theme.Faint, strings.TrimSpace(srv.LastChk))
	}
}

// numbers writes the counters' columns.
func (d *drawing) numbers(p *paint.Pen, columns []*serverColumn, c *record.Counters, blank record.Blank, pxname, svname string) {
	var buf [40]byte
	for _, col := range columns {
		if svname == "BACKEND" && col.all != nil {
			col = col.all
		}
		if blank != 0 && blank.All(col.of...) {
			p.Space(col.w)
			continue
		}
		st := p.Th.Text
		switch {
		case col.zero(c):
			st = p.Th.Faint
		case col.alarm, (col == &colSessions || col == &colOpen) && svname != "BACKEND" && limits.Full(c.Scur, c.Slim): // a backend's slim limits nothing
			st = p.Th.Warn
		}
		for _, name := range col.of {
			if d.p.changes.Recent(pxname, svname, name) {
				st = d.c.Theme.Marked(st)
				break
			}
		}
		switch {
		case col.zero(c) && (col != &colSessions || !blank.Has("scur")):
			p.Space(col.w - 1)
			p.Glyph(st, d.zero(), 1)
		case col == &colSessions && blank.Has("scur"):
			p.Right(st, paint.AppendCount(append(buf[:0], "most "...), c.Smax, 4), col.w)
		case col == &colSessions && blank.Has("smax"):
			p.Right(st, paint.AppendCount(buf[:0], c.Scur, col.w-1), col.w)
		default:
			p.Right(st, col.cell(buf[:0], c, col.w), col.w)
		}
	}
}

// zero is a 0 in a table: it must not hide the other numbers.
func (d *drawing) zero() string {
	if d.c.Theme.ASCII() {
		return "0" // the dot of ASCII is a minus
	}
	return d.c.Theme.Dot
}

// ageCell is how long ago HAProxy's state changed.
func (d *drawing) ageCell(p *paint.Pen, s *serverShape, seconds int64, blank record.Blank) {
	if !s.age {
		return
	}
	if blank.Has("lastchg") {
		p.Space(forCells)
		return
	}
	var buf [16]byte
	p.Right(d.c.Theme.Text, paint.AppendAge(buf[:0], record.Times(seconds, time.Second)), forCells)
}

// hostCell writes where a node is, and how often the swarm has made it again.
func (d *drawing) hostCell(p *paint.Pen, n *incident.Node) {
	if n == nil {
		p.Space(hostCells)
		return
	}
	end := p.Row.X + hostCells
	again := ""
	if of, ok := d.c.Frame.Swarm.Of(n.Name); ok && of.Restarts > 0 {
		again = " +" + paint.Count(int64(of.Restarts))
	}
	name := d.c.Frame.HostOf(n)
	p.Left(d.c.Theme.Text, name, min(paint.Width(name), hostCells-1-len(again)))
	p.Put(d.c.Theme.Warn, again)
	p.To(end)
}

func (d *drawing) dockerCell(p *paint.Pen, n *incident.Node) {
	if n == nil {
		p.Space(dockerCells)
		return
	}
	s, word := d.c.Theme.Container(n.Container)
	before := p.Muted
	p.Muted = before || d.c.DockerStale(n)
	paint.State(p, s, word, dockerCells)
	p.Muted = before
}

// statusCell writes the state in HAProxy. Where Docker has no column, its state is added unless the container
// runs.
func (d *drawing) statusCell(p *paint.Pen, srv *record.Server, n *incident.Node, s *serverShape) {
	sg := d.c.Theme.StatusOf(&srv.Status)
	if d.p.changes.Recent(srv.Pxname, srv.Svname, "status") {
		sg.Style = d.c.Theme.Marked(sg.Style)
	}
	if !s.docker && n != nil && n.Container.Node != "" && !n.Container.Running() {
		csign, cword := d.c.Theme.Container(n.Container)
		paint.State(p, csign, s.both(srv.Status, cword), s.state)
		return
	}
	if d.c.Frame.Standby(srv) {
		paint.State(p, paint.NewSign(d.c.Theme.NoCheck, d.c.Theme.Faint), "standby", s.state)
		return
	}
	if d.c.Frame.Errs(srv) {
		paint.State(p, paint.NewSign(d.c.Theme.Moving, d.c.Theme.Warn), "answers 5xx", s.state)
		return
	}
	paint.State(p, sg, d.lastWord(p, s.stateWord(srv.Status)), s.state)
}

// lastWord is a word of HAProxy's, unless that does not answer any more and nobody else says it.
func (d *drawing) lastWord(p *paint.Pen, word string) string {
	if p.Muted && d.c.Frame.Topology.NoDocker {
		return "not known"
	}
	return word
}

// both is the states in HAProxy, without its checks, and in Docker: "up, paused". Where they do not fit it is that in Docker.
func (s *serverShape) both(st record.Status, docker string) string {
	_, word := serverwords.State(st)
	word, _, _ = strings.Cut(word, ",")
	if text := word + ", " + docker; paint.Width(text)+signAnd < s.state {
		return text
	}
	return docker
}

// signAnd is the cells of a sign and the blank between it and its word.
const signAnd = 2

// stateWord is a state in the words that fit, and a blank.
func (s *serverShape) stateWord(st record.Status) string {
	long, short := serverwords.State(st)
	if paint.Width(long)+signAnd < s.state {
		return long
	}
	return short
}

// checkCell writes what the last check found and how long it took, and HAProxy's word where there is room.
func (d *drawing) checkCell(p *paint.Pen, srv *record.Server, s *serverShape) {
	stop := p.Row.X + s.checkCells()
	st := d.c.Theme.Text
	if serverwords.Gravity(srv.Status) >= serverwords.Gravity(record.Status{State: record.GoingUp}) {
		st = d.c.Theme.Warn
	}
	if d.p.changes.Recent(srv.Pxname, srv.Svname, "check_status") {
		st = d.c.Theme.Marked(st)
	}
	if srv.CheckStatus == "" {
		p.To(stop)
		return
	}
	word := serverwords.Check(srv)
	end := p.End
	p.End = min(end, stop)
	p.Put(st, word)
	if s.word {
		p.To(stop - s.checkCells() + checkCells)
		p.Left(d.c.Theme.Faint, srv.CheckStatus, wordCells)
	}
	var buf [16]byte
	took := paint.AppendTook(buf[:0], record.Times(srv.CheckDuration, time.Millisecond))
	if len(took)+1 < p.Room() {
		p.Right(d.c.Theme.Faint, took, p.Room()-1)
	}
	p.To(stop)
	p.End = end
}

// waitingRow writes a replica that HAProxy does not list: its state in Docker.
func (d *drawing) waitingRow(p *paint.Pen, n *incident.Node, name int) {
	p.Left(d.c.NameStyle(p), n.Name, name)
	p.Space(1)
	if !d.c.Frame.Topology.NoDocker {
		sg, word := d.c.Theme.Container(n.Container)
		if n.Container.Node == "" {
			word = "unknown"
		}
		paint.State(p, sg, word, dockerCells)
	}
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

// foldRow writes a backend in one line, with how many of its servers are up.
func (d *drawing) foldRow(p *paint.Pen, row row, name int) {
	s := d.shape(p.Room()+ui.MarkCells, name)
	b := &d.c.Frame.HAProxy.Proxies[row.proxy]
	p.Left(d.c.NameStyle(p), b.Pxname, name)
	p.Space(1)
	var buf [32]byte
	up := append(strconv.AppendInt(buf[:0], int64(row.up), 10), '/')
	up = strconv.AppendInt(up, int64(row.of), 10)
	if len(up)+len(" up") < s.checkCells() {
		up = append(up, " up"...)
	}
	st := d.c.Theme.Text
	if row.trouble {
		st = d.c.Theme.Warn
	}
	d.backendCells(p, s, row.proxy, st, up)
}

// freeRow says how many slots of a template wait for a server.
func (d *drawing) freeRow(p *paint.Pen, row row) {
	p.Space(ui.MarkCells)
	p.Put(d.c.Theme.Faint, paint.Plural(row.of, "free slot", "free slots"))
}

// totalRow writes the backend as a whole.
func (d *drawing) totalRow(p *paint.Pen, row row, name int) {
	s := d.shape(p.Room(), name)
	b := &d.c.Frame.HAProxy.Proxies[row.proxy]
	var buf [32]byte
	p.Space(ui.MarkCells)
	p.Left(d.c.Theme.Faint, string(paint.AppendCount(append(buf[:0], "all "...), int64(row.of), 10)), name+1)
	var usable []byte
	if !d.p.blank.proxies[row.proxy].All("act", "bck") {
		usable = append(paint.AppendCount(buf[:0], b.Act+b.Bck, s.checkCells()-len(" usable ")), " usable"...)
	}
	d.backendCells(p, s, row.proxy, d.c.Theme.Faint, usable)
}

// backendCells writes the state and the numbers of a backend, and a text under the checks of its servers.
func (d *drawing) backendCells(p *paint.Pen, s *serverShape, proxy int, st paint.Style, text []byte) {
	b := &d.c.Frame.HAProxy.Proxies[proxy]
	p.Space(s.backend)
	if s.host {
		p.Space(hostCells)
	}
	if s.docker {
		p.Space(dockerCells)
	}
	paint.State(p, d.c.Theme.StatusOf(&b.Status), d.lastWord(p, s.stateWord(b.Status)), s.state)
	p.Left(st, string(text), s.checkCells())
	d.numbers(p, s.columns, &b.Counters, d.p.blank.proxies[proxy], b.Pxname, b.Svname)
	d.ageCell(p, s, b.Lastchg, d.p.blank.proxies[proxy])
}
