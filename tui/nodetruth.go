package tui

import (
	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

const truthTitle = "what everybody says"

// nodeTruth is the node's row of the table of truth, one row a witness.
func (m *Model) nodeTruth(n *incident.Node) ui.Section {
	t := m.c.Truth(n.Name)
	if t == nil {
		return ui.Section{}
	}
	s := ui.Section{Title: m.titled(truthTitle), Rows: len(ui.Witnesses) + len(t.Disagree)}
	s.Row = func(p *paint.Pen, y int) {
		if y >= len(ui.Witnesses) {
			m.disagree(p, t.Disagree[y-len(ui.Witnesses)])
			return
		}
		w := ui.Witnesses[y]
		text, st := w.Says(&m.c, t)
		if text == "" {
			text, st = "-", m.c.Theme.Faint
		}
		p.Space(1)
		p.Left(m.c.Theme.Faint, w.Title, ui.LabelCells)
		p.Put(st, text)
	}
	return s
}

// nodeWords is the same in a few rows of w cells.
func (m *Model) nodeWords(n *incident.Node, w int) ui.Section {
	t := m.c.Truth(n.Name)
	if t == nil {
		return ui.Section{}
	}
	text := ""
	for _, w := range ui.Witnesses {
		if said, _ := w.Says(&m.c, t); said != "" {
			text = ui.Words(m.c.Theme, text, w.Title+" "+said)
		}
	}
	lines := paint.Wrap(text, w-2)
	return ui.Section{Title: m.titled(truthTitle), Rows: len(t.Disagree) + len(lines), Row: func(p *paint.Pen, y int) {
		if y < len(t.Disagree) {
			m.disagree(p, t.Disagree[y])
			return
		}
		p.Space(1)
		p.Put(m.c.Theme.Text, lines[y-len(t.Disagree)])
	}}
}

func (m *Model) disagree(p *paint.Pen, text string) {
	p.Space(1)
	m.c.Disagree(p, text)
}

// nodeEndings reads the termination states of the node's sessions aloud, the most frequent first.
func (m *Model) nodeEndings(n *incident.Node) ui.Section {
	if n.Server == nil {
		return ui.Section{}
	}
	if !n.Logged && len(n.Endings) == 0 {
		return ui.Section{Title: []paint.TitlePart{paint.NewPart("no session of it was read in HAProxy's log", m.c.Theme.Faint)}}
	}
	states := ui.ByCount(n.Endings)
	if len(states) == 0 {
		return ui.Section{Title: []paint.TitlePart{paint.NewPart("no session has ended badly", m.c.Theme.Faint)}}
	}
	return ui.Section{Title: m.titled("sessions that ended badly"), Rows: len(states), Row: func(p *paint.Pen, y int) {
		var buf [16]byte
		p.Right(m.c.Theme.Warn, paint.AppendCount(buf[:0], int64(n.Endings[states[y]]), 6), 7)
		p.Space(1)
		p.Left(m.c.Theme.Strong, states[y], 4)
		p.Put(m.c.Theme.Text, incident.Ending(states[y]))
	}}
}
