package path

import (
	"hadash/incident/route"
	"hadash/incident/verdict"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// wayBack writes the failures that came back along an edge, with an arrow to the left; nothing if they are not known.
func (d *drawing) wayBack(p *paint.Pen, b *route.Back) {
	if !b.Known {
		return
	}
	th, st := d.c.Theme, d.c.Theme.Text
	if b.N == 0 {
		st = th.Faint
	}
	n := paint.Count(b.N)
	if b.Least && b.N > 0 {
		n = th.AtLeast + n
	}
	switch {
	case b.Users:
		if d.c.Verdict.Users.Feel == verdict.Hurt {
			st = th.Bad
		}
		if b.N > 0 {
			p.Glyph(st, th.Broken, 1)
			p.Space(1)
		} else {
			p.Space(2)
		}
		p.Put(st, ui.Fitting(p.Room()-2, n+" to users", n))
	case b.Of > 0:
		p.Glyph(th.Faint, th.Shaft, 1)
		p.Space(1)
		of := n + " of " + paint.Count(b.Of)
		p.Put(st, ui.Fitting(p.Room(), of+" not absorbed", of+" failed", of))
	case b.N > 0:
		p.Glyph(th.Faint, th.Shaft, 1)
		p.Space(1)
		p.Put(st, n)
	default:
		return
	}
	p.Space(1)
	if p.Room() > 3 {
		p.Glyph(th.Faint, th.Back, 1)
		p.Glyph(th.Faint, th.Shaft, p.Room()-1)
	} else {
		p.Glyph(th.Faint, th.Shaft, p.Room())
	}
}
