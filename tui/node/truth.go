package node

import (
	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

const truthTitle = "who says what"

// sourceCells is the room of the name of a source.
const sourceCells = 17

// sources is the section of the node's row in the table of truth, one row per source.
func sources(c *ui.Context, n *incident.Node) ui.Section {
	t := c.Truth(n.Name)
	if t == nil {
		return ui.Section{}
	}
	all := c.Witnesses()
	s := ui.Section{Title: titled(c, truthTitle), Rows: len(all) + len(t.Disagree)}
	s.Row = func(p *paint.Pen, y int) {
		if y >= len(all) {
			disagree(c, p, t.Disagree[y-len(all)])
			return
		}
		w := all[y]
		p.Space(1)
		p.Left(c.Theme.Faint, c.Called(w), sourceCells)
		w.Says(c, t).Put(p, p.Room())
	}
	return s
}

// sourcesInBrief is the same in a few rows of w cells.
func sourcesInBrief(c *ui.Context, n *incident.Node, w int) ui.Section {
	t := c.Truth(n.Name)
	if t == nil {
		return ui.Section{}
	}
	text := ""
	for _, w := range c.Witnesses() {
		if s := w.Says(c, t); s.Text != "" {
			called := c.Called(w)
			if c.Frame.Topology.NoDocker && s.Sign.Glyph == c.Theme.Unknown {
				called += " said last:" // in the table its sign says so
			}
			text = ui.Words(c.Theme, text, called+" "+s.Text)
		}
	}
	lines := paint.Wrap(text, w-2)
	return ui.Section{Title: titled(c, truthTitle), Rows: len(t.Disagree) + len(lines), Row: func(p *paint.Pen, y int) {
		if y < len(t.Disagree) {
			disagree(c, p, t.Disagree[y])
			return
		}
		p.Space(1)
		p.Put(c.Theme.Text, lines[y-len(t.Disagree)])
	}}
}

func disagree(c *ui.Context, p *paint.Pen, says wording.Phrase) {
	p.Space(1)
	c.Disagree(p, says)
}

// endings is the section that explains the termination states of the node's sessions, the most frequent first.
func endings(c *ui.Context, n *incident.Node) ui.Section {
	if n.Server == nil {
		return ui.Section{}
	}
	if c.NoLog() && len(n.Endings) == 0 {
		return ui.Section{}
	}
	if !n.Logged && len(n.Endings) == 0 {
		return ui.Section{Title: []paint.TitlePart{paint.NewPart("no session of it was read in HAProxy's log", c.Theme.Faint)}}
	}
	states := ui.ByCount(n.Endings)
	if len(states) == 0 {
		return ui.Section{Title: []paint.TitlePart{paint.NewPart("no session has ended badly", c.Theme.Faint)}}
	}
	return ui.Section{Title: titled(c, "sessions that ended badly"), Rows: len(states), Row: func(p *paint.Pen, y int) {
		var buf [16]byte
		p.Right(c.Theme.Warn, paint.AppendCount(buf[:0], int64(n.Endings[states[y]]), 6), 7)
		p.Space(1)
		p.Left(c.Theme.Strong, states[y], 4)
		p.Say(c.Theme.Text, wording.Ending(states[y]))
	}}
}
