package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// loadPage is what the clients feel, now and since the load began.
type loadPage struct{}

func (*loadPage) subject(m *Model) (ui.NodeID, bool) { return m.nodes.chosen() }
func (*loadPage) help(k *keys.Map) []keys.Line       { return k.ChartsHelp() }

func (*loadPage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) { return m.charts.key(m, msg) }

func (*loadPage) render(m *Model, r paint.Rect) {
	hint := m.c.HintPart(m.c.Keys.Line(keys.Close))
	l := &m.frame.Load
	word, st := "off", m.c.Theme.Faint
	if l.On && l.K6 != nil {
		word, st = paint.Plural(l.VUs, "VU", "VUs")+" "+m.c.Theme.Dot+" "+paint.Rate(l.Lately)+"/s", m.c.Theme.Text
	}
	m.c.Screen.FrameBox(m.c.Theme, r, true, []paint.TitlePart{paint.NewPart("load", m.c.Theme.Title), paint.NewPart(word, st)}, hint)
	c := ui.Column{C: &m.c, R: r.Inner()}
	m.loadRows(&c)
	m.drawCharts(c.Rest(), 2, func(w int) []curves {
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

func (m *Model) loadRows(c *ui.Column) {
	p := c.Line()
	p.Space(1 + loadLabel)
	for i, title := range [...]string{"requests", "failed", "p50", "p95", "p99", "slowest"} {
		w := loadTook
		if i < 2 {
			w = loadCount
		}
		whole(&p, m.c.Theme.Faint, []byte(title), w)
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
		p := c.Line()
		p.Space(1)
		p.Left(m.c.Theme.Faint, "since watched", loadLabel)
		p.Put(m.c.Theme.Bad, " "+ui.FailedBy(by)+" failed")
	}
	if m.frame.Load.K6 == nil {
		c.Say(m.c.Theme.Faint, "no load was seen yet")
	}
}

// thresholdRow says on which metrics a threshold of the script is crossed and on which none is; k6 does not say what they
// ask for.
func (m *Model) thresholdRow(c *ui.Column, k *record.K6) {
	if len(k.Thresholds) == 0 && !k.Tainted {
		return
	}
	p := c.Line()
	p.Space(1)
	p.Left(m.c.Theme.Faint, "thresholds", loadLabel)
	if len(k.Thresholds) == 0 { // a recording of before they were read
		p.Space(1)
		p.Glyph(m.c.Theme.Bad, m.c.Theme.Broken, 1)
		p.Put(m.c.Theme.Bad, " one of its script is crossed")
		return
	}
	m.thresholdsThat(&p, k, true, "crossed", paint.Sign{Glyph: m.c.Theme.Broken, Style: m.c.Theme.Bad})
	m.thresholdsThat(&p, k, false, "kept", paint.Sign{Glyph: m.c.Theme.OK, Style: m.c.Theme.Good})
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
func (m *Model) loadRow(c *ui.Column, label string, requests, failed int64, times ...time.Duration) {
	p := c.Line()
	var buf [24]byte
	p.Space(1)
	p.Left(m.c.Theme.Faint, label, loadLabel)
	whole(&p, m.c.Theme.Text, paint.AppendCount(buf[:0], requests, loadCount-1), loadCount)
	st := m.c.Theme.Faint
	if failed > 0 {
		st = m.c.Theme.Bad
	}
	whole(&p, st, paint.AppendCount(buf[:0], failed, loadCount-1), loadCount)
	for _, d := range times {
		b := append(buf[:0], '-')
		if d > 0 {
			b = paint.AppendTook(buf[:0], d)
		}
		whole(&p, m.c.Theme.Text, b, loadTook)
	}
}
