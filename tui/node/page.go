// Package node draws the page of one node: the menu of faults and heals, and everything known about the node.
package node

import (
	"slices"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/chart"
	"hadash/tui/cost"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Page shows everything about one node, under the menu of its faults and heals.
type Page struct {
	board   *chart.Board
	log     Log
	cost    cost.Table // of the newest fault
	id      ui.NodeID
	at      itemID // the line of the menu that is chosen, across Frames
	nth     int
	amounts map[record.FaultKind]int // as changed on this page
	all     bool                     // the menu shows what is not possible now, too
	top     int                      // rows of the body that are scrolled past
}

// New makes the page, with its charts on a board.
func New(b *chart.Board, l Log) *Page { return &Page{board: b, log: l} }

// Open makes it the page of a node.
func (p *Page) Open(c *ui.Context, id ui.NodeID) {
	*p = Page{board: p.board, log: p.log, cost: p.cost, id: id, amounts: map[record.FaultKind]int{}}
	p.settle(p.items(c, c.Frame))
}

// Node implements ui.Pane.
func (p *Page) Node(*ui.Context) (ui.NodeID, bool) { return p.id, true }

// Help implements ui.Pane: without the keys that do nothing to the chosen line of the menu.
func (p *Page) Help(c *ui.Context) []keys.Line {
	items := p.items(c, c.Frame)
	if len(items) == 0 {
		return slices.DeleteFunc(c.Keys.NodeHelp(), func(l keys.Line) bool {
			return c.Frame.Topology.NoDocker && slices.Contains(keys.Menu, l.Actions[0])
		})
	}
	folds, amount := items[len(items)-1].fold, items[p.find(items)].hasAmount()
	return slices.DeleteFunc(c.Keys.NodeHelp(), func(l keys.Line) bool {
		return l.Actions[0] == keys.Larger && !amount || l.Actions[0] == keys.All && !folds
	})
}

var takes = slices.Concat(keys.Menu, ui.Moves, chart.Takes, []keys.Action{keys.All})

// Takes implements ui.Pane.
func (p *Page) Takes() []keys.Action { return takes }

// Do implements ui.Pane.
func (p *Page) Do(c *ui.Context, a keys.Action) ui.Intent {
	switch a {
	case keys.Pick:
		return p.do(c)
	case keys.All:
		return p.unfold(c)
	case keys.Larger:
		return p.change(c, +1)
	case keys.Smaller:
		return p.change(c, -1)
	case keys.Zoom, keys.Blocks:
		return p.board.Do(c, a)
	}
	by := ui.Step(a, p.step(c))
	if a == keys.PageDown || a == keys.PageUp || !hasMenu(c) {
		p.scroll(c, by)
	} else {
		p.move(c, by)
	}
	return nil
}

// step is how many rows PageUp and PageDown go: the last row becomes the first.
func (p *Page) step(c *ui.Context) int {
	return max(p.parts(c, c.Area, len(p.items(c, c.Frame))).body.H-1, 1)
}

// scroll moves the body down by that many rows, or up.
func (p *Page) scroll(c *ui.Context, by int) {
	if n := p.id.Node(c.Frame); n != nil {
		b := p.body(c, n, p.parts(c, c.Area, len(p.items(c, c.Frame))))
		p.top = max(min(p.top+by, b.over()), 0)
	}
}

// Wheel implements ui.Scrollable: it moves in the menu or scrolls the body, whichever is under the pointer.
func (p *Page) Wheel(c *ui.Context, by, y int) ui.Intent {
	if menu := p.parts(c, c.Area, len(p.items(c, c.Frame))).menu; y >= menu.Y && y < menu.Y+menu.H {
		p.move(c, by)
	} else {
		p.scroll(c, by)
	}
	return nil
}

// Click implements ui.Clickable: a second click on a line of the menu does what Pick does.
func (p *Page) Click(c *ui.Context, l paint.Link, again bool) ui.Intent {
	items := p.items(c, c.Frame)
	if again && int(l.Row) == p.find(items) {
		return p.do(c)
	}
	p.pick(items, int(l.Row))
	return nil
}

// Draw implements ui.Pane.
func (p *Page) Draw(c *ui.Context, r paint.Rect) {
	n := p.id.Node(c.Frame)
	if n == nil {
		c.Screen.Rule(c.Theme, r, true, []paint.TitlePart{paint.NewPart(p.id.String(), c.Theme.Title), paint.NewPart("is gone", c.Theme.Warn)},
			c.HintPart(c.Keys.Line(keys.Close)))
		return
	}
	items := p.items(c, c.Frame)
	p.settle(items)
	b := p.body(c, n, p.parts(c, r, len(items)))
	top := min(p.top, b.over())
	s := c.NodeSign(n)
	state := ui.StateWord(n) + " " + c.StateAge(n)
	if c.Frame.Topology.NoDocker && n.Server == nil && n.Health == incident.HealthUnknown {
		state = "not known"
	}
	c.Screen.Rule(c.Theme, r, true, []paint.TitlePart{
		paint.NewPart(n.Name, c.Theme.Title), paint.NewPart(n.What(), c.Theme.Faint), paint.NewPart(s.Glyph+" "+state, s.Style),
	}, moreHint(c, r.W, b.over()-top, top))
	if len(items) > 0 {
		v := menuView{c: c, n: n, items: items, at: p.nth, detail: detailRows(r.Under().H), all: p.all}
		if col := (&ui.Column{C: c, R: b.menu}); b.folded {
			v.fold(col)
		} else {
			v.draw(col)
		}
	}
	b.draw(c, top)
}

// moreHint shows the keys on the page's border: the one that scrolls to hidden rows, and the one that closes.
func moreHint(c *ui.Context, w, below, above int) paint.TitlePart {
	hint, k, n, word := c.HintPart(c.Keys.Line(keys.Close)), keys.PageDown, below, "more"
	if below == 0 {
		k, n, word = keys.PageUp, above, "above"
	}
	if n == 0 {
		return hint
	}
	text := c.Keys.Key(k) + " " + paint.Count(int64(n)) + " " + word
	at := paint.Width(text) + 2
	hint.Acts[0].From, hint.Acts[0].To = at, at+hint.Acts[0].To
	hint.Acts = append(hint.Acts, paint.Link{To: at - 2, Action: k.Name()})
	hint.Text = text + "  " + hint.Text
	if w < 80 { // the node's state needs the room
		hint.Text, hint.Acts = text, hint.Acts[1:]
	}
	return hint
}
