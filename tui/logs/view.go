package logs

import (
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// on is the View with which the pane is drawn in a Context.
func (p *Pane) on(c *ui.Context) *View {
	p.view.Screen, p.view.Theme, p.view.Zone, p.view.Name = c.Screen, c.Theme, c.Zone, c.NodeName
	return &p.view
}

// Draw writes the lines that are in sight, and the border.
func (p *Pane) Draw(c *ui.Context, r paint.Rect) {
	title := p.Title(c.Theme, c.Zone)
	if c.Behind.Text != "" {
		title = append(title, c.Behind)
	}
	if n := p.Fills(r.Under().H); n > 0 {
		title = append(title, paint.NewPart("and "+paint.Count(int64(n))+" routine", c.Theme.Faint))
	}
	title = append(title, p.missing(c, r.W)...)
	c.Screen.Rule(c.Theme, r, c.Focused, title, p.Hint(c.Theme))
	in := r.Under()
	if p.Lines() == 0 && p.Fills(in.H) == 0 {
		pen := c.Screen.At(c.Theme, in.Y, in)
		pen.Space(1)
		pen.Put(c.Theme.Faint, p.empty(c))
		return
	}
	p.Panel.Draw(p.on(c), in)
}

// DrawConcerning writes the nth line of those that concern the node of Concern, below another; -1 is none.
func (p *Pane) DrawConcerning(c *ui.Context, pen *paint.Pen, nth, above int) {
	p.Panel.DrawConcerning(p.on(c), pen, nth, above)
}

// missing counts the lines that are no longer available; a narrow title has no room for it.
func (p *Pane) missing(c *ui.Context, w int) (t []paint.TitlePart) {
	if n := p.Gone(); n > 0 && w >= 100 {
		t = append(t, paint.NewPart(paint.Short(n)+" older forgotten", c.Theme.Faint))
	}
	if n := c.Frame.Dropped; n > 0 && w >= 100 {
		t = append(t, paint.NewPart(paint.Short(int64(n))+" left out", c.Theme.Faint))
	}
	n := 0
	for _, of := range c.Frame.UnreadOf {
		n += of.Lines
	}
	if n > 0 && w >= 60 {
		t = append(t, paint.NewPart(paint.Short(int64(n))+" of the access log not read", c.Theme.Warn))
	}
	return t
}

// noLog says what would tell how users fare where only counters do, the longest form first.
var noLog = []string{
	"no log is read: `option httplog` and `hadash attach ... /var/log/haproxy.log` tell what users felt, or a probe: `probe+http://...`",
	"add a log: `option httplog` and `hadash attach ... /var/log/haproxy.log`, or a probe: `probe+http://...`",
	"add a log: `hadash attach ... /var/log/haproxy.log`, or `probe+http://...`",
	"add a log: hadash attach ... /var/log/haproxy.log",
}

// empty says why no line is shown.
func (p *Pane) empty(c *ui.Context) string {
	switch {
	case p.Filtering():
		return "searching " + c.Theme.Ellipsis
	case p.Filtered() && p.Kept() > 0:
		return "none of " + paint.Plural(p.Kept(), "line", "lines") + " matches; " + c.Keys.Key(keys.Clear) + " shows more"
	case p.Hidden() > 0:
		return paint.Count(int64(p.Hidden())) + " routine lines are hidden; " + c.Keys.Key(keys.All) + " shows them"
	}
	switch {
	case c.NoLog() && c.Keys.On(keys.Play):
		return "no log was recorded"
	case c.NoLog():
		return ui.Fitting(c.Area.W-2, noLog...)
	case c.Frame.Topology.NoDocker:
		return "what the logs say stands here; " + c.Keys.Key(keys.Filter) + " searches it"
	}
	return "what the containers write stands here; " + c.Keys.Key(keys.Filter) + " searches it"
}

// Explain writes the meaning of the marked line on the status line; false when there is none.
func (p *Pane) Explain(c *ui.Context, pen *paint.Pen) bool {
	l := p.Marked()
	if l == nil {
		return false
	}
	said := l.Meaning(c.NodeName)
	if said == "" {
		return false
	}
	pen.Glyph(c.Theme.Mark, c.Theme.Glyphs.Mark, 1)
	pen.Space(1)
	pen.Put(c.Theme.Faint, l.At.In(c.Zone).Format("15:04:05.000"))
	pen.Space(1)
	pen.Put(c.Theme.Strong, l.Node)
	pen.Space(2)
	pen.Put(c.Theme.Said, said)
	return true
}
