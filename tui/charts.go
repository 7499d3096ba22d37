package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident/history"
	"hadash/incident/stopwatch"
	"hadash/tui/chart"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// chartsPage is the last minutes as curves, under each other as far as there is room.
type chartsPage struct {
	zoom    int
	blocks  bool // bars of blocks instead of dots
	watched watched
	drawn   picture
}

var zooms = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute}

func (c *chartsPage) subject(m *Model) (ui.NodeID, bool) { return m.nodes.chosen() }
func (c *chartsPage) help(k *keys.Map) []keys.Line       { return k.ChartsHelp() }

func (c *chartsPage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case m.c.Keys.Is(msg, keys.Zoom):
		c.zoom = (c.zoom + 1) % len(zooms)
	case m.c.Keys.Is(msg, keys.Blocks) && m.c.Theme.ASCII():
		m.say(plainly, "neither dots nor blocks: only ASCII is wanted here, or all that the terminal has")
	case m.c.Keys.Is(msg, keys.Blocks):
		c.blocks = !c.blocks
	default:
		return nil, false
	}
	return nil, true
}

// curves is one chart of the page.
type curves struct {
	title  string
	number func(b []byte, v float64) []byte
	series []curveOf
	more   int // curves that are left out
}

// curveOf is one curve: what the Ticks have of it, or what the clients' own record has.
type curveOf struct {
	name, letter string
	style        paint.Style
	mark         string // of each time it is above zero; "" = none
	seen         func(*history.Tick) float64
	felt         func(*history.FeltTick) float64
}

func (c *chartsPage) render(m *Model, r paint.Rect) {
	m.c.Screen.FrameBox(m.c.Theme, r, true, append([]paint.TitlePart{paint.NewPart("charts", m.c.Theme.Title)}, m.chartsTitle()...), m.c.HintPart(m.c.Keys.Line(keys.Close)))
	m.drawCharts(r.Inner(), 4, m.allCurves)
}

// chartsTitle says how long the time is that charts show, and what the signs below them mean.
func (m *Model) chartsTitle() []paint.TitlePart {
	return []paint.TitlePart{paint.NewPart("the last "+paint.Age(m.span()), m.c.Theme.Faint),
		paint.NewPart(m.c.Theme.Fault+" broken "+m.c.Theme.Broken+" detected "+m.c.Theme.Heal+" healed", m.c.Theme.Faint)}
}

// drawCurves writes one chart into r.
func (m *Model) drawCurves(s *paint.Screen, c *curves, r paint.Rect) {
	until, span := m.until(), m.span()
	ch := chart.Chart{From: until.Add(-span), Until: until, Zone: m.c.Zone, Number: c.number, Marks: m.charts.drawn.marks, Blocks: m.charts.blocks}
	var gathered []*chart.Gather
	for _, s := range c.series {
		g := chart.NewGather(ch.From, until, chart.Dots(r.W))
		gathered = append(gathered, g)
		ch.Series = append(ch.Series, chart.Series{Style: s.style, Letter: s.letter, Values: g.Values, Mark: s.mark})
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
	p := s.At(m.c.Theme, r.Y, r)
	c.legend(&p)
	ch.Draw(s, m.c.Theme, paint.Area(r.X, r.Y+1, r.W, r.H-1))
}

// legend is the chart's name and those of its curves.
func (c *curves) legend(p *paint.Pen) {
	p.Space(1)
	p.Put(p.Th.Title, c.title)
	for _, s := range c.series {
		p.Space(2)
		if s.letter != "" {
			p.Put(s.style, s.letter+" ")
		}
		p.Put(s.style, s.name)
		if s.mark != "" {
			p.Space(1)
			p.Glyph(s.style, s.mark, 1)
		}
	}
	if c.more > 0 {
		p.Put(p.Th.Faint, "  "+andMore(c.more))
	}
}

func andMore(n int) string { return "and " + paint.Count(int64(n)) + " more" }

// appendMarks is what happened to faults: broken, detected, healed.
func (m *Model) appendMarks(out []chart.Mark) []chart.Mark {
	for i := range m.frame.Stopwatches {
		w := &m.frame.Stopwatches[i]
		for _, k := range [...]struct {
			stage stopwatch.Stage
			sign  paint.Sign
		}{{stopwatch.Injected, paint.NewSign(m.c.Theme.Fault, m.c.Theme.Bad)}, {stopwatch.Detected, paint.NewSign(m.c.Theme.Broken, m.c.Theme.Warn)},
			{stopwatch.Healed, paint.NewSign(m.c.Theme.Heal, m.c.Theme.Good)}} {
			if moment := w.Moments[k.stage]; moment.Seen() {
				out = append(out, chart.Mark{At: moment.At, Sign: k.sign})
			}
		}
	}
	return out
}

// allCurves is the page's charts for w cells, the weightiest first.
func (m *Model) allCurves(w int) []curves {
	th := m.c.Theme
	return []curves{
		{title: "requests/s", number: rateNumber, series: []curveOf{
			{"clients", "c", th.Info, "", func(t *history.Tick) float64 { return float64(t.Requests) }, nil},
			{"nginx", "n", th.Frozen, "", func(t *history.Tick) float64 { return float64(t.Nginx) }, nil}}},
		{title: "failures/s", number: rateNumber, series: []curveOf{
			{"hidden", "h", th.Warn, "", func(t *history.Tick) float64 { return float64(t.Hidden) / float64(max(t.Span, 1)) }, nil},
			{"visible", "v", th.Bad, th.Times, nil, func(t *history.FeltTick) float64 { return float64(t.Failed) / float64(t.Span) }}}},
		{title: "p95", number: func(b []byte, v float64) []byte { return paint.AppendTook(b, time.Duration(v)) }, series: []curveOf{
			{"at the client", "", th.Info, "", nil, func(t *history.FeltTick) float64 { return float64(t.P95) }}}},
		m.sessionCurves(w),
	}
}

func rateNumber(b []byte, v float64) []byte { return paint.AppendRate(b, v, 5) }

// sessionCurves is the sessions of the servers that matter most, as many as have a name in a legend of w cells: a
// curve without one would say nothing.
func (m *Model) sessionCurves(w int) curves {
	c := curves{title: "sessions", number: rateNumber}
	watched, h := &m.charts.watched, m.frame.HAProxy
	if h == nil {
		return c
	}
	several := ui.ManyBackends(h)
	name := func(id ui.NodeID) string {
		if several {
			return id.String()
		}
		return id.Name
	}
	fits, room := map[ui.NodeID]bool{}, w-len(" sessions")
	for i, id := range watched.rank {
		room -= len("  a ") + paint.Width(name(id))
		need := 0
		if left := watched.all - i - 1; left > 0 {
			need = 2 + len(andMore(left))
		}
		if room < need && i > 0 {
			break
		}
		fits[id] = true
	}
	styles := [...]paint.Style{m.c.Theme.Info, m.c.Theme.Good, m.c.Theme.Frozen, m.c.Theme.Away, m.c.Theme.Warn, m.c.Theme.Key}
	for i, id := range watched.slots {
		if !fits[id] {
			continue
		}
		server := id.String()
		c.series = append(c.series, curveOf{name(id), string(rune('a' + i)), styles[i%len(styles)], "", func(t *history.Tick) float64 {
			if l, ok := t.Server(server); ok {
				return l.Sessions
			}
			return -1
		}, nil})
	}
	c.more = watched.all - len(c.series)
	return c
}
