package node

import (
	"hadash/incident"
	"hadash/incident/history"
	"hadash/tui/chart"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// charts is the section of a node's last minutes in w cells: as high as the room allows, but readable.
func (p *Page) charts(c *ui.Context, n *incident.Node, w, room int) ui.Section {
	const least = 6      // rows of a chart
	most := max(9, w/10) // a wide one is higher, and none is a tower
	all := curves(c, n)
	h := max(min((room-1)/len(all), most), least)
	return ui.Section{Title: append(titled(c, "charts"), p.board.Title(c)...), Rows: h * len(all), Row: func(pen *paint.Pen, y int) {
		pen.Paste(p.board.Picture(c, chart.Subject{Page: "node", Node: n.Name}, w-1, h*len(all), func(s *paint.Screen, r paint.Rect) {
			for i := range all {
				p.board.DrawOne(c, s, &all[i], paint.Area(0, i*h, r.W, h))
			}
		}), y)
	}}
}

func curves(c *ui.Context, n *incident.Node) []chart.Curves {
	one := func(title string, st paint.Style, get func(history.Lane) float64) chart.Curves {
		return chart.Curves{Title: title, Number: chart.Rate, Series: []chart.Source{{Style: st, Seen: func(t *history.Tick) float64 {
			if l, ok := t.Node(n.Name); ok {
				return get(l)
			}
			return -1
		}}}}
	}
	rate := "its requests/s"
	if c.Frame.Unit(n) == incident.Sessions {
		rate = "its sessions/s"
	}
	return []chart.Curves{
		one(rate, c.Theme.Info, func(l history.Lane) float64 { return l.Rate }),
		one("its failures", c.Theme.Bad, func(l history.Lane) float64 { return l.Lost }),
		one("its sessions", c.Theme.Good, func(l history.Lane) float64 { return l.Sessions }),
	}
}
