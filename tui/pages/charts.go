package pages

import (
	"hadash/incident/history"
	"hadash/record"
	"hadash/tui/chart"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Charts shows the last minutes as curves, as many charts as there is room for.
type Charts struct {
	board   *chart.Board
	servers drawnServers
}

// NewCharts makes the page of the charts on a board.
func NewCharts(b *chart.Board) *Charts { return &Charts{board: b} }

// See chooses the servers to be drawn from a new reading.
func (p *Charts) See(h *record.HAProxy) { p.servers.see(h) }

// Takes implements ui.Pane.
func (p *Charts) Takes() []keys.Action { return chart.Takes }

// Do implements ui.Pane.
func (p *Charts) Do(c *ui.Context, a keys.Action) ui.Intent { return p.board.Do(c, a) }

// Node implements ui.Pane.
func (p *Charts) Node(c *ui.Context) (ui.NodeID, bool) { return c.Overview() }

// Help implements ui.Pane.
func (p *Charts) Help(c *ui.Context) []keys.Line { return c.Keys.ChartsHelp() }

// Draw implements ui.Pane.
func (p *Charts) Draw(c *ui.Context, r paint.Rect) {
	c.Screen.Rule(c.Theme, r, true, append([]paint.TitlePart{paint.NewPart("charts", c.Theme.Title)}, p.board.Title(c)...), c.HintPart(c.Keys.Line(keys.Close)))
	p.board.Draw(c, chart.Subject{Page: "charts", Servers: p.servers.version}, r.Under(), func(w int) []chart.Curves {
		return []chart.Curves{requests(c), failures(c), tookAtClient(c), p.sessions(c, w)}
	})
}

// requests is the requests that clients sent and that nginx answered.
func requests(c *ui.Context) chart.Curves {
	return chart.Curves{Title: "requests/s", Number: chart.Rate, Series: []chart.Source{
		{Name: "clients", Letter: "c", Style: c.Theme.Info, Seen: func(t *history.Tick) float64 { return float64(t.Requests) }},
		{Name: "nginx", Letter: "n", Style: c.Theme.Frozen, Seen: func(t *history.Tick) float64 { return float64(t.Nginx) }}}}
}

// failures is those that were absorbed and those that clients felt.
func failures(c *ui.Context) chart.Curves {
	return chart.Curves{Title: "failures/s", Number: chart.Rate, Series: []chart.Source{
		{Name: "absorbed", Letter: "a", Style: c.Theme.Warn, Seen: func(t *history.Tick) float64 { return float64(t.Hidden) / float64(max(t.Span, 1)) }},
		{Name: "failed", Letter: "f", Style: c.Theme.Bad, Mark: c.Theme.Times, Felt: func(t *history.FeltTick) float64 { return float64(t.Failed) / float64(t.Span) }}}}
}

// tookAtClient is how long requests took.
func tookAtClient(c *ui.Context) chart.Curves {
	return chart.Curves{Title: "p95", Number: chart.Took, Series: []chart.Source{
		{Name: "at the client", Style: c.Theme.Info, Felt: func(t *history.FeltTick) float64 { return float64(t.P95) }}}}
}

// sessions draws the sessions of the servers that matter most, as many as a legend of w cells can name.
func (p *Charts) sessions(c *ui.Context, w int) chart.Curves {
	out := chart.Curves{Title: "sessions", Number: chart.Rate}
	h := c.Frame.HAProxy
	if h == nil {
		return out
	}
	name := ui.NodeID.String
	if !ui.ManyBackends(h) {
		name = func(id ui.NodeID) string { return id.Name }
	}
	fits := p.servers.fits(w-len(" sessions"), name)
	styles := [...]paint.Style{c.Theme.Info, c.Theme.Good, c.Theme.Frozen, c.Theme.Away, c.Theme.Warn, c.Theme.Key}
	for i, id := range p.servers.slots {
		if !fits[id] {
			continue
		}
		server := id.String()
		out.Series = append(out.Series, chart.Source{Name: name(id), Letter: string(rune('a' + i)), Style: styles[i%len(styles)], Seen: func(t *history.Tick) float64 {
			if l, ok := t.Server(server); ok {
				return l.Sessions
			}
			return -1
		}})
	}
	out.More = p.servers.all - len(out.Series)
	return out
}
