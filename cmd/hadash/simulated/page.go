package simulated

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
)

// page is a captured page of statistics as a template: the cells of its rows, by HAProxy's names of the columns.
type page struct {
	head    string
	columns []string
	at      map[string]int
	fronts  [][]string // frontends and their listeners
	groups  []group
}

// group is a backend: the rows of its servers, and its own.
type group struct {
	servers [][]string
	own     []string
}

// readPage reads a page that HAProxy wrote without quotes.
func readPage(text string) *page {
	head, rest, _ := strings.Cut(text, "\n")
	p := &page{head: head, columns: strings.Split(strings.TrimPrefix(head, "# "), ","), at: map[string]int{}}
	for i, name := range p.columns {
		p.at[name] = i
	}
	var g group
	for line := range strings.Lines(rest) {
		row := strings.Split(strings.TrimSpace(line), ",")
		if len(row) < len(p.columns)-1 {
			continue
		}
		switch row[p.at["type"]] {
		case "0", "3":
			p.fronts = append(p.fronts, row)
		case "2":
			g.servers = append(g.servers, row)
		case "1":
			g.own = row
			p.groups = append(p.groups, g)
			g = group{}
		}
	}
	return p
}

// figure is a column that moves.
type figure uint8

const (
	sessions figure = iota // all that grow with the sessions: so much for each
	open                   // scur
	second                 // rate
	state                  // status, and those that go with it
	check
	checkText
	changed // lastchg
	lasted  // lastsess
	fails   // chkdown
	usable  // act
	spare   // bck
)

// moving are the columns that are not as in the template.
var moving = map[string]figure{
	"stot": sessions, "bin": sessions, "bout": sessions, "lbtot": sessions, "hrsp_2xx": sessions, "req_tot": sessions, "connect": sessions,
	"conn_tot": sessions, "scur": open, "rate": second, "req_rate": second, "conn_rate": second, "status": state, "check_status": check,
	"check_desc": checkText, "lastchg": changed, "lastsess": lasted, "chkdown": fails, "act": usable, "bck": spare,
}

// row is a row of a page: what stays, and in between what moves.
type row struct {
	parts []string // one more than cells
	cells []cell
}

type cell struct {
	is   figure
	each int64 // of sessions, for each of them
}

// rowOf prepares a row. An empty cell stays empty, as HAProxy leaves it for that kind of row.
func (p *page) rowOf(values []string) row {
	var r row
	var part strings.Builder
	for i, v := range values {
		is, moves := moving[p.columns[i%len(p.columns)]]
		if !moves || v == "" || i >= len(p.columns) {
			part.WriteString(v)
		} else {
			r.parts, r.cells = append(r.parts, part.String()), append(r.cells, cell{is, each[p.columns[i]]})
			part.Reset()
		}
		if i < len(values)-1 {
			part.WriteByte(',')
		}
	}
	r.parts = append(r.parts, part.String()+"\n")
	return r
}

// each is what a session adds: in the captured pages a request has 88 bytes and its answer 171.
var each = map[string]int64{"stot": 1, "bin": 88, "bout": 171, "lbtot": 1, "hrsp_2xx": 1, "req_tot": 1, "connect": 1, "conn_tot": 1}

// write writes a row with its figures of now.
func (r *row) write(to *bytes.Buffer, is *figures) {
	number := func(n int64) { to.Write(strconv.AppendInt(to.AvailableBuffer(), n, 10)) }
	for i, c := range r.cells {
		to.WriteString(r.parts[i])
		switch c.is {
		case sessions:
			number(is.sessions * c.each)
		case open:
			number(is.open)
		case second:
			number(is.rate)
		case state:
			to.WriteString(is.status)
		case check:
			to.WriteString(is.check)
		case checkText:
			to.WriteString(is.checkText)
		case changed:
			number(is.changed)
		case lasted:
			number(is.lasted)
		case fails:
			number(is.fails)
		case usable:
			number(is.act)
		case spare:
			number(is.bck)
		}
	}
	to.WriteString(r.parts[len(r.parts)-1])
}

// figures are those of a row.
type figures struct {
	sessions, open, rate     int64
	status, check, checkText string
	changed, lasted, fails   int64
	act, bck                 int64
}

// plus adds those of a server to its backend's, or of a backend to its frontend's.
func (f *figures) plus(o *figures) {
	f.sessions, f.open, f.rate = f.sessions+o.sessions, f.open+o.open, f.rate+o.rate
}

// server is a server of a simulated HAProxy.
type server struct {
	backend, name string
	row           row
	backup        bool
	takes         int64 // sessions in a second while it is up
	was           figures
	since         time.Time // of its state
	down          bool
	before        int64 // sessions at that time
}

func (p *page) serverOf(values []string, backend, name, addr string, nth int, begun time.Time) server {
	values = slices.Clone(values)
	get := func(column string) string { return values[p.at[column]] }
	count := func(column string) int64 { n, _ := strconv.ParseInt(get(column), 10, 64); return n }
	values[p.at["pxname"]], values[p.at["svname"]] = backend, name
	if addr != "" {
		values[p.at["addr"]] = addr
	}
	s := server{backend: backend, name: name, backup: get("bck") == "1", since: begun, before: count("stot")}
	s.was = figures{status: get("status"), check: get("check_status"), checkText: get("check_desc"), changed: count("lastchg"),
		fails: count("chkdown"), act: count("act"), bck: count("bck"), lasted: -1}
	if serves(s.was.status) && !s.backup {
		s.takes = int64(1 + nth%7)
	}
	s.row = p.rowOf(values)
	return s
}

func serves(status string) bool { return status == "UP" || status == "no check" }

// now returns the figures of a server.
func (s *server) now(at time.Time) figures {
	f, seconds := s.was, int64(at.Sub(s.since)/time.Second)
	f.changed += seconds
	f.sessions = s.before
	if s.down {
		f.status, f.check, f.checkText = "DOWN", "L4CON", "Layer4 connection problem"
		return f
	}
	if s.takes > 0 {
		f.sessions += s.takes * seconds
		f.rate, f.lasted = s.takes, 0
		if (seconds+f.sessions)%5 == 0 { // so that a frontend of 400 has room
			f.open = 1
		}
	}
	return f
}

// turn makes a server DOWN or UP.
func (s *server) turn(at time.Time, down bool) {
	if s.down == down {
		return
	}
	f := s.now(at)
	s.before, s.since, s.down, s.was.changed = f.sessions, at, down, 0
	if down {
		s.was.fails++
	}
}
