package truth

import (
	"hadash/incident/said"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// The columns of the table beside those of the witnesses.
const (
	signCells   = 2  // a node's sign before its name
	agreedCells = 17 // whether they agree
)

// table is one time that the table is drawn.
type table struct {
	c       *ui.Context
	p       *Page
	columns []*ui.Witness
	name    int // cells of the names
	asked   []bool
}

// table writes the rows so that the chosen one is in sight.
func (p *Page) table(c *ui.Context, at int, r paint.Rect) {
	t := table{c: c, p: p, name: 4}
	for i := range p.rows {
		t.name = max(t.name, paint.Width(p.rows[i].id.Name))
	}
	t.name = min(t.name, 20)
	room := r.W - ui.MarkCells - signCells - t.name - 1
	if len(c.Truths) == 0 {
		t.servers(at, r)
		return
	}
	t.columns = ui.FitColumns(c.Witnesses(), ui.LightWitnesses, func(w *ui.Witness) int { return w.Width }, room-agreedCells)
	t.asked = make([]bool, len(t.columns))
	pen := c.Screen.At(c.Theme, r.Y, paint.Area(r.X, r.Y, r.W, 1))
	pen.Space(ui.MarkCells + signCells)
	pen.Left(c.Theme.Faint, "node", t.name+1)
	for _, w := range t.columns {
		if w.Right {
			pen.Right(c.Theme.Faint, []byte(c.Called(w)), w.Width-2)
			pen.Space(2)
		} else {
			pen.Space(2)
			pen.Left(c.Theme.Faint, c.Called(w), w.Width-2)
		}
	}
	pen.Space(2)
	pen.Put(c.Theme.Faint, "agreed?")
	t.each(at, r, t.node)
}

// each draws the rows in sight.
func (t *table) each(at int, r paint.Rect, draw func(*paint.Pen, *row)) {
	top := max(at-(r.H-2), 0)
	for y := range min(r.H-1, len(t.p.rows)-top) {
		nth := top + y
		pen := t.c.Screen.At(t.c.Theme, r.Y+1+y, paint.Area(r.X, r.Y+1+y, r.W, 1))
		pen.Pick(paint.PageRows, int64(nth))
		t.c.Mark(&pen, nth == at, t.p.rows[nth].rank == 0)
		draw(&pen, &t.p.rows[nth])
		if pen.Chosen {
			pen.Fill()
		}
	}
}

// node writes the words of all witnesses on a node.
func (t *table) node(p *paint.Pen, r *row) {
	n := t.c.Frame.Node(r.truth.Node)
	sign := t.c.NodeSign(n)
	p.Glyph(sign.Style, sign.Glyph, 1)
	p.Space(1)
	p.Left(t.c.NameStyle(p), r.truth.Node, t.name)
	p.Space(1)
	for i, w := range t.columns {
		s := w.Says(t.c, r.truth)
		if w.Right {
			p.Right(s.Style, []byte(s.Text), w.Width-2)
			p.Space(2)
			continue
		}
		if s.Text == "" && !t.asked[i] && i > 0 && n.Health.Known() && (n.IsMaster() || n.IsReplica()) {
			s, t.asked[i] = ui.Saying{Text: "not asked", Style: t.c.Theme.Faint}, true
		}
		s.Put(p, w.Width)
	}
	t.agreed(p, r)
}

// agreed says whether the witnesses agree, and for how long they do not.
func (t *table) agreed(p *paint.Pen, r *row) {
	th := t.c.Theme
	n := t.c.Frame.Node(r.truth.Node)
	switch {
	case r.rank == 0:
		from := p.Row.X
		p.Glyph(th.Warn, th.Differ, 1)
		p.Put(th.Warn, " no"+lasts(t.c, r))
		if says := r.truth.Disagree[0].String(); from+agreedCells+paint.Width(says) < p.End {
			p.To(from + agreedCells)
			p.Put(th.Warn, says)
		}
	case n.Resting():
		p.Space(2)
		p.Put(th.Faint, "off")
	case !n.Health.Known():
		p.Space(2)
		p.Put(th.Faint, "not known")
	default:
		p.Glyph(th.Good, th.OK, 1)
		p.Put(th.Text, " yes")
	}
}

// lasts is for how long a row has been disputed.
func lasts(c *ui.Context, r *row) string {
	if r.truth.Since.IsZero() {
		return ""
	}
	return ", for " + paint.Lasted(c.Frame.At.Sub(r.truth.Since))
}

// servers writes the rows where only HAProxy is watched.
func (t *table) servers(at int, r paint.Rect) {
	c := t.c
	pen := c.Screen.At(c.Theme, r.Y, paint.Area(r.X, r.Y, r.W, 1))
	pen.Space(ui.MarkCells)
	pen.Left(c.Theme.Faint, "server", t.name+1)
	pen.Left(c.Theme.Faint, "backend", t.name+1)
	for _, title := range []string{"HAProxy", "last check"} {
		pen.Space(2)
		pen.Left(c.Theme.Faint, title, serverCells-2)
	}
	pen.Right(c.Theme.Faint, []byte("traffic"), 9)
	t.each(at, r, func(p *paint.Pen, r *row) {
		s := r.server
		p.Left(c.NameStyle(p), s.Svname, t.name)
		p.Space(1)
		p.Left(c.Theme.Text, s.Pxname, t.name)
		p.Space(1)
		state := t.of(r, said.Balancer, ui.StatusWords(s.Status.Text))
		if r.rank == 1 && s.Status.GivenUp() {
			state.Sign.Style = c.Theme.Bad
		}
		state.Put(p, serverCells)
		t.of(r, said.Check, ui.CheckWords(s, true)).Put(p, serverCells)
		p.Right(c.RateStyle(float64(s.Rate)), append(paint.AppendRate(nil, float64(s.Rate), 6), "/s"...), 9)
	})
}

// serverCells is the width of a column of words of a server.
const serverCells = 22

func (t *table) of(r *row, by said.Witness, text string) ui.Saying {
	lane := t.c.Frame.SaidOfServer(r.server, by)
	return ui.Saying{Sign: t.c.WordSign(lane.Says()), Text: text, Style: t.c.Theme.Text}
}
