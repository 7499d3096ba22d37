package pages

import (
	"slices"

	"hadash/incident"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Truth shows a table of what each source says of each node.
type Truth struct{ nth int }

// Choose makes the row of a node the chosen one, where it has one.
func (t *Truth) Choose(c *ui.Context, node string) {
	if i := slices.IndexFunc(c.Truths, func(r incident.Truth) bool { return r.Node == node }); i >= 0 {
		t.nth = i
	}
}

func (t *Truth) pick(c *ui.Context, nth int) { t.nth = max(min(nth, len(c.Truths)-1), 0) }

// at is the place of the chosen row.
func (t *Truth) at(c *ui.Context) int { return min(t.nth, len(c.Truths)-1) }

// Takes implements ui.Pane.
func (t *Truth) Takes() []keys.Action { return ui.Moves }

// Do implements ui.Pane.
func (t *Truth) Do(c *ui.Context, a keys.Action) ui.Intent {
	t.pick(c, t.nth+ui.Step(a, pageRows(c)))
	return nil
}

// Node implements ui.Pane.
func (t *Truth) Node(c *ui.Context) (ui.NodeID, bool) {
	if len(c.Truths) == 0 {
		return ui.NodeID{}, false
	}
	return ui.NodeID{Name: c.Truths[t.at(c)].Node}, true
}

// Help implements ui.Pane.
func (t *Truth) Help(c *ui.Context) []keys.Line { return c.Keys.TruthHelp() }

// Click implements ui.Clickable: a node clicked again is opened.
func (t *Truth) Click(c *ui.Context, l paint.Link, again bool) ui.Intent {
	if row := int(l.Row); !again || row != t.nth {
		t.pick(c, row)
		return nil
	}
	return ui.Act{Action: keys.Open}
}

// Draw implements ui.Pane.
func (t *Truth) Draw(c *ui.Context, r paint.Rect) {
	hint := c.HintPart(c.Keys.Line(keys.Close))
	c.Screen.Rule(c.Theme, r, true, []paint.TitlePart{paint.NewPart("truth", c.Theme.Title), paint.NewPart("what each source says of each node", c.Theme.Faint)}, hint)
	in := r.Under()
	d := truthRows{c: c, name: truthName(c)}
	d.columns = ui.FitColumns(ui.Witnesses, ui.LightWitnesses, func(w *ui.Witness) int { return w.Width }, in.W-ui.MarkCells-signCells-d.name-2) // a blank before the border
	p := c.Screen.At(c.Theme, in.Y, in)
	p.Space(ui.MarkCells + signCells)
	p.Left(c.Theme.Faint, "node", d.name+1)
	for _, w := range d.columns {
		if w.Right {
			p.Right(c.Theme.Faint, []byte(w.Title), w.Width)
		} else {
			p.Left(c.Theme.Faint, w.Title, w.Width)
		}
	}
	d.draw(t.at(c), paint.Area(in.X, in.Y+1, in.W, in.H-1))
}

// signCells is the room of a node's sign before its name.
const signCells = 2

func truthName(c *ui.Context) int {
	name := 4
	for i := range c.Truths {
		name = max(name, paint.Width(c.Truths[i].Node))
	}
	return min(name, 20)
}

// truthRows is one drawing of the rows.
type truthRows struct {
	c       *ui.Context
	columns []*ui.Witness
	name    int // cells of the names
}

// draw writes the rows, each with its contradictions below it, so that the chosen one is in sight.
func (d *truthRows) draw(nth int, r paint.Rect) {
	line, top := 0, max(d.end(nth)-r.H+1, 0)
	put := func() (paint.Pen, bool) {
		y := line - top
		line++
		if y < 0 || y >= r.H {
			return paint.Pen{}, false
		}
		return d.c.Screen.At(d.c.Theme, r.Y+y, paint.Area(r.X, r.Y+y, r.W, 1)), true
	}
	for i := range d.c.Truths {
		t := &d.c.Truths[i]
		if p, ok := put(); ok {
			p.Pick(paint.PageRows, int64(i))
			d.row(&p, t, i == nth)
		}
		for _, says := range t.Disagree {
			if p, ok := put(); ok {
				p.Space(ui.MarkCells + signCells)
				d.c.Disagree(&p, says)
			}
		}
	}
}

// end is the line on which a row, with all that belongs to it, ends.
func (d *truthRows) end(nth int) int {
	line := -1
	for i := range nth + 1 {
		line += 1 + len(d.c.Truths[i].Disagree)
	}
	return line
}

func (d *truthRows) row(p *paint.Pen, t *incident.Truth, chosen bool) {
	d.c.Mark(p, chosen, len(t.Disagree) > 0)
	if n := d.c.Frame.Node(t.Node); n != nil {
		sign := d.c.NodeSign(n)
		p.Glyph(sign.Style, sign.Glyph, 1)
	} else {
		p.Space(1)
	}
	p.Space(1)
	p.Left(d.c.NameStyle(p), t.Node, d.name)
	p.Space(1)
	for _, w := range d.columns {
		text, st := w.Says(d.c, t)
		if text == "" {
			text, st = "-", d.c.Theme.Faint
		}
		if w.Right {
			p.Right(st, []byte(text), w.Width)
			continue
		}
		p.Left(st, text, w.Width-1)
		p.Space(1)
	}
	if p.Chosen {
		p.Fill()
	}
}
