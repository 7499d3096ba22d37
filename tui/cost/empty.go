package cost

import (
	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// offer is a fault that a card without one offers, with its word.
type offer struct {
	kind record.FaultKind
	key  keys.Action
	does string
}

// The faults that are offered with Docker, and without it.
var (
	offers        = []offer{{record.Stop, keys.Stop, "stop"}, {record.Pause, keys.Pause, "freeze"}}
	offersWithout = []offer{{record.SetDrain, keys.Drain, "drain"}, {record.SetMaint, keys.Maint, "maint"}}
)

// empty is the card before the first fault. It keeps what the faults would do for a second: a prediction takes long.
type empty struct {
	node string
	unix int64
	rows []offered
}

// offered is a fault that may be made now, and what it would do.
type offered struct {
	key, does, action string
	phrases           []paint.Phrase
}

// draw writes the faults that may be made at the chosen node, with what each would do. Where nothing can be broken, it says
// so.
func (e *empty) draw(c *ui.Context, r paint.Rect) {
	y := 0
	put := func(write func(*paint.Pen)) {
		if y < r.H {
			pen := c.Screen.At(c.Theme, r.Y+y, paint.Area(r.X, r.Y+y, r.W, 1))
			pen.Space(1)
			write(&pen)
		}
		y++
	}
	down := c.Verdict.State == verdict.Unclear || c.Verdict.Servers.Down > 0
	if c.Watches() && !down {
		put(func(p *paint.Pen) { p.Put(c.Theme.Faint, "Nothing was broken yet.") })
		put(func(p *paint.Pen) { p.Put(c.Theme.Faint, ui.Fitting(p.Room()-1, found...)) })
		return
	}
	if !c.Keys.On(keys.Stop) && (!c.Frame.Topology.NoDocker || !c.Keys.On(keys.Pick)) {
		put(func(p *paint.Pen) { p.Put(c.Theme.Faint, "nothing was broken from here") })
		return
	}
	if n := c.Chosen.Node(c.Frame); n != nil && n.Health == incident.HealthUnknown {
		put(func(p *paint.Pen) { p.Put(c.Theme.Faint, "looking: nothing is known of "+n.Name+" yet") })
		return
	}
	e.look(c)
	if len(e.rows) == 0 {
		text := "Nothing was broken yet."
		if down {
			text = "nothing was broken from here" // though something is
		}
		put(func(p *paint.Pen) { p.Put(c.Theme.Faint, text) })
		return
	}
	put(func(p *paint.Pen) {
		p.Put(c.Theme.Text, ui.Fitting(p.Room()-1, "Nothing was broken yet. Break something:", "Nothing was broken yet:"))
	})
	if r.H > len(e.rows)+2 {
		y++
	}
	for i := range e.rows {
		x := &e.rows[i]
		put(func(p *paint.Pen) {
			p.Space(1)
			from := p.Row.X
			p.Left(c.Theme.Key, x.key, 3)
			p.Left(c.Theme.Text, x.does+" ", 7)
			p.Put(c.Theme.Strong, e.node)
			p.Act(from, x.action)
			p.Space(2)
			p.Put(c.Theme.Faint, ui.FitPhrases(c.Theme, x.phrases, p.Room()-1))
		})
	}
	put(func(p *paint.Pen) {
		p.Space(1)
		for _, x := range []struct {
			key  keys.Action
			does string
		}{{keys.Open, "more ways"}, {keys.Load, "load"}} {
			if x.key == keys.Load && len(c.Frame.Topology.Of(record.KindK6)) == 0 {
				continue
			}
			from := p.Row.X
			p.Put(c.Theme.Key, c.Keys.Key(x.key))
			p.Put(c.Theme.Faint, " "+x.does)
			p.Act(from, x.key.Name())
			p.Space(2)
		}
	})
	if r.H > y+1 {
		y++
	}
	put(func(p *paint.Pen) {
		p.Put(c.Theme.Faint, ui.Fitting(p.Room()-1, "What it costs the users is counted here.", ""))
	})
}

// found is what is shown where nothing can be broken from here, the longest form first.
var found = []string{"An outage that is found is costed here: what failed, for how long, who noticed.", "An outage that is found is costed here.", "A found outage is costed here."}

// look finds what may be broken at the chosen node.
func (e *empty) look(c *ui.Context) {
	n := c.Chosen.Node(c.Frame)
	if n == nil {
		e.node, e.rows = "", nil
		return
	}
	if e.node == n.Name && e.unix == c.Frame.At.Unix() {
		return
	}
	e.node, e.unix, e.rows = n.Name, c.Frame.At.Unix(), e.rows[:0]
	offers := offers
	if c.Frame.Topology.NoDocker {
		offers = offersWithout
	}
	for _, o := range offers {
		if !c.Keys.On(o.key) || consequence.Refuse(c.Frame, n, o.kind).Refused() {
			continue
		}
		would := c.Consequences(c.Frame, n, record.Fault{Kind: o.kind, Target: n.Name})
		e.rows = append(e.rows, offered{c.Keys.Key(o.key), o.does, o.key.Name(), c.Phrases(would.Facts)})
	}
}
