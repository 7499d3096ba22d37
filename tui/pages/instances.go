package pages

import (
	"slices"
	"strings"
	"time"

	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// instances writes the table of nginx's logs.
func (g *Nginx) instances(col *ui.Column) {
	c := col.C
	all := g.all(c)
	if len(all) == 0 {
		if c.Frame.Nginx.Nginx != nil {
			col.Say(c.Theme.Faint, "no application instance behind it is known")
		}
		return
	}
	name := nameCells(all)
	p := col.Line()
	p.Space(ui.MarkCells)
	p.Left(c.Theme.Faint, "instance", name+1)
	p.Left(c.Theme.Faint, "state", ui.StateCells)
	times, wrong := false, false
	for _, n := range all {
		_, _, known := n.Upstream.Times(c.Frame.At)
		times, wrong = times || known, wrong || n.Upstream.Last != "" || n.PageErr != ""
	}
	columns := instanceColumnsFor(p.Room(), c.Frame.Nginx.HasAccess)
	for _, col := range columns {
		p.Right(c.Theme.Faint, []byte(col.title), col.w)
	}
	if p.Room() > 14 && wrong {
		p.Put(c.Theme.Faint, "  last error")
	}
	rows := col.Rest()
	col.Used += g.draw(c, rows, all, func(p *paint.Pen, n *incident.Node) { instanceRow(c, p, n, name, columns) },
		func(n *incident.Node) []styled { return instanceMore(c, n, rows.W-ui.MarkCells-3) })
	if why := untimed(c, times); why != "" {
		col.Say(c.Theme.Faint, why)
	}
	if c.Frame.Nginx.HasAccess && !slices.ContainsFunc(all, func(n *incident.Node) bool { return n.Upstream.Answers > 0 }) {
		col.Say(c.Theme.Faint, "5xx: not counted; it needs $upstream_status in the access log")
	}
	col.Blank()
}

// untimed says why there are no response times, or why there are fewer than there should be; "" when there are.
func untimed(c *ui.Context, known bool) string {
	switch unread := &c.Frame.Unread; {
	case unread.Lines > 0:
		return paint.Plural(unread.Lines, "line", "lines") + " of the access log not read and not counted: " + unread.Why
	case known:
		return ""
	case !c.Frame.Nginx.HasAccess:
		return toldBy(c) + "absorbed, mean, slowest: not known without an access log that names the upstreams"
	}
	return "mean, slowest: no recent attempt has its time logged"
}

// toldBy names the sources that count failed requests of instances where nginx's access log does not.
func toldBy(c *ui.Context) string {
	var by []string
	for i := range c.Frame.Nodes {
		if n := &c.Frame.Nodes[i]; c.Frame.Instance(n) {
			if f := c.Frame.Failed(n); f.By != "" && !slices.Contains(by, f.By) {
				by = append(by, f.By)
			}
		}
	}
	if len(by) == 0 {
		return ""
	}
	return "failed: by " + strings.Join(by, " or ") + "; "
}

// instanceColumn is a number of the table; rank decides which are dropped first.
type instanceColumn struct {
	title string
	w     int
	rank  int
	log   bool // only nginx's access log knows it
	cell  func(c *ui.Context, n *incident.Node, b []byte) ([]byte, paint.Style)
}

var instanceColumns = []instanceColumn{
	{"req/s", 7, 0, false, func(c *ui.Context, n *incident.Node, b []byte) ([]byte, paint.Style) {
		return paint.AppendRate(b, n.Recent, 6), c.RateStyle(n.Recent)
	}},
	{"attempts", 10, 3, false, func(c *ui.Context, n *incident.Node, b []byte) ([]byte, paint.Style) {
		return c.ServedCell(b, n, 9)
	}},
	{"failed", 7, 0, false, func(c *ui.Context, n *incident.Node, b []byte) ([]byte, paint.Style) {
		return c.FailedCell(b, n)
	}},
	{"absorbed", 9, 1, true, func(c *ui.Context, n *incident.Node, b []byte) ([]byte, paint.Style) {
		return c.HiddenCell(b, n)
	}},
	{"5xx", 6, 2, true, func(c *ui.Context, n *incident.Node, b []byte) ([]byte, paint.Style) {
		return c.ErrorsCell(b, n, 5)
	}},
	{"mean", 8, 0, true, func(c *ui.Context, n *incident.Node, b []byte) ([]byte, paint.Style) {
		mean, _, known := n.Upstream.Times(c.Frame.At)
		return took(c, b, mean, known)
	}},
	{"slowest", 9, 1, true, func(c *ui.Context, n *incident.Node, b []byte) ([]byte, paint.Style) {
		_, slowest, known := n.Upstream.Times(c.Frame.At)
		return took(c, b, slowest, known)
	}},
	{"aside", 7, 0, false, func(c *ui.Context, n *incident.Node, b []byte) ([]byte, paint.Style) {
		if _, until, ok := n.SetAside(c.Frame.At); ok {
			return paint.AppendAge(append(b, c.Theme.AtMost...), until.Sub(c.Frame.At)+time.Second-1), c.Theme.Warn
		}
		if c.Frame.At.Before(n.Upstream.Aside) {
			return append(b, '?'), c.Theme.Warn
		}
		return b, c.Theme.Faint
	}},
}

func took(c *ui.Context, b []byte, d time.Duration, known bool) ([]byte, paint.Style) {
	if !known {
		return b, c.Theme.Faint
	}
	return paint.AppendTook(b, d), c.Theme.Text
}

// instanceColumnsFor is the columns that fit, the weightiest of them where not all do, and without those of a log that there
// is not.
func instanceColumnsFor(room int, log bool) []instanceColumn {
	for rank := 3; ; rank-- {
		var out []instanceColumn
		w := 1 // a blank before the border
		for _, col := range instanceColumns {
			if col.rank <= rank && (log || !col.log) {
				out, w = append(out, col), w+col.w
			}
		}
		if w <= room || rank == 0 {
			return out
		}
	}
}

func instanceRow(c *ui.Context, p *paint.Pen, n *incident.Node, name int, columns []instanceColumn) {
	p.Left(c.NameStyle(p), n.Name, name)
	p.Space(1)
	p.Muted = c.Old(n) && c.DockerStale(n)
	paint.State(p, c.Theme.Health(n.Health), paint.HealthWord(n.Health), ui.StateCells)
	p.Muted = c.NginxStale() != nil // its logs fill most of this table
	var buf [24]byte
	for _, col := range columns {
		b, st := col.cell(c, n, buf[:0])
		if string(b) == "-" { // not known: blank, and the reason is said below the table
			b = b[:0]
		}
		p.Right(st, b, col.w)
	}
	if p.Room() > 14 {
		p.Space(2)
		c.LastError(p, n)
	}
	p.Muted = false
}

// instanceMore lists what stands below the chosen instance: its last error in full, and until when nginx leaves it out.
func instanceMore(c *ui.Context, n *incident.Node, w int) []styled {
	var out []styled
	if u := &n.Upstream; u.Last != "" {
		for _, l := range paint.Wrap("last error "+paint.Age(c.Frame.At.Sub(u.LastAt))+" ago: "+u.Last, max(w, 1)) {
			out = append(out, styled{l, c.Theme.Warn})
		}
	}
	if aside := c.Aside(n); aside != "" {
		out = append(out, styled{aside, c.Theme.Warn})
	}
	return out
}
