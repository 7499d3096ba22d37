package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
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
	hint := m.c.HintPart(m.c.Keys.Line(keys.Close))
	stale := m.nginxStale()
	if stale != nil {
		hint = paint.NewPart(m.c.Staleness(stale), m.c.Theme.Warn)
	}
	m.c.Screen.FrameBox(m.c.Theme, r, true, []paint.TitlePart{paint.NewPart("nginx", m.c.Theme.Title),
		paint.NewPart("and the instances behind it", m.c.Theme.Faint)}, hint)
	c := ui.Column{C: &m.c, R: r.Inner()}
	m.nginxNumbers(&c, stale != nil)
	c.Blank()
	g.instances(m, &c)
	m.drawCharts(c.Rest(), 2, func(w int) []curves {
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
func (m *Model) nginxNumbers(c *ui.Column, stale bool) {
	p := c.Line()
	n := &m.frame.Nginx
	if n.Nginx == nil {
		p.Space(1)
		p.Put(m.c.Theme.Faint, "no nginx has answered yet")
		return
	}
	titles := []string{"active", "reading", "writing", "waiting", "rate", "requests", "accepts", "handled"}
	values := []int64{n.Active, n.Reading, n.Writing, n.Waiting, 0, n.Requests, n.Accepts, n.Handled}
	const few, narrow, wide = 5, 9, 10
	if p.Room() < few*narrow+(len(titles)-few)*wide+1 {
		titles, values = titles[:few], values[:few]
	}
	v := c.Line()
	var buf [24]byte
	for i, title := range titles {
		w := narrow
		if i >= few {
			w = wide
		}
		p.Right(m.c.Theme.Faint, []byte(title), w)
		st := m.c.Zero(int(values[i]))
		b := paint.AppendCount(buf[:0], values[i], w-1)
		switch {
		case title == "rate":
			st, b = m.c.RateStyle(n.Lately), append(paint.AppendRate(buf[:0], n.Lately, w-3), "/s"...)
		case title == "handled" && n.Handled < n.Accepts: // it had no worker connection left for some
			st = m.c.Theme.Bad
		}
		if stale {
			st = m.c.Theme.Faint
		}
		v.Right(st, b, w)
	}
}
