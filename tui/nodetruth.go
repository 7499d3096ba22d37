package tui

import (
	"hadash/incident"
	"hadash/tui/paint"
)

const truthTitle = "what everybody says"

// nodeTruth is the node's row of the table of truth, one row a witness.
func (m *Model) nodeTruth(n *incident.Node) section {
	t := m.truth.of(n.Name)
	if t == nil {
		return section{}
	}
	s := section{title: m.titled(truthTitle), rows: len(truthOrder) + len(t.Disagree)}
	s.row = func(p *paint.Pen, y int) {
		if y >= len(truthOrder) {
			m.disagree(p, t.Disagree[y-len(truthOrder)])
			return
		}
		w := truthOrder[y]
		text, st := w.put(m, t)
		if text == "" {
			text, st = "-", m.th.Faint
		}
		p.Space(1)
		p.Left(m.th.Faint, w.title, costLabel)
		p.Put(st, text)
	}
	return s
}

// nodeWords is the same in a few rows of w cells.
func (m *Model) nodeWords(n *incident.Node, w int) section {
	t := m.truth.of(n.Name)
	if t == nil {
		return section{}
	}
	text := ""
	for _, w := range truthOrder {
		if said, _ := w.put(m, t); said != "" {
			text = words(m.th, text, w.title+" "+said)
		}
	}
	lines := paint.Wrap(text, w-2)
	return section{title: m.titled(truthTitle), rows: len(t.Disagree) + len(lines), row: func(p *paint.Pen, y int) {
		if y < len(t.Disagree) {
			m.disagree(p, t.Disagree[y])
			return
		}
		p.Space(1)
		p.Put(m.th.Text, lines[y-len(t.Disagree)])
	}}
}

func (m *Model) disagree(p *paint.Pen, text string) {
	p.Space(1)
	p.Glyph(m.th.Warn, m.th.Differ, 1)
	p.Space(1)
	p.Put(m.th.Warn, text)
}

// nodeEndings reads the termination states of the node's sessions aloud, the most frequent first.
func (m *Model) nodeEndings(n *incident.Node) section {
	if n.Server == nil {
		return section{}
	}
	if !n.Logged && len(n.Endings) == 0 {
		return section{title: []paint.TitlePart{paint.NewPart("no session of it was read in HAProxy's log", m.th.Faint)}}
	}
	states := byCount(n.Endings)
	if len(states) == 0 {
		return section{title: []paint.TitlePart{paint.NewPart("no session has ended badly", m.th.Faint)}}
	}
	return section{title: m.titled("sessions that ended badly"), rows: len(states), row: func(p *paint.Pen, y int) {
		var buf [16]byte
		p.Right(m.th.Warn, paint.AppendCount(buf[:0], int64(n.Endings[states[y]]), 6), 7)
		p.Space(1)
		p.Left(m.th.Strong, states[y], 4)
		p.Put(m.th.Text, incident.Ending(states[y]))
	}}
}
