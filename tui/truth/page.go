// Package truth is the page of who says what: the words of all witnesses on every node side by side, and what each of them
// said of the chosen one over the last minute.
package truth

import (
	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"slices"
)

// Page shows who says what.
type Page struct {
	chosen ui.NodeID
	rows   []row // as drawn last
	of     *record.HAProxy
	high   int // rows of the table in sight
	line   line
	words  []string // of what it means, as drawn last
}

// row is a node, or a server of HAProxy where there are no nodes.
type row struct {
	id     ui.NodeID
	truth  *incident.Truth
	server *record.Server
	rank   int // 0 disputed, 1 broken, 2 neither
}

// Choose makes the row of a node, or of a server of HAProxy, the chosen one.
func (p *Page) Choose(c *ui.Context, id ui.NodeID) {
	p.chosen = id
	if n := id.Node(c.Frame); n != nil {
		p.chosen = ui.NodeID{Name: n.Name}
	}
}

// arrange lists the rows: those in dispute, those that are broken, and the others, each in their own order. The choice
// stays with its node wherever its row goes.
func (p *Page) arrange(c *ui.Context) {
	if len(c.Truths) == 0 && len(p.rows) > 0 && p.of == c.Frame.HAProxy && p.of != nil {
		return
	}
	p.rows, p.of = p.rows[:0], c.Frame.HAProxy
	for rank := range 3 {
		for i := range c.Truths {
			t := &c.Truths[i]
			if r := (row{id: ui.NodeID{Name: t.Node}, truth: t, rank: rankOf(c, t)}); r.rank == rank {
				p.rows = append(p.rows, r)
			}
		}
		if len(c.Truths) > 0 || c.Frame.HAProxy == nil {
			continue
		}
		for i := range c.Frame.HAProxy.Servers {
			s := &c.Frame.HAProxy.Servers[i]
			r := row{id: ui.NodeID{Backend: s.Pxname, Name: s.Svname}, server: s, rank: 2}
			if s.Status.GivenUp() || s.Status.State == record.GoingDown {
				r.rank = 1
			}
			if r.rank == rank {
				p.rows = append(p.rows, r)
			}
		}
	}
}

func rankOf(c *ui.Context, t *incident.Truth) int {
	n := c.Frame.Node(t.Node)
	switch {
	case len(t.Disagree) > 0:
		return 0
	case n != nil && n.Health.Broken() && !ui.IdleLoad(n):
		return 1
	}
	return 2
}

// at is the place of the chosen row; -1 when there is none.
func (p *Page) at() int {
	for i := range p.rows {
		if p.rows[i].id == p.chosen {
			return i
		}
	}
	return min(len(p.rows), 1) - 1
}

func (p *Page) pick(nth int) {
	if len(p.rows) > 0 {
		p.chosen = p.rows[max(min(nth, len(p.rows)-1), 0)].id
	}
}

// Takes implements ui.Pane.
func (p *Page) Takes() []keys.Action { return append([]keys.Action{keys.Trouble}, ui.Moves...) }

// Do implements ui.Pane.
func (p *Page) Do(c *ui.Context, a keys.Action) ui.Intent {
	p.arrange(c)
	if a == keys.Trouble {
		return p.next()
	}
	p.pick(p.at() + ui.Step(a, max(p.high-1, 1)))
	return nil
}

// next chooses the next disputed node, or the next broken one if none is disputed.
func (p *Page) next() ui.Intent {
	here := p.at()
	for rank := range 2 {
		for i := range p.rows {
			nth := (here + 1 + i) % len(p.rows)
			if p.rows[nth].rank != rank {
				continue
			}
			if p.pick(nth); nth == here && rank == 0 {
				return ui.Say{Text: "no other node is disputed"}
			}
			return nil
		}
	}
	return ui.Say{Text: "no node is disputed, none is broken"}
}

// Node implements ui.Pane.
func (p *Page) Node(c *ui.Context) (ui.NodeID, bool) {
	p.arrange(c)
	if at := p.at(); at >= 0 {
		return p.rows[at].id, true
	}
	return ui.NodeID{}, false
}

// Help implements ui.Pane.
func (p *Page) Help(c *ui.Context) []keys.Line {
	id, ok := p.Node(c)
	n := id.Node(c.Frame)
	if ok && n == nil { // a server of HAProxy can only be watched
		return c.Keys.WatchedHelp()
	}
	line := c.Keys.TruthHelp()
	if !slices.ContainsFunc(p.rows, func(r row) bool { return r.rank < 2 }) { // nothing to go to
		line = slices.DeleteFunc(line, func(l keys.Line) bool { return l.Actions[0] == keys.Trouble })
	}
	return line
}

// Click implements ui.Clickable: a node clicked again is opened.
func (p *Page) Click(_ *ui.Context, l paint.Link, again bool) ui.Intent {
	nth := int(l.Row)
	if nth >= len(p.rows) {
		return nil
	}
	if id := p.rows[nth].id; !again || id != p.chosen {
		p.chosen = id
		return nil
	}
	return ui.Act{Action: keys.Open}
}

// Draw implements ui.Pane.
func (p *Page) Draw(c *ui.Context, r paint.Rect) {
	p.arrange(c)
	c.Screen.Rule(c.Theme, r, true, p.title(c), c.HintPart(c.Keys.Line(keys.Close)))
	in := r.Under()
	at := p.at()
	if at < 0 {
		p.nothing(c, in)
		return
	}
	chosen := &p.rows[at]
	lanes := p.lanesOf(c, chosen, in.W)
	p.words = p.meaning(c, chosen, in.W-4)
	top := in
	below, means := lanes.height(), len(p.words)
	if means > 0 {
		means++
	}
	least := 1 + min(len(p.rows), 4) // the titles, and some rows
	if in.W < leastLanes || least+below > in.H {
		below = 0
	}
	if least+below+means > in.H {
		means = 0
	}
	top.H = min(in.H-below-means, 1+len(p.rows))
	p.high = top.H - 1
	p.table(c, at, top)
	spare := in.H - top.H - below - means
	y := in.Y + top.H
	if spare >= 2 {
		y++
	}
	if below > 0 {
		lanes.draw(paint.Area(in.X, y, in.W, below))
	}
	if y += below; spare >= 2 {
		y++
	}
	if means > 0 {
		p.means(c, paint.Area(in.X, y, in.W, means))
	}
}

// leastLanes is the width from which the lanes are drawn: a narrower one shows too little of the last minute.
const leastLanes = 76

// title says how many nodes are disputed.
func (p *Page) title(c *ui.Context) []paint.TitlePart {
	disputed := 0
	for i := range p.rows {
		if p.rows[i].rank == 0 {
			disputed++
		}
	}
	parts := []paint.TitlePart{paint.NewPart("who says what", c.Theme.Title)}
	switch {
	case len(c.Truths) == 0:
		return append(parts, paint.NewPart("of every server", c.Theme.Faint))
	case disputed > 0:
		return append(parts, paint.NewPart(paint.Plural(disputed, "node", "nodes")+" disputed", c.Theme.Warn))
	}
	return append(parts, paint.NewPart("every witness of every node", c.Theme.Faint))
}

// nothing says why there is no row.
func (p *Page) nothing(c *ui.Context, r paint.Rect) {
	col := ui.Column{C: c, R: r}
	col.Say(c.Theme.Text, "no node is known yet, so nobody says anything of one")
	for _, s := range c.Silences() {
		col.Say(c.Theme.Faint, ui.SourceName(s)+": "+c.Staleness(s))
	}
}
