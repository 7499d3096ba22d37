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
		col.Say(c.Theme.Faint, unwatched(c, "nginx's counters and the instances behind it", "nginx+http://HOST/nginx_status"))
		return
	}
	nginxNumbers(&col, stale != nil)
	col.Blank()
	g.instances(&col)
	g.board.Draw(c, chart.Subject{Page: "nginx"}, col.Rest(), func(int) []chart.Curves {
		answered := requests(c)
		if len(answered.Series) > 1 {
			answered.Series = answered.Series[1:] // those of nginx
		}
		if len(answered.Series) == 1 {
			answered.Series[0].Letter = "" // alone it needs none
		}
		return []chart.Curves{answered, failures(c)}
	})
}

// nginxNumbers writes stub_status, in its own words: of each nginx where there are several.
func nginxNumbers(c *ui.Column, stale bool) {
	f := c.C.Frame
	if !f.SeveralNginxes() {
		if f.Nginx.Nginx == nil {
			p := c.Line()
			p.Space(1)
			text := "no nginx has answered yet"
			if t := &f.Topology; len(t.Nodes) > 0 && len(t.Of(record.KindNginx)) == 0 {
				text = "there is no nginx in this project"
			}
			p.Put(c.C.Theme.Faint, text)
			return
		}
		head := c.Line()
		titles := numbersFor(&head, c.C.Theme)
		row := c.Line()
		titles.values(c.C, &row, f.Nginx.Nginx, f.Nginx.Recent, stale)
		return
	}
	var all []*incident.Node
	for i := range f.Nodes {
		if f.Nodes[i].Runs(record.KindNginx) {
			all = append(all, &f.Nodes[i])
		}
	}
	name := nameCells(all)
	head := c.Line()
	head.Space(ui.MarkCells)
	head.Left(c.C.Theme.Faint, "nginx", name+1)
	titles := numbersFor(&head, c.C.Theme)
	for _, n := range all {
		p := c.Line()
		p.Space(ui.MarkCells)
		p.Left(c.C.Theme.Text, n.Name, name+1)
		if s := c.C.Silent(n); s != nil {
			p.Space(1)
			p.Put(c.C.Theme.Faint, c.C.Staleness(s))
			continue
		}
		if n.Stub == nil {
			p.Space(1)
			p.Put(c.C.Theme.Faint, "its page is not read")
			continue
		}
		titles.values(c.C, &p, n.Stub, n.Recent, false)
	}
}

// numbers are the titles of stub_status that fit.
type numbers []string

// few are the numbers for a narrow screen, of narrow cells; the others are wide.
const few, narrowCells, wideCells = 5, 9, 10

// numbersFor writes the titles that fit.
func numbersFor(p *paint.Pen, th *paint.Theme) numbers {
	titles := numbers{"active", "reading", "writing", "waiting", "rate", "requests", "accepts", "handled"}
	if p.Room() < few*narrowCells+(len(titles)-few)*wideCells+1 {
		titles = titles[:few]
	}
	for i, title := range titles {
		p.Right(th.Faint, []byte(title), titles.cells(i))
	}
	return titles
}

func (numbers) cells(i int) int {
	if i >= few {
		return wideCells
	}
	return narrowCells
}

// values writes the numbers of one nginx.
func (ns numbers) values(c *ui.Context, v *paint.Pen, n *record.Nginx, rate float64, stale bool) {
	values := []int64{n.Active, n.Reading, n.Writing, n.Waiting, 0, n.Requests, n.Accepts, n.Handled}
	var buf [24]byte
	for i, title := range ns {
		w := ns.cells(i)
		st := c.Zero(int(values[i]))
		b := paint.AppendCount(buf[:0], values[i], w-1)
		switch {
		case title == "rate":
			st, b = c.RateStyle(rate), append(paint.AppendRate(buf[:0], rate, w-3), "/s"...)
		case title == "handled" && n.Handled < n.Accepts: // it had no worker connection left for some
			st = c.Theme.Bad
		}
		if stale {
			st = c.Theme.Faint
		}
		v.Right(st, b, w)
	}
}
