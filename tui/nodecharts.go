package tui

import (
	"hadash/incident"
	"hadash/tui/paint"
)

// nodeCurves is a node's last minutes under what is known of it, where there is room.
func (m *Model) nodeCurves(c *column, n *incident.Node) {
	const least, most = 6, 9 // rows of a chart
	c.blank()
	of := func(get func(incident.Lane) float64) func(*incident.Tick) float64 {
		return func(t *incident.Tick) float64 {
			l, ok := t.Node(n.Name)
			if !ok {
				return -1
			}
			return get(l)
		}
	}
	rate := func(b []byte, v float64) []byte { return paint.AppendRate(b, v, 5) }
	all := []curves{
		{"its rate/s", rate, []curveOf{{"", "", m.th.Info, of(func(l incident.Lane) float64 { return l.Rate }), nil}}, 0},
		{"its failures", rate, []curveOf{{"", "", m.th.Bad, of(func(l incident.Lane) float64 { return l.Lost }), nil}}, 0},
		{"its sessions", rate, []curveOf{{"", "", m.th.Good, of(func(l incident.Lane) float64 { return l.Sessions }), nil}}, 0},
	}
	rest := c.rest()
	fit := min(len(all), rest.H/least)
	if fit <= 0 {
		return
	}
	h := min(rest.H/fit, most)
	cells := m.picture(n.Name, rest.W-1, h*fit, func(s *paint.Screen, r paint.Rect) {
		for i := range fit {
			m.drawCurves(s, &all[i], paint.Area(0, i*h, r.W, h))
		}
	})
	for y := range h * fit {
		p := m.screen.At(m.th, rest.Y+y, rest)
		p.Paste(cells, y)
	}
}
