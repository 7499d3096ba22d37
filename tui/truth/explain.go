package truth

import (
	"strings"

	"hadash/incident/consequence"
	"hadash/incident/verdict"
	"hadash/incident/witness"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Explain implements ui.Explainer: the dispute, and what to do next.
func (p *Page) Explain(c *ui.Context, pen *paint.Pen) bool {
	p.arrange(c)
	at := p.at()
	if at < 0 || p.rows[at].truth == nil {
		return false
	}
	r := &p.rows[at]
	n := c.Frame.Node(r.truth.Node)
	next := nextFor(c, r)
	if n == nil || r.rank > 0 && next == "" {
		return false
	}
	th := c.Theme
	pen.Glyph(th.Mark, th.Glyphs.Mark, 1)
	pen.Put(th.Strong, " "+n.Name+" ")
	if r.rank == 0 {
		pen.Glyph(th.Warn, th.Differ, 1)
		pen.Put(th.Warn, " disputed"+lasts(c, r))
	} else {
		s := c.NodeSign(n)
		pen.Glyph(s.Style, s.Glyph, 1)
		pen.Put(th.Text, " "+ui.StateWord(n)+" "+c.StateAge(n)+", and all agree")
	}
	if next != "" {
		pen.Put(th.Faint, "  next: ")
		pen.Put(th.Text, next)
	}
	return true
}

// nextFor is what can be done about a row, or waited for.
func nextFor(c *ui.Context, r *row) string {
	n := c.Frame.Node(r.truth.Node)
	var all []string
	for _, h := range consequence.Heals(c.Frame, n) {
		a := keys.Heals(h.Fault.Kind)
		if a == keys.Start && n.Container.Running() {
			continue // it ends just now
		}
		if a != keys.None && c.Keys.On(a) && !ui.IdleLoad(n) {
			all = append(all, c.Keys.Key(a)+" "+h.Fault.Inverse()+"s it")
			break
		}
	}
	if c.Frame.LacksResolvers(n) {
		return "resolvers on its server line, or a reload"
	}
	if w := witness.Fault(c.Frame, n.Name); w != nil {
		switch x := verdict.NextOf(c.Frame, w); x.Step {
		case verdict.TakesOut:
			all = append(all, "wait "+c.Theme.AtMost+" "+paint.AtMost(x.In)+" for "+x.Watcher)
		case verdict.Starts:
			all = append(all, "wait until it answers")
		case verdict.Checks:
			all = append(all, "wait for "+paint.Plural(x.Of-x.Passed, "good check", "good checks")+" of "+x.Watcher)
		case verdict.Returns:
			all = append(all, "wait for traffic")
		}
	}
	if len(all) == 0 && r.rank == 0 {
		all = append(all, c.Keys.Key(keys.Open)+" shows its page")
	}
	return strings.Join(all, ", or ")
}
