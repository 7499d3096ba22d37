package pages

import (
	"slices"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/chart"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Nginx shows nginx's own counters and the instances behind it.
type Nginx struct {
	list
	board *chart.Board
}

// NewNginx makes the page of nginx, with its charts on a board.
func NewNginx(b *chart.Board) *Nginx { return &Nginx{list{of: (*incident.Frame).Instance}, b} }

var nginxTakes = append(append([]keys.Action{}, ui.Moves...), chart.Takes...)

// Takes implements ui.Pane.
func (g *Nginx) Takes() []keys.Action { return nginxTakes }

// Do implements ui.Pane.
func (g *Nginx) Do(c *ui.Context, a keys.Action) ui.Intent {
	if slices.Contains(chart.Takes, a) {
		return g.board.Do(c, a)
	}
	g.move(c, a)
	return nil
}

// Help implements ui.Pane.
func (g *Nginx) Help(c *ui.Context) []keys.Line {
	return append(c.Keys.ListHelp(), c.Keys.Line(keys.Zoom))
}

// Draw implements ui.Pane.
func (g *Nginx) Draw(c *ui.Context, r paint.Rect) {
	hint := c.HintPart(c.Keys.Line(keys.Close))
	stale := c.NginxStale()
	if stale != nil {
		hint = paint.NewPart(c.Staleness(stale), c.Theme.Warn)
	}
	c.Screen.Rule(c.Theme, r, true, []paint.TitlePart{paint.NewPart("nginx", c.Theme.Title),
		paint.NewPart("and the instances behind it", c.Theme.Faint), g.board.Title(c)[0]}, hint)
	col := ui.Column{C: c, R: r.Under()}
	if t := &c.Frame.Topology; c.Frame.Nginx.Nginx == nil && len(t.Of(record.KindNginx)) == 0 && len(t.Of(record.KindHTTP)) == 0 && stale == nil {
		col.Say(c.Theme.Faint, unwatched(c, "nginx's counters and the instances behind it"))
		return
	}
	nginxNumbers(&col, stale != nil)
	col.Blank()
	g.instances(&col)
	g.board.Draw(c, chart.Subject{Page: "nginx"}, col.Rest(), func(int) []chart.Curves {
		answered := requests(c)
		answered.Series = answered.Series[len(answered.Series)-1:] // that of nginx, where there is one
		answered.Series[0].Letter = ""                             // alone it needs none
		return []chart.Curves{answered, failures(c)}
	})
}

// nginxNumbers writes stub_status, in its own words.
func nginxNumbers(c *ui.Column, stale bool) {
	p := c.Line()
	n := &c.C.Frame.Nginx
	if n.Nginx == nil {
		p.Space(1)
		text := "no nginx has answered yet"
		if t := &c.C.Frame.Topology; len(t.Nodes) > 0 && len(t.Of(record.KindNginx)) == 0 {
			text = "there is no nginx in this project"
		}
		p.Put(c.C.Theme.Faint, text)
		return
	}
	titles := []string{"active", "reading", "writing", "waiting", "rate", "requests", "accepts", "handled"}
	values := []int64{n.Active, n.Reading, n.Writing, n.Waiting, 0, n.Requests, n.Accepts, n.Handled}
	const few, narrow, wide = 5, 9, 10
	if p.Room() < few*narrow+(len(titles)-few)*wide+1 {
		titles, values = titles[:few], values[:few]
	}
	v := c.Line()
	var buf [24]byte
	for i, title := range titles {
		w := narrow
		if i >= few {
			w = wide
		}
		p.Right(c.C.Theme.Faint, []byte(title), w)
		st := c.C.Zero(int(values[i]))
		b := paint.AppendCount(buf[:0], values[i], w-1)
		switch {
		case title == "rate":
			st, b = c.C.RateStyle(n.Recent), append(paint.AppendRate(buf[:0], n.Recent, w-3), "/s"...)
		case title == "handled" && n.Handled < n.Accepts: // it had no worker connection left for some
			st = c.C.Theme.Bad
		}
		if stale {
			st = c.C.Theme.Faint
		}
		v.Right(st, b, w)
	}
}
