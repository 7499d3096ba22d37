package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
)

// loadPage is what the clients feel, now and since the load began.
type loadPage struct{}

func (*loadPage) subject(m *Model) (rowID, bool) { return m.nodes.chosen() }
func (*loadPage) help(k *keys.Map) []keys.Line   { return k.ChartsHelp() }

func (*loadPage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) { return m.charts.key(m, msg) }

func (*loadPage) render(m *Model, r paint.Rect) {
	hint := m.hintPart(m.keys.Line(keys.Close))
	l := &m.frame.Load
	word, st := "off", m.th.Faint
	if l.On && l.K6 != nil {
		word, st = paint.Plural(l.VUs, "VU", "VUs")+" "+m.th.Dot+" "+paint.Rate(l.Lately)+"/s", m.th.Text
	}
	m.screen.FrameBox(m.th, r, true, []paint.TitlePart{paint.NewPart("load", m.th.Title), paint.NewPart(word, st)}, hint)
	c := column{m: m, r: r.Inner()}
	m.loadRows(&c)
	m.drawCharts(c.rest(), 2, func(w int) []curves {
		all := m.allCurves(w)
		clients := all[0].series[0]
		clients.letter = "" // alone it needs none
		return []curves{{title: "requests/s", number: rateNumber, series: []curveOf{clients}}, all[2]}
	})
}

// The columns of the table of what was felt.
const (
	loadLabel = 14
	loadCount = 9
	loadTook  = 8
)

func (m *Model) loadRows(c *column) {
	p := c.line()
	p.Space(1 + loadLabel)
	for i, title := range [...]string{"requests", "failed", "p50", "p95", "p99", "slowest"} {
		w := loadTook
		if i < 2 {
			w = loadCount
		}
		whole(&p, m.th.Faint, []byte(title), w)
	}
	if s, ok := m.frame.Last(); ok {
		m.loadRow(c, "last second", int64(s.Requests), int64(s.Failed), s.P50, s.P95, s.P99, s.Max)
	}
	if k := m.frame.Load.K6; k != nil {
		d := &k.Duration // k6 tells no p99 of the whole run
		m.loadRow(c, "since it began", k.Requests, k.Failed, d.Med, d.P95, -1, d.Max)
		m.thresholdRow(c, k)
	}
	if by := m.frame.Watched.Felt.Sent().Names; len(by) > 0 {
		p := c.line()
		p.Space(1)
		p.Left(m.th.Faint, "since watched", loadLabel)
		p.Put(m.th.Bad, " "+failedBy(by)+" failed")
	}
	if m.frame.Load.K6 == nil {
		c.say(m.th.Faint, "no load was seen yet")
	}
}

// thresholdRow says on which metrics a threshold of the script is crossed and on which none is; k6 does not say what they
// ask for.
func (m *Model) thresholdRow(c *column, k *record.K6) {
	if len(k.Thresholds) == 0 && !k.Tainted {
		return
	}
	p := c.line()
	p.Space(1)
	p.Left(m.th.Faint, "thresholds", loadLabel)
	if len(k.Thresholds) == 0 { // a recording of before they were read
		p.Space(1)
		p.Glyph(m.th.Bad, m.th.Broken, 1)
		p.Put(m.th.Bad, " one of its script is crossed")
		return
	}
	m.thresholdsThat(&p, k, true, "crossed", paint.Sign{Glyph: m.th.Broken, Style: m.th.Bad})
	m.thresholdsThat(&p, k, false, "kept", paint.Sign{Glyph: m.th.OK, Style: m.th.Good})
}

func (m *Model) thresholdsThat(p *paint.Pen, k *record.K6, crossed bool, word string, is paint.Sign) {
	first := true
	for _, t := range k.Thresholds {
		switch {
		case t.Crossed != crossed:
			continue
		case first:
			p.Space(1)
			p.Glyph(is.Style, is.Glyph, 1)
			p.Space(1)
			p.Put(is.Style, word)
			p.Space(1)
		default:
			p.Put(is.Style, ", ")
		}
		p.Put(is.Style, t.Metric)
		first = false
	}
	p.Space(1)
}

// whole writes a number where there is room for all of it: a part of one would be another.
func whole(p *paint.Pen, st paint.Style, b []byte, w int) {
	if p.Room() >= w {
		p.Right(st, b, w)
	}
}

// loadRow writes what was felt in some time; a duration of nothing is not known, as before the first
// request.
func (m *Model) loadRow(c *column, label string, requests, failed int64, times ...time.Duration) {
	p := c.line()
	var buf [24]byte
	p.Space(1)
	p.Left(m.th.Faint, label, loadLabel)
	whole(&p, m.th.Text, paint.AppendCount(buf[:0], requests, loadCount-1), loadCount)
	st := m.th.Faint
	if failed > 0 {
		st = m.th.Bad
	}
	whole(&p, st, paint.AppendCount(buf[:0], failed, loadCount-1), loadCount)
	for _, d := range times {
		b := append(buf[:0], '-')
		if d > 0 {
			b = paint.AppendTook(buf[:0], d)
		}
		whole(&p, m.th.Text, b, loadTook)
	}
}
