package pages

import (
	"time"

	"hadash/record"
	"hadash/tui/chart"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Load shows response times and failures at the clients, now and since the load began.
type Load struct{ board *chart.Board }

// NewLoad makes the page of the load, with its charts on a board.
func NewLoad(b *chart.Board) *Load { return &Load{b} }

// Takes implements ui.Pane.
func (p *Load) Takes() []keys.Action { return chart.Takes }

// Do implements ui.Pane.
func (p *Load) Do(c *ui.Context, a keys.Action) ui.Intent { return p.board.Do(c, a) }

// Node implements ui.Pane.
func (p *Load) Node(c *ui.Context) (ui.NodeID, bool) { return c.Overview() }

// Help implements ui.Pane.
func (p *Load) Help(c *ui.Context) []keys.Line { return c.Keys.ChartsHelp() }

// Draw implements ui.Pane.
func (p *Load) Draw(c *ui.Context, r paint.Rect) {
	l := &c.Frame.Load
	word, st := "off", c.Theme.Faint
	if l.On && l.K6 != nil {
		word, st = paint.Plural(l.VUs, "user", "users"), c.Theme.Text
		if l.Recent >= 0 {
			word = ui.Words(c.Theme, word, paint.Rate(l.Recent)+"/s")
		}
	}
	c.Screen.Rule(c.Theme, r, true, []paint.TitlePart{paint.NewPart("load", c.Theme.Title), paint.NewPart(word, st), p.board.Title(c)[0]}, c.HintPart(c.Keys.Line(keys.Close)))
	col := ui.Column{C: c, R: r.Under()}
	if l.K6 == nil && len(c.Frame.Watched.Felt.Sent().Names) == 0 {
		col.Say(c.Theme.Faint, noLoad(c))
		return
	}
	loadRows(&col)
	p.board.Draw(c, chart.Subject{Page: "load"}, col.Rest(), func(int) []chart.Curves {
		sent := requests(c)
		sent.Series = sent.Series[:1]
		sent.Series[0].Letter = "" // alone it needs none
		return []chart.Curves{sent, failures(c), tookAtClient(c)}
	})
}

// The columns of the table.
const (
	loadLabel = 14
	loadCount = 9
	loadTook  = 8
)

func loadRows(c *ui.Column) {
	p := c.Line()
	p.Space(1 + loadLabel)
	for i, title := range [...]string{"requests", "failed", "p50", "p95", "p99", "slowest"} {
		w := loadTook
		if i < 2 {
			w = loadCount
		}
		whole(&p, c.C.Theme.Faint, []byte(title), w)
	}
	if s, ok := c.C.Frame.Last(); ok {
		loadRow(c, "last second", int64(s.Requests), int64(s.Failed), s.P50, s.P95, s.P99, s.Max)
	}
	if k := c.C.Frame.Load.K6; k != nil {
		d := &k.Duration // k6 has no p99 of the whole run
		loadRow(c, "since it began", k.Requests, k.Failed, d.Med, d.P95, -1, d.Max)
		thresholdRow(c, k)
	}
	if by := c.C.Frame.Watched.Felt.Sent().Names; len(by) > 0 {
		p := c.Line()
		p.Space(1)
		p.Left(c.C.Theme.Faint, "since watched", loadLabel)
		p.Put(c.C.Theme.Bad, " "+ui.FailedBy(by)+" failed")
	}
}

// noLoad says why there is nothing to show.
func noLoad(c *ui.Context) string {
	if len(c.Frame.Topology.Of(record.KindK6)) == 0 {
		would := "what the clients of k6 feel, each second,"
		if c.Frame.Topology.NoDocker {
			would = "what a probe feels, each second,"
		}
		return unwatched(c, would, "probe+http://HOST/?rate=10")
	}
	text := "no load was seen yet: what its clients feel, each second, will be here"
	if c.Keys.On(keys.Load) {
		text += "; " + c.Keys.Key(keys.Load) + " starts it"
	}
	return text
}

// thresholdRow names the metrics whose thresholds are crossed, and those whose are kept; k6 does not report the
// expressions.
func thresholdRow(c *ui.Column, k *record.K6) {
	if len(k.Thresholds) == 0 && !k.Tainted {
		return
	}
	p := c.Line()
	p.Space(1)
	p.Left(c.C.Theme.Faint, "thresholds", loadLabel)
	if len(k.Thresholds) == 0 { // an old recording without their names
		p.Space(1)
		p.Glyph(c.C.Theme.Bad, c.C.Theme.Broken, 1)
		p.Put(c.C.Theme.Bad, " a threshold of its script is crossed")
		return
	}
	thresholdsThat(&p, k, true, "crossed", paint.Sign{Glyph: c.C.Theme.Broken, Style: c.C.Theme.Bad})
	thresholdsThat(&p, k, false, "kept", paint.Sign{Glyph: c.C.Theme.OK, Style: c.C.Theme.Good})
}

func thresholdsThat(p *paint.Pen, k *record.K6, crossed bool, word string, is paint.Sign) {
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

// whole writes a number only where there is room for all its digits.
func whole(p *paint.Pen, st paint.Style, b []byte, w int) {
	if p.Room() >= w {
		p.Right(st, b, w)
	}
}

// loadRow writes one row of the table. A duration of zero is not known, as before the first request.
func loadRow(c *ui.Column, label string, requests, failed int64, times ...time.Duration) {
	p := c.Line()
	var buf [24]byte
	p.Space(1)
	p.Left(c.C.Theme.Faint, label, loadLabel)
	whole(&p, c.C.Theme.Text, paint.AppendCount(buf[:0], requests, loadCount-1), loadCount)
	st := c.C.Theme.Faint
	if failed > 0 {
		st = c.C.Theme.Bad
	}
	whole(&p, st, paint.AppendCount(buf[:0], failed, loadCount-1), loadCount)
	for _, d := range times {
		b := buf[:0]
		if d > 0 {
			b = paint.AppendTook(buf[:0], d)
		}
		whole(&p, c.C.Theme.Text, b, loadTook)
	}
}
