// Package standout finds what is remarkable about a server of HAProxy beside the others of its backend: by its page and its
// configuration only, and only what is certain.
package standout

import (
	"hadash/incident"
	"hadash/incident/limits"
	"hadash/record"
)

// Kind is the kind of a Finding.
type Kind uint8

// The kinds of findings.
const (
	Holds Kind = iota // it is DOWN and still has N sessions
	Stays             // of N retries none was made at another server, as no option redispatch is set
	Full              // it has N sessions and may have Of, which is near
	Waits             // N requests wait in its queue
	More              // its Column is N, that of each other server at most Of
)

// Finding is one remarkable thing.
type Finding struct {
	Kind   Kind
	Server *record.Server
	N, Of  int64
	Column string // of More

	// Uncut reports for Holds that the configuration does not let HAProxy end these sessions (on-marked-down
	// shutdown-sessions). It is false as well where the configuration was not read.
	Uncut bool
}

// others returns the places of the servers of a server's backend that are compared with it: those of its role, but not
// itself.
func others(h *record.HAProxy, s *record.Server) (at []int) {
	for i := range h.Servers {
		if o := &h.Servers[i]; o.Pxname == s.Pxname && o.Svname != s.Svname && o.Backup == s.Backup {
			at = append(at, i)
		}
	}
	return at
}

// Others is the number of servers that a server is compared with.
func Others(h *record.HAProxy, s *record.Server) int { return len(others(h, s)) }

// Of returns the findings about a server of a Frame's page.
func Of(f *incident.Frame, s *record.Server) (found []Finding) {
	add := func(k Kind, n, of int64) { found = append(found, Finding{Kind: k, Server: s, N: n, Of: of}) }
	check := f.Check(s)
	if check != nil {
		if _, doubt := check.Doubt(); doubt {
			check = nil // whether a line holds is not known
		}
	}
	down := s.Status.State == record.Down || s.Status.State == record.GoingUp
	if down && s.Scur > 0 {
		add(Holds, s.Scur, 0)
		found[0].Uncut = check != nil && !check.ShutdownDown
	}
	stays := s.Wretr > 0 && s.Wredis == 0 && check != nil && !check.Redispatch
	if stays {
		add(Stays, s.Wretr, 0)
	}
	if limits.Full(s.Scur, s.Slim) {
		add(Full, s.Scur, s.Slim)
	}
	if s.Qcur > 0 {
		add(Waits, s.Qcur, 0)
	}
	page := &page{HAProxy: f.HAProxy}
	for i := range compared {
		c := &compared[i]
		if c.value(s) < c.least || c.column == "wretr" && stays || c.column == "scur" && (down || !page.alike(s)) {
			continue
		}
		if n, most, ok := c.stands(page, s); ok {
			found = append(found, Finding{Kind: More, Server: s, N: n, Of: most, Column: c.column})
		}
	}
	return found
}

// comparison is a column in which a server can be far from the others: at least this large, and this many times the largest
// of theirs.
type comparison struct {
	column       string
	least, times int64
}

// compared are the columns that are compared. Those of milliseconds are averages of the last 1 024 sessions.
var compared = []comparison{
	{"scur", 8, 3}, {"econ", 5, 3}, {"eresp", 5, 3}, {"wretr", 5, 3}, {"hrsp_5xx", 5, 3}, {"chkdown", 3, 3},
	{"ctime", 100, 5}, {"rtime", 100, 5},
}

// value is a server's value in the column.
func (c *comparison) value(s *record.Server) int64 {
	f := record.FieldOf(c.column)
	if f.Counter != nil {
		return *f.Counter(&s.Counters)
	}
	return *f.Server(s).(*int64)
}

// stands reports whether a server's value is far above those of the others, all of which must be known.
func (c *comparison) stands(p *page, s *record.Server) (n, most int64, ok bool) {
	others := p.others(s)
	if n = c.value(s); len(others) == 0 || p.BlankOf(s).Has(c.column) {
		return 0, 0, false
	}
	for _, i := range others {
		if most = max(most, c.value(&p.Servers[i])); n/c.times < most || p.blank(i).Has(c.column) {
			return 0, 0, false
		}
	}
	return n, most, true
}

// page is a page, and what is asked of it for one server: which numbers are not known, and who the others are.
type page struct {
	*record.HAProxy
	blanks []record.Blank
	beside []int // the others
}

func (p *page) others(s *record.Server) []int {
	if p.beside == nil {
		p.beside = others(p.HAProxy, s)
	}
	return p.beside
}

func (p *page) blank(i int) record.Blank {
	if p.blanks == nil {
		_, p.blanks = p.Blanks()
	}
	return p.blanks[i]
}

// alike reports whether a server takes the same share of the sessions as each of the others, by its weight.
func (p *page) alike(s *record.Server) bool {
	for _, i := range p.others(s) {
		if p.Servers[i].Weight != s.Weight {
			return false
		}
	}
	return true
}
