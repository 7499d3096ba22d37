package tui

import (
	"slices"
	"strings"
	"time"

	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// instances is the table of what nginx's logs say.
func (g *nginxPage) instances(m *Model, c *ui.Column) {
	all := g.all(m)
	if len(all) == 0 {
		c.Say(m.c.Theme.Faint, "no application instance is known")
		return
	}
	name := nameCells(all)
	p := c.Line()
	p.Space(ui.MarkCells)
	p.Left(m.c.Theme.Faint, "instance", name+1)
	p.Left(m.c.Theme.Faint, "state", ui.StateCells)
	for _, col := range instanceColumnsFor(p.Room()) {
		p.Right(m.c.Theme.Faint, []byte(col.title), col.w)
	}
	if p.Room() > 14 {
		p.Put(m.c.Theme.Faint, "  last error")
	}
	times := false
	for _, n := range all {
		_, _, known := n.Upstream.Times(m.frame.At)
		times = times || known
	}
	rows := c.Rest()
	c.Used += g.draw(m, rows, all, func(p *paint.Pen, n *incident.Node) { m.instanceRow(p, n, name) },
		func(n *incident.Node) []styled { return m.instanceMore(n, rows.W-ui.MarkCells-3) })
	if why := m.untimed(times); why != "" {
		c.Say(m.c.Theme.Faint, why)
	}
	c.Blank()
}

// untimed is why there are no response times, or why there are fewer than there should be; "" when there are.
func (m *Model) untimed(known bool) string {
	switch unread := &m.frame.Unread; {
	case unread.Lines > 0:
		return paint.Plural(unread.Lines, "line", "lines") + " of the access log not read, and in no number: " + unread.Why
	case known:
		return ""
	case !m.frame.Nginx.HasAccess:
		return m.toldBy() + "hidden, mean, slowest: - without an access log that names the upstreams"
	}
	return "mean, slowest: - no attempt of the last seconds tells its time"
}

// toldBy is who counts the failed requests of instances where nginx's access log does not.
func (m *Model) toldBy() string {
	var by []string
	for i := range m.frame.Nodes {
		if n := &m.frame.Nodes[i]; isInstance(n) {
			if f := m.frame.Failed(n); f.By != "" && !slices.Contains(by, f.By) {
				by = append(by, f.By)
			}
		}
	}
	if len(by) == 0 {
		return ""
	}
	return "failed: by " + strings.Join(by, " or ") + "; "
}

// instanceColumn is a number of the table; rank says which go first where there is no room.
type instanceColumn struct {
	title string
	w     int
	rank  int
	cell  func(m *Model, n *incident.Node, b []byte) ([]byte, paint.Style)
}

var instanceColumns = []instanceColumn{
	{"req/s", 7, 0, func(m *Model, n *incident.Node, b []byte) ([]byte, paint.Style) {
		return paint.AppendRate(b, n.Lately, 6), m.c.RateStyle(n.Lately)
	}},
	{"attempts", 10, 3, func(m *Model, n *incident.Node, b []byte) ([]byte, paint.Style) {
		return m.c.ServedCell(b, n, 9)
	}},
	{"failed", 7, 0, func(m *Model, n *incident.Node, b []byte) ([]byte, paint.Style) {
		return m.c.FailedCell(b, n)
	}},
	{"hidden", 7, 1, func(m *Model, n *incident.Node, b []byte) ([]byte, paint.Style) {
		if !m.frame.Nginx.HasAccess {
			return append(b, '-'), m.c.Theme.Faint
		}
		return paint.AppendCount(b, int64(n.Upstream.Hidden), 6), m.c.Worry(n.Upstream.Hidden)
	}},
	{"mean", 8, 0, func(m *Model, n *incident.Node, b []byte) ([]byte, paint.Style) {
		mean, _, known := n.Upstream.Times(m.frame.At)
		return m.took(b, mean, known)
	}},
	{"slowest", 9, 1, func(m *Model, n *incident.Node, b []byte) ([]byte, paint.Style) {
		_, slowest, known := n.Upstream.Times(m.frame.At)
		return m.took(b, slowest, known)
	}},
	{"aside", 7, 0, func(m *Model, n *incident.Node, b []byte) ([]byte, paint.Style) {
		if _, until, ok := n.SetAside(m.frame.At); ok {
			return paint.AppendAge(append(b, m.c.Theme.AtMost...), until.Sub(m.frame.At)+time.Second-1), m.c.Theme.Warn
		}
		if m.frame.At.Before(n.Upstream.Aside) {
			return append(b, '?'), m.c.Theme.Warn
		}
		return append(b, '-'), m.c.Theme.Faint
	}},
}

func (m *Model) took(b []byte, d time.Duration, known bool) ([]byte, paint.Style) {
	if !known {
		return append(b, '-'), m.c.Theme.Faint
	}
	return paint.AppendTook(b, d), m.c.Theme.Text
}

// instanceColumnsFor is the columns that fit, the weightiest of them where not all do.
func instanceColumnsFor(room int) []instanceColumn {
	for rank := 3; ; rank-- {
		var out []instanceColumn
		w := 1 // a blank before the border
		for _, c := range instanceColumns {
			if c.rank <= rank {
				out, w = append(out, c), w+c.w
			}
		}
		if w <= room || rank == 0 {
			return out
		}
	}
}

func (m *Model) instanceRow(p *paint.Pen, n *incident.Node, name int) {
	p.Left(m.c.NameStyle(p), n.Name, name)
	p.Space(1)
	p.Muted = m.c.Old(n) && m.c.DockerStale()
	paint.State(p, m.c.Theme.Health(n.Health), n.Health.String(), ui.StateCells)
	p.Muted = m.nginxStale() != nil // its logs are most of what stands here
	var buf [24]byte
	for _, col := range instanceColumnsFor(p.Room()) {
		b, st := col.cell(m, n, buf[:0])
		p.Right(st, b, col.w)
	}
	if p.Room() > 14 {
		p.Space(2)
		m.c.LastError(p, n)
	}
	p.Muted = false
}

// instanceMore is what stands below the chosen instance: its last error in full, and until when nginx leaves it out.
func (m *Model) instanceMore(n *incident.Node, w int) []styled {
	var out []styled
	if u := &n.Upstream; u.Last != "" {
		for _, l := range paint.Wrap("last error "+paint.Age(m.frame.At.Sub(u.LastAt))+" ago: "+u.Last, max(w, 1)) {
			out = append(out, styled{l, m.c.Theme.Warn})
		}
	}
	if aside := m.aside(n); aside != "" {
		out = append(out, styled{aside, m.c.Theme.Warn})
	}
	return out
}

// aside says when nginx tries an instance again that it has set aside; "" when it has not. It does so when the next request
// comes after a whole second has passed over fail_timeout.
func (m *Model) aside(n *incident.Node) string {
	from, until, ok := n.SetAside(m.frame.At)
	switch {
	case ok:
		return "nginx tries it again after " + from.In(m.c.Zone).Format("15:04:05") + ", from " + until.In(m.c.Zone).Format("15:04:05") + " on at the latest"
	case m.frame.At.Before(n.Upstream.Aside):
		return "nginx has set it aside; for how long is not known: its fail_timeout was not read"
	}
	return ""
}
