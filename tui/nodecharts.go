package tui

import (
	"hadash/incident"
	"hadash/incident/history"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// nodeCurves is a node's last minutes in w cells: as high as the room allows, within what can be read.
func (m *Model) nodeCurves(n *incident.Node, w, room int) ui.Section {
	const least = 6      // rows of a chart
	most := max(9, w/10) // a wide one is higher, and none is a tower
	all := m.curvesOf(n)
	h := max(min((room-1)/len(all), most), least)
	return ui.Section{Title: append(m.titled("charts"), m.chartsTitle()...), Rows: h * len(all), Row: func(p *paint.Pen, y int) {
		p.Paste(m.picture(n.Name, w-1, h*len(all), func(s *paint.Screen, r paint.Rect) {
			for i := range all {
				m.drawCurves(s, &all[i], paint.Area(0, i*h, r.W, h))
			}
		}), y)
	}}
}

func (m *Model) curvesOf(n *incident.Node) []curves {
	one := func(title string, st paint.Style, get func(history.Lane) float64) curves {
		return curves{title: title, number: rateNumber, series: []curveOf{{style: st, seen: func(t *history.Tick) float64 {
			if l, ok := t.Node(n.Name); ok {
				return get(l)
			}
			return -1
		}}}}
	}
	rate := "its requests/s"
	if m.frame.Unit(n) == incident.Sessions {
		rate = "its sessions/s"
	}
	return []curves{
		one(rate, m.c.Theme.Info, func(l history.Lane) float64 { return l.Rate }),
		one("its failures", m.c.Theme.Bad, func(l history.Lane) float64 { return l.Lost }),
		one("its sessions", m.c.Theme.Good, func(l history.Lane) float64 { return l.Sessions }),
	}
}
