package commands

import (
	"slices"

	"hadash/incident"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Rows is how many lines the list takes of the lines that fit.
func (l *List) Rows(most int) int { return max(min(len(l.Items), most), 1) }

// Draw writes the list in its box into r. n is the node that commands act on unless they name one; nil if there is
// none.
func (l *List) Draw(c *ui.Context, r paint.Rect, n *incident.Node) {
	c.Screen.Clear(r.Y, r.H)
	title := []paint.TitlePart{paint.NewPart(paint.Plural(len(l.Items), "command", "commands"), c.Theme.Title)}
	if n != nil {
		title = append(title, paint.NewPart("on "+n.Name, c.Theme.Strong))
	}
	hint := c.Keys.Key(keys.Accept) + " does it"
	if r.W >= 80 {
		hint = c.Hint(c.Keys.Line(keys.Complete)) + "  " + hint
	}
	c.Screen.FrameBox(c.Theme, r, true, title, paint.NewPart(hint, c.Theme.Faint))
	l.draw(c.Screen, c.Theme, r.Inner())
	c.Screen.CloseBox(c.Theme, r, true)
}

// draw writes the lines.
func (l *List) draw(s *paint.Screen, th *paint.Theme, r paint.Rect) {
	if len(l.Items) == 0 {
		p := s.At(th, r.Y, r)
		p.Space(3)
		p.Put(th.Warn, "no matching command")
		return
	}
	first, end := l.Window(r.H)
	name := 8
	for i := range l.Items {
		name = max(name, paint.Width(l.Items[i].Text)+1+paint.Width(l.Items[i].Takes))
	}
	name = min(name+2, max(r.W/2-12, 20))
	for i := first; i < end; i++ {
		p := s.At(th, r.Y+i-first, paint.Area(r.X, r.Y+i-first, r.W, 1))
		p.Pick(paint.Commands, int64(i))
		l.Items[i].draw(&p, th, name, i == l.At)
	}
}

func (i *Item) draw(p *paint.Pen, th *paint.Theme, name int, chosen bool) {
	p.Chosen = chosen
	p.Space(1)
	if chosen {
		p.Base = th.Chosen
		p.Glyph(th.Mark, th.Glyphs.Mark, 1)
	} else {
		p.Space(1)
	}
	p.Space(1)
	p.Muted = i.Why != ""
	stop := min(p.Row.X+name, p.End)
	i.name(p, th, stop)
	p.Left(th.Key, i.Key, 10)
	if i.Why != "" {
		p.Put(th.Faint, i.Why)
	} else {
		p.Put(th.Text, i.Does)
	}
	p.Muted = false
	if chosen {
		p.Fill()
	}
}

// name writes the text; the typed part has the colour of keys.
func (i *Item) name(p *paint.Pen, th *paint.Theme, stop int) {
	cells := *p
	cells.End = max(stop-1, cells.Row.X)
	if paint.Width(i.Text) > cells.Room() || !paint.Plain(i.Text) {
		cells.Put(th.Strong, i.Text)
	} else {
		for at := range len(i.Text) {
			st := th.Strong
			if slices.Contains(i.hits, at) {
				st = th.Mark
			}
			cells.Put(st, i.Text[at:at+1])
		}
	}
	if i.Takes != "" && cells.Room() > 3 {
		cells.Put(th.Faint, " "+i.Takes)
	}
	p.To(stop)
}
