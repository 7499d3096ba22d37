package nodes

import (
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// unknown lists the sources that do not answer, while no node is known.
func (d *drawing) unknown(r paint.Rect) {
	y := r.Y
	say := func(st paint.Style, text string) {
		if y >= r.Y+r.H {
			return
		}
		p := d.c.Screen.At(d.c.Theme, y, r)
		p.Space(1)
		p.Put(st, text)
		y++
	}
	silent := d.c.Silences()
	if len(silent) == 0 && d.c.Frame.Topology.NoDocker {
		say(d.c.Theme.Faint, "no node yet")
		return
	}
	if len(silent) == 0 {
		say(d.c.Theme.Faint, "no node yet: no service of this project has a hadash.role label")
		return
	}
	say(d.c.Theme.Text, "no source answers; hadash keeps trying")
	for _, s := range silent {
		say(d.c.Theme.Faint, "  "+ui.SourceName(s)+": "+d.c.Staleness(s))
	}
}
