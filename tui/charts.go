package tui

import (
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/tui/chart"
	"hadash/tui/paint"
)

// chartsPage is the last minutes as curves, under each other as far as there is room.
type chartsPage struct{ zoom int }

var zooms = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute}

func (c *chartsPage) subject(m *Model) (rowID, bool) { return m.nodes.chosen() }
func (c *chartsPage) help(k *keyMap) []key.Binding   { return k.ChartsHelp() }

func (c *chartsPage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	if !key.Matches(msg, m.keys.Zoom) {
		return nil, false
	}
	c.zoom = (c.zoom + 1) % len(zooms)
	return nil, true
}

// curves is one chart of the page.
type curves struct {
	title  string
	number func(b []byte, v float64) []byte
	series []curveOf
}

// curveOf is one curve: what the Ticks have of it, or what the clients' own record has.
type curveOf struct {
	name, letter string
	style        paint.Style
	seen         func(*incident.Tick) float64
	felt         func(*incident.FeltTick) float64
}

func (c *chartsPage) render(m *Model, r paint.Rect) {
	hint := m.hintPart(m.keys.Close)
	m.screen.FrameBox(m.th, r, true, []paint.TitlePart{paint.NewPart("charts", m.th.Title),
		paint.NewPart("the last "+paint.Age(zooms[c.zoom]), m.th.Faint),
		paint.NewPart(m.th.Fault+" broken "+m.th.Broken+" detected "+m.th.Heal+" healed", m.th.Faint)}, hint)
	m.stackCurves(r.Inner(), m.allCurves()...)
}

func (m *Model) drawCurves(c *curves, span time.Duration, r paint.Rect) {
	until := m.frame.At.Truncate(time.Second)
	ch := chart.Chart{From: until.Add(-span), Until: until, Zone: m.zone, Number: c.number, Marks: m.marks()}
	var gathered []*chart.Gather
	for _, s := range c.series {
		g := chart.NewGather(ch.From, until, chart.Dots(r.W))
		gathered = append(gathered, g)
		ch.Series = append(ch.Series, chart.Series{Style: s.style, Letter: s.letter, Values: g.Values})
	}
	for t := range m.frame.History.Seen(ch.From) {
		for i, s := range c.series {
			if s.seen != nil {
				gathered[i].Add(t.At, int64(t.Span), s.seen(t))
			}
		}
	}
	for t := range m.frame.History.Felt(ch.From) {
		for i, s := range c.series {
			if s.felt != nil {
				gathered[i].Add(t.At, t.Span, s.felt(t))
			}
		}
	}
	p := m.screen.At(m.th, r.Y, r)
	p.Space(1)
	p.Put(m.th.Title, c.title)
	for _, s := range c.series {
		p.Space(2)
		if s.letter != "" {
			p.Put(s.style, s.letter+" ")
		}
		p.Put(s.style, s.name)
	}
	ch.Draw(&m.screen, m.th, paint.Area(r.X, r.Y+1, r.W, r.H-1))
}

// stackCurves draws the first of some charts one below the other: as many as have room enough.
func (m *Model) stackCurves(r paint.Rect, all ...curves) {
	const least = 6 // rows: a title, four of curves, the time
	n := min(len(all), r.H/least)
	for i := range n {
		top := r.H * i / n
		m.drawCurves(&all[i], zooms[m.charts.zoom], paint.Area(r.X, r.Y+top, r.W-1, r.H*(i+1)/n-top))
	}
}

// marks is what happened to faults: broken, detected, healed.
func (m *Model) marks() (out []chart.Mark) {
	for i := range m.frame.Stopwatches {
		w := &m.frame.Stopwatches[i]
		for _, k := range []struct {
			stage incident.Stage
			sign  paint.Sign
		}{{incident.Injected, paint.NewSign(m.th.Fault, m.th.Bad)}, {incident.Detected, paint.NewSign(m.th.Broken, m.th.Warn)},
			{incident.Healed, paint.NewSign(m.th.Heal, m.th.Good)}} {
			if moment := w.Moments[k.stage]; moment.Seen() {
				out = append(out, chart.Mark{At: moment.At, Sign: k.sign})
			}
		}
	}
	return out
}

// allCurves is the page's charts, the weightiest first.
func (m *Model) allCurves() []curves {
	th := m.th
	rate := func(b []byte, v float64) []byte { return paint.AppendRate(b, v, 5) }
	all := []curves{
		{"requests/s", rate, []curveOf{
			{"clients", "c", th.Info, func(t *incident.Tick) float64 { return float64(t.Requests) }, nil},
			{"nginx", "n", th.Frozen, func(t *incident.Tick) float64 { return float64(t.Nginx) }, nil}}},
		{"failures/s", rate, []curveOf{
			{"hidden", "h", th.Warn, func(t *incident.Tick) float64 { return float64(t.Hidden) / float64(max(t.Span, 1)) }, nil},
			{"visible", "v", th.Bad, nil, func(t *incident.FeltTick) float64 { return float64(t.Failed) / float64(t.Span) }}}},
		{"p95", func(b []byte, v float64) []byte { return paint.AppendTook(b, time.Duration(v)) }, []curveOf{
			{"at the client", "", th.Info, nil, func(t *incident.FeltTick) float64 { return float64(t.P95) }}}},
		{"sessions", rate, nil},
	}
	styles := []paint.Style{th.Info, th.Good, th.Frozen, th.Away, th.Warn, th.Key}
	if h := m.frame.HAProxy; h != nil {
		for i := range h.Servers[:min(len(h.Servers), 8)] {
			name := h.Servers[i].Name()
			all[3].series = append(all[3].series, curveOf{h.Servers[i].Svname, string(rune('a' + i)), styles[i%len(styles)],
				func(t *incident.Tick) float64 {
					if l, ok := t.Server(name); ok {
						return l.Sessions
					}
					return -1
				}, nil})
		}
	}
	return all
}
