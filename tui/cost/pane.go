// Package cost draws what a fault cost: how it was noticed and healed, what was hidden, and what the clients felt of it.
package cost

import (
	"strconv"
	"strings"

	"hadash/incident/stopwatch"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Pane shows what one fault cost: the newest one of the chosen node, until the user picks another. It is the newest of all
// where that node was never broken, or where a fault began since the node was chosen and that of the node is over.
type Pane struct {
	id    int // of the Stopwatch picked; 0 = none
	since int // of the newest Stopwatch when the node was chosen; 0 = the user has chosen none
	table Table
	empty empty
}

// Follow drops the pick, when the user has chosen a node: the pane shows a fault of that node again.
func (p *Pane) Follow(c *ui.Context) {
	p.id, p.since = 0, 0
	if all := c.Frame.Stopwatches; len(all) > 0 {
		p.since = all[len(all)-1].ID
	}
}

// index is the place of the stopwatch that is shown; -1 when there is none.
func (p *Pane) index(c *ui.Context) int {
	all := c.Frame.Stopwatches
	if p.id != 0 {
		for i := range all {
			if all[i].ID == p.id {
				return i
			}
		}
	}
	if n := c.Chosen.Node(c.Frame); n != nil {
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].Target != n.Name {
				continue
			}
			if newest := len(all) - 1; all[newest].ID > p.since && over(&all[i]) {
				return newest
			}
			return i
		}
	}
	return len(all) - 1
}

// over reports whether nothing more is measured of a fault.
func over(s *stopwatch.Stopwatch) bool { return s.Done || s.Moments[stopwatch.Back].Seen() }

// shown is the stopwatch that is shown; nil when there is none.
func (p *Pane) shown(c *ui.Context) *stopwatch.Stopwatch {
	if i := p.index(c); i >= 0 {
		return &c.Frame.Stopwatches[i]
	}
	return nil
}

// move picks an older or a newer one.
func (p *Pane) move(c *ui.Context, by int) {
	i := p.index(c)
	if i < 0 {
		return
	}
	i = max(min(i+by, len(c.Frame.Stopwatches)-1), 0)
	p.id = c.Frame.Stopwatches[i].ID
}

// Takes lists the actions that move among the faults, and the one that opens the page of the node.
func (p *Pane) Takes() []keys.Action { return takes }

var takes = append([]keys.Action{keys.Open}, ui.Moves...)

// Do picks another fault, or opens the page of the node that was broken.
func (p *Pane) Do(c *ui.Context, a keys.Action) ui.Intent {
	if a != keys.Open {
		p.move(c, ui.Step(a, c.Page()))
		return nil
	}
	if s := p.shown(c); s != nil {
		return ui.Open{Node: ui.NodeID{Name: s.Target}}
	}
	return ui.Act{Action: keys.Open}
}

// Wheel picks the next fault in a direction, however far the wheel is turned.
func (p *Pane) Wheel(c *ui.Context, by, _ int) ui.Intent {
	p.move(c, max(min(by, 1), -1))
	return nil
}

// Node is the chosen node, whichever fault is shown.
func (p *Pane) Node(c *ui.Context) (ui.NodeID, bool) { return c.Overview() }

// Help is empty: the overview has one key line for all its panes.
func (p *Pane) Help(*ui.Context) []keys.Line { return nil }

// Draw writes the pane with its border.
func (p *Pane) Draw(c *ui.Context, r paint.Rect) {
	i := p.index(c)
	title := []paint.TitlePart{paint.NewPart("what it cost", c.Theme.Title)}
	if i >= 0 {
		s := &c.Frame.Stopwatches[i]
		by := ""
		if s.You && r.W >= byCells {
			by = " by you"
		}
		title = append(title, paint.NewPart(c.FullTag(s)+s.Target+" "+s.Now()+by, c.Theme.Strong))
		word, st := Phase(c, s)
		title = append(title, paint.NewPart(strings.TrimPrefix(word, "open "), st))
	}
	if all := len(c.Frame.Stopwatches); all > 1 {
		title = append(title, paint.NewPart(strconv.Itoa(i+1)+" of "+strconv.Itoa(all), c.Theme.Faint))
	}
	in, hint := r.Under(), c.Behind
	if i >= 0 {
		p.table.Take(c, &c.Frame.Stopwatches[i], in.W-2)
		hint = leftOut(c, p.table.Rows()-in.H, hint)
	}
	if !shorten(title, r.W-paint.Width(hint.Text)-forHint) {
		hint = c.Behind
		if len(title) == 4 && !shorten(title, r.W-paint.Width(hint.Text)-forHint) {
			title = append(title[:2], title[3]) // which of them it is stands nowhere else
		}
	}
	c.Screen.Rule(c.Theme, r, c.Focused, title, hint)
	if i < 0 {
		p.empty.draw(c, in)
		return
	}
	p.table.fit(in.H)
	for y := range p.table.Rows() {
		pen := c.Screen.At(c.Theme, in.Y+y, paint.Area(in.X, in.Y+y, in.W, 1))
		pen.Space(1)
		p.table.Row(&pen, y)
	}
}

// The cells of a title between its parts, and beside its hint.
const (
	betweenParts = 4
	forHint      = 6
)

// shorten makes a title as short as it must be for w cells, and reports whether it is: how long the fault has lasted is
// not cut.
func shorten(title []paint.TitlePart, w int) bool {
	fits := func() bool {
		sum := 0
		for i := range title {
			sum += paint.Width(title[i].Text) + betweenParts
		}
		return sum <= w
	}
	if !fits() {
		title[0].Text = "cost"
	}
	if len(title) > 2 && !fits() {
		title[2].Text = strings.TrimSuffix(title[2].Text, " ago")
	}
	return fits()
}

// byCells is how wide a pane must be for the author of a fault in its title.
const byCells = 72

// leftOut prepends to a hint the number of lines without room, and the key of the page that has all of them.
func leftOut(c *ui.Context, n int, hint paint.TitlePart) paint.TitlePart {
	if n <= 0 {
		return hint
	}
	more := paint.NewPart(paint.Count(int64(n))+" more", c.Theme.Faint)
	if c.Focused {
		more.Text = c.Keys.Key(keys.Open) + " " + more.Text
		more.Acts = []paint.Link{{To: paint.Width(more.Text), Action: keys.Open.Name()}}
	}
	if hint.Text == "" {
		return more
	}
	at := paint.Width(more.Text) + 2
	for _, a := range hint.Acts {
		a.From, a.To = a.From+at, a.To+at
		more.Acts = append(more.Acts, a)
	}
	more.Text += "  " + hint.Text
	return more
}
