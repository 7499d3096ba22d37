package pages

import (
	"hadash/incident/answers"
	"hadash/incident/event"
	"hadash/incident/history"
	"hadash/incident/verdict"
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
		asked := requests(c)
		if !c.Has(record.KindNginx) {
			asked.Series = asked.Series[:1]
		}
		all := []chart.Curves{asked, failures(c)}
		if c.Frame.HAProxy != nil && answers.AnyHTTP(c.Frame.HAProxy) {
			all = append(all, p.errors(c, w))
		} else if logged := errorsLogged(c); len(logged.Series) > 0 {
			all = append(all, logged)
		}
		return append(all, tookAtClient(c), p.sessions(c, w))
	})
}

// requests is the requests that clients sent and that nginx answered.
func requests(c *ui.Context) chart.Curves {
	f := c.Frame
	clients := chart.Source{Name: "clients", Letter: "c", Style: c.Theme.Info, Seen: func(t *history.Tick) float64 { return float64(t.Requests) }, Now: func() float64 {
		if !f.Load.On {
			return -1
		}
		return f.Load.Recent
	}}
	if by := f.Watched.Felt.Clients(); f.Load.K6 == nil && by.Known() { // the log or the counters of the first balancer
		clients.Name, clients.Now = "clients, by "+by.Short(), f.AskedRate
		clients.Seen = func(t *history.Tick) float64 { return float64(t.Balancer) }
		if by.By == event.ByLog {
			clients.Seen, clients.Felt = nil, func(t *history.FeltTick) float64 { return float64(t.Requests) / float64(max(t.Span, 1)) }
		}
	}
	out := chart.Curves{Title: "requests/s", Unit: chart.Rate, None: "no request was counted in this time", Series: []chart.Source{clients}}
	if f.Nginx.Nginx == nil && len(f.Topology.Of(record.KindNginx)) == 0 && len(f.Topology.Nodes) > 0 {
		return out
	}
	if f.SeveralNginxes() {
		out.Series = append(out.Series, eachNginx(c)...)
		return out
	}
	out.Series = append(out.Series, chart.Source{Name: "nginx", Letter: "n", Style: c.Theme.Frozen, Seen: func(t *history.Tick) float64 { return float64(t.Nginx) }, Now: func() float64 {
		if f.Nginx.Nginx == nil || c.NginxStale() != nil {
			return -1
		}
		return f.Nginx.Recent
	}})
	return out
}

// errors counts the answers of 5xx of the servers that matter most, a row for each.
func (p *Charts) errors(c *ui.Context, w int) chart.Curves {
	out := chart.Curves{Title: "5xx", Counts: true}
	for _, s := range p.sessions(c, w).Series {
		server := s.Server
		out.Series = append(out.Series, chart.Source{Name: s.Name, Style: c.Theme.Bad, Seen: func(t *history.Tick) float64 {
			if l, ok := t.Server(server); ok {
				return l.Errors
			}
			return -1
		}})
	}
	return out
}

// mostLogged is how many instances are told apart on the chart of their answers of 5xx.
const mostLogged = 5

// errorsLogged counts the answers of 5xx of the instances behind nginx alone, by its access log.
func errorsLogged(c *ui.Context) chart.Curves {
	out := chart.Curves{Title: "5xx", Counts: true}
	for i := range c.Frame.Nodes {
		n := &c.Frame.Nodes[i]
		if n.Server != nil || n.Upstream.Answers == 0 || len(out.Series) == mostLogged {
			continue
		}
		out.Series = append(out.Series, chart.Source{Name: n.Name, Style: c.Theme.Bad, Seen: func(t *history.Tick) float64 {
			if l, ok := t.Node(n.Name); ok {
				return l.Errors
			}
			return -1
		}})
	}
	return out
}

// mostNginxes is how many nginxes are told apart on a chart.
const mostNginxes = 5

// eachNginx is the requests of each of several nginxes; of many that of the first, in the topology's order.
func eachNginx(c *ui.Context) (all []chart.Source) {
	styles := [...]paint.Style{c.Theme.Frozen, c.Theme.Good, c.Theme.Away, c.Theme.Warn, c.Theme.Key}
	for i := range c.Frame.Nodes {
		n := &c.Frame.Nodes[i]
		if !n.Runs(record.KindNginx) || len(all) == mostNginxes {
			continue
		}
		all = append(all, chart.Source{Name: n.Name, Letter: string(rune('n' + len(all))), Style: styles[len(all)], Seen: func(t *history.Tick) float64 {
			if l, ok := t.Node(n.Name); ok {
				return l.Rate
			}
			return -1
		}, Now: func() float64 {
			if n.Stub == nil || c.Silent(n) != nil {
				return -1
			}
			return n.Recent
		}})
	}
	return all
}

// failures is those that users felt and those after which something was tried again, counted.
func failures(c *ui.Context) chart.Curves {
	felt := c.Theme.Text
	if c.Verdict.Users.Feel == verdict.Hurt {
		felt = c.Theme.Bad
	}
	return chart.Curves{Title: "failures", Counts: true, Series: []chart.Source{
		{Name: "failed", Style: felt, Seconds: func(first int64, n int) []int { return c.Verdict.Users.FailedIn(c.Frame, first, n) }},
		{Name: "tried again", Style: c.Theme.Warn, Seen: func(t *history.Tick) float64 { return float64(t.Hidden) }}}}
}

// tookAtClient is how long requests took.
func tookAtClient(c *ui.Context) chart.Curves {
	none := "nobody reports how long requests took; a load script would: " + c.Keys.Key(keys.Load) + " starts one"
	switch {
	case !c.Keys.On(keys.Load):
		none = "nobody reported how long requests took"
	case !c.Has(record.KindK6):
		none = "nobody reports how long requests take"
	}
	untimed := c.Frame.Watched.Felt.Clients().Untimed
	if untimed {
		none = "the log of the first balancer does not say how long requests took"
	}
	return chart.Curves{Title: "p95", Unit: chart.Took, None: none, Series: []chart.Source{
		{Name: "at the client", Style: c.Theme.Info, Felt: func(t *history.FeltTick) float64 {
			if untimed {
				return -1
			}
			return float64(t.P95)
		}, Now: func() float64 {
			if last, ok := c.Frame.LastFelt(); ok && last.Requests > 0 && !untimed {
				return float64(last.P95)
			}
			return -1
		}}}}
}

// sessions draws the sessions of the servers that matter most, as many as a legend of w cells can name.
func (p *Charts) sessions(c *ui.Context, w int) chart.Curves {
	out := chart.Curves{Title: "sessions", Unit: chart.Whole, None: "HAProxy has not said how many sessions its servers have"}
	h := c.Frame.HAProxy
	if h == nil {
		return out
	}
	name := ui.NodeID.String
	if !ui.ManyBackends(h) {
		name = func(id ui.NodeID) string { return id.Name }
	}
	fits := p.servers.fits(w-len(" sessions now"), name)
	styles := [...]paint.Style{c.Theme.Info, c.Theme.Good, c.Theme.Frozen, c.Theme.Away, c.Theme.Warn, c.Theme.Key}
	for i, id := range p.servers.slots {
		if !fits[id] {
			continue
		}
		server := id.String()
		out.Series = append(out.Series, chart.Source{Name: name(id), Server: server, Letter: string(rune('a' + i)), Style: styles[i%len(styles)], Seen: func(t *history.Tick) float64 {
			if l, ok := t.Server(server); ok {
				return l.Sessions
			}
			return -1
		}, Now: func() float64 {
			for i := range h.Servers {
				if s := &h.Servers[i]; s.Svname == id.Name && s.Pxname == id.Backend && !h.BlankOf(s).Has("scur") && c.HAProxyStale() == nil {
					return float64(s.Scur)
				}
			}
			return -1
		}})
	}
	out.More = p.servers.all - len(out.Series)
	return out
}
