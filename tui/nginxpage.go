package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
)

// nginxPage is nginx's own numbers and what it saw of every instance behind it.
type nginxPage struct{ nodeList }

func isInstance(n *incident.Node) bool { return n.Role == record.RoleApp }

func (g *nginxPage) help(k *keys.Map) []keys.Line { return append(k.ListHelp(), k.Line(keys.Zoom)) }

func (g *nginxPage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	if g.moveKey(m, msg) {
		return nil, true
	}
	return m.charts.key(m, msg)
}

func (g *nginxPage) render(m *Model, r paint.Rect) {
	hint := m.hintPart(m.keys.Line(keys.Close))
	stale := m.nginxStale()
	if stale != nil {
		hint = paint.NewPart(m.staleness(stale), m.th.Warn)
	}
	m.screen.FrameBox(m.th, r, true, []paint.TitlePart{paint.NewPart("nginx", m.th.Title),
		paint.NewPart("and the instances behind it", m.th.Faint)}, hint)
	c := column{m: m, r: r.Inner()}
	m.nginxNumbers(&c, stale != nil)
	c.blank()
	g.instances(m, &c)
	m.drawCharts(c.rest(), 2, func(w int) []curves {
		all := m.allCurves(w)
		return []curves{{title: "nginx requests/s", number: rateNumber, series: all[0].series[1:]}, all[1]}
	})
}

// nginxStale is nginx's own feed while it is silent.
func (m *Model) nginxStale() *incident.Source {
	for i := range m.frame.Sources {
		if s := &m.frame.Sources[i]; s.Name == record.SourceNginx && s.Stale() {
			return s
		}
	}
	return nil
}

// nginxNumbers is stub_status, in its own words.
func (m *Model) nginxNumbers(c *column, stale bool) {
	p := c.line()
	n := &m.frame.Nginx
	if n.Nginx == nil {
		p.Space(1)
		p.Put(m.th.Faint, "no nginx has answered yet")
		return
	}
	titles := []string{"active", "reading", "writing", "waiting", "rate", "requests", "accepts", "handled"}
	values := []int64{n.Active, n.Reading, n.Writing, n.Waiting, 0, n.Requests, n.Accepts, n.Handled}
	const few, narrow, wide = 5, 9, 10
	if p.Room() < few*narrow+(len(titles)-few)*wide+1 {
		titles, values = titles[:few], values[:few]
	}
	v := c.line()
	var buf [24]byte
	for i, title := range titles {
		w := narrow
		if i >= few {
			w = wide
		}
		p.Right(m.th.Faint, []byte(title), w)
		st := m.zero(int(values[i]))
		b := paint.AppendCount(buf[:0], values[i], w-1)
		switch {
		case title == "rate":
			st, b = m.rateStyle(n.Lately), append(paint.AppendRate(buf[:0], n.Lately, w-3), "/s"...)
		case title == "handled" && n.Handled < n.Accepts: // it had no worker connection left for some
			st = m.th.Bad
		}
		if stale {
			st = m.th.Faint
		}
		v.Right(st, b, w)
	}
}
