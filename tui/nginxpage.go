package tui

import (
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// nginxPage is nginx itself, and what its logs say of each of its upstream servers.
type nginxPage struct{ rolePage }

func newNginxPage() *nginxPage {
	return &nginxPage{rolePage{roles: []record.Role{record.RoleApp}}}
}

func (r *nginxPage) render(m *Model, at paint.Rect) {
	says, st := "not heard yet", m.th.Faint
	if x := &m.frame.Nginx; x.Nginx != nil {
		says, st = words(m.th, x.Version, paint.Rate(x.Rate)+"/s"), m.th.Text
	}
	r.box(m, at, "nginx", says, st)
	c := column{m: m, r: at.Inner()}
	m.nginxWords(&c)
	c.blank()
	chosen := r.table(m, &c, upstreamColumns)
	if chosen != nil && chosen.Upstream.Last != "" {
		p := c.line()
		p.Space(1)
		p.Put(m.th.Faint, chosen.Name+", "+paint.Age(m.frame.At.Sub(chosen.Upstream.LastAt))+" ago: ")
		p.Put(m.th.Warn, chosen.Upstream.Last)
	}
	if !m.frame.Nginx.HasAccess {
		p := c.line()
		p.Space(1)
		p.Put(m.th.Faint, "hidden failures and times take an access log that lists every upstream tried; this nginx writes none")
	}
	c.blank()
	m.nginxCharts(c.rest())
}

// nginxCharts is what nginx serves and what fails behind it, where there is room.
func (m *Model) nginxCharts(rest paint.Rect) {
	const least = 6
	all := m.allCurves()
	n := min(2, rest.H/least)
	for i := range n {
		top := rest.H * i / n
		m.drawCurves(&all[i], zooms[m.charts.zoom], paint.Area(rest.X, rest.Y+top, rest.W-1, rest.H*(i+1)/n-top))
	}
}

// nginxWords is stub_status, in its own words.
func (m *Model) nginxWords(c *column) {
	x := m.frame.Nginx.Nginx
	if x == nil {
		return
	}
	p := c.line()
	for _, f := range []struct {
		name string
		n    int64
	}{{"active", x.Active}, {"reading", x.Reading}, {"writing", x.Writing}, {"waiting", x.Waiting},
		{"accepts", x.Accepts}, {"handled", x.Handled}, {"requests", x.Requests}} {
		p.Space(1)
		p.Put(m.th.Faint, f.name+" ")
		p.Put(m.th.Text, paint.Count(f.n))
		p.Space(1)
	}
	if lost := x.Accepts - x.Handled; lost > 0 { // worker_connections is reached: stub_status, "handled"
		p.Put(m.th.Bad, paint.Count(lost)+" dropped")
	}
}

var upstreamColumns = []columnOf{
	stateColumn(),
	{"req/s", 8, true, func(m *Model, n *incident.Node) (string, paint.Style) { return paint.Rate(n.Rate), m.rateStyle(n.Rate) }},
	{"requests", 10, true, func(m *Model, n *incident.Node) (string, paint.Style) {
		return paint.Count(n.Served()), m.zero(int(n.Served()))
	}},
	{"errors", 8, true, func(m *Model, n *incident.Node) (string, paint.Style) {
		return paint.Count(int64(n.Upstream.Errors)), m.worry(n.Upstream.Errors)
	}},
	{"hidden", 8, true, func(m *Model, n *incident.Node) (string, paint.Style) {
		if !m.frame.Nginx.HasAccess {
			return "", m.th.Faint
		}
		return paint.Count(int64(n.Upstream.Hidden)), m.worry(n.Upstream.Hidden)
	}},
	{"now", 9, true, func(m *Model, n *incident.Node) (string, paint.Style) { return m.responseTime(n, n.Upstream.Lately) }},
	{"mean", 9, true, func(m *Model, n *incident.Node) (string, paint.Style) {
		return m.responseTime(n, n.Upstream.Took/time.Duration(max(n.Upstream.Requests, 1)))
	}},
	{"slowest", 9, true, func(m *Model, n *incident.Node) (string, paint.Style) { return m.responseTime(n, n.Upstream.Slowest) }},
	{"  set aside", 14, false, func(m *Model, n *incident.Node) (string, paint.Style) {
		if left := n.Upstream.Aside.Sub(m.frame.At); left > 0 {
			return "  for " + paint.Age(left), m.th.Warn
		}
		return "  no", m.th.Faint
	}},
	{"last error", 60, false, func(m *Model, n *incident.Node) (string, paint.Style) { return n.Upstream.Last, m.th.Text }},
}

// responseTime is a time of an upstream server; none where no log says it.
func (m *Model) responseTime(n *incident.Node, d time.Duration) (string, paint.Style) {
	if !m.frame.Nginx.HasAccess || n.Upstream.Took == 0 { // an old recording has none, either
		return "", m.th.Faint
	}
	return paint.Took(d), m.th.Text
}
