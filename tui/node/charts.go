package node

import (
	"slices"

	"hadash/incident"
	"hadash/incident/history"
	"hadash/record"
	"hadash/tui/chart"
	"hadash/tui/ui"
)

// charts is the section of a node's last minutes in w cells: as high as the room allows, but readable.
func (p *Page) charts(c *ui.Context, n *incident.Node, w, room int) ui.Section {
	const least = 11     // rows of the charts, with their time
	most := max(16, w/5) // wide ones are higher, and none is a tower
	h := max(min(room-1, most), least)
	v := p.board.View(c, chart.Subject{Page: "node", Node: n.Name}, w-1, h, curves(c, n))
	legend := ""
	if w >= 100 {
		legend = c.Legend()[0]
	}
	return ui.Section{Title: titled(c, "its charts", p.board.Title(c)[0].Text, legend), Rows: h, Row: v.Row}
}

func curves(c *ui.Context, n *incident.Node) []chart.Curves {
	seen := func(get func(history.Lane) float64) func(t *history.Tick) float64 {
		return func(t *history.Tick) float64 {
			if l, ok := t.Node(n.Name); ok {
				return get(l)
			}
			return -1
		}
	}
	rate, failures, name, lost := "requests", "failures", "failed", c.Theme.Bad
	if n.Server != nil { // HAProxy tries again
		failures, name, lost = "failures and retries", "both", c.Theme.Warn
	}
	if c.Frame.Unit(n) == incident.Sessions {
		rate = "sessions"
	}
	all := []chart.Curves{
		{Title: rate + "/s", Unit: chart.Rate, None: "none were counted in this time", Series: []chart.Source{{Style: c.Theme.Info,
			Seen: seen(func(l history.Lane) float64 { return l.Rate }), Now: func() float64 { return n.Recent }}}},
		{Title: failures, Counts: true, Series: []chart.Source{{Name: name, Style: lost, Seen: seen(func(l history.Lane) float64 { return l.Lost })}}},
		{Title: "sessions", Unit: chart.Whole, None: "none were counted in this time", Series: []chart.Source{{Name: "open", Style: c.Theme.Good,
			Seen: seen(func(l history.Lane) float64 { return l.Sessions }), Now: func() float64 { return sessions(c, n) }}}},
	}
	if n.Server != nil && n.Server.Mode == "http" {
		server := n.Server.Name()
		all = slices.Insert(all, 2, chart.Curves{Title: "5xx", Counts: true, Series: []chart.Source{{Name: "answered", Style: c.Theme.Bad, Seen: func(t *history.Tick) float64 {
			if l, ok := t.Server(server); ok {
				return l.Errors
			}
			return -1
		}}}})
	}
	if n.Server == nil && n.Upstream.Answers > 0 {
		all = slices.Insert(all, 2, chart.Curves{Title: "5xx", Counts: true, Series: []chart.Source{{Name: "answered", Style: c.Theme.Bad,
			Seen: seen(func(l history.Lane) float64 { return l.Errors })}}})
	}
	return all
}

// sessions is how many sessions a node has now: those of a server at HAProxy, nginx's connections, the users of the load; -1
// when it is not known.
func sessions(c *ui.Context, n *incident.Node) float64 {
	f := c.Frame
	switch {
	case n.Server != nil && f.HAProxy != nil && !c.RowStale(n.Server) && !f.HAProxy.BlankOf(n.Server).Has("scur"):
		return float64(n.Server.Scur)
	case n.Runs(record.KindNginx) && n.Stub != nil && c.Silent(n) == nil:
		return float64(n.Stub.Active)
	case n.Runs(record.KindNginx) && f.Nginx.Nginx != nil && len(f.Topology.Of(record.KindNginx)) < 2 && c.NginxStale() == nil:
		return float64(f.Nginx.Active)
	case n.Runs(record.KindK6) && f.Load.On:
		return float64(f.Load.VUs)
	}
	return -1
}
