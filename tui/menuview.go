package tui

import (
	"strings"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/incident/predict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// The columns of the menu, after the mark.
const (
	menuName = 15 // "delay 60000 ms"
	menuKey  = 2
	menuDoes = 35
	menuNow  = 12 // at least, else it is left out
)

// menuRows is how many of h rows the menu gets: what is known of the node needs more than half of them.
func (m *Model) menuRows(h int) int {
	items := len(m.menu(&m.frame))
	if items == 0 {
		return 0
	}
	return 1 + min(items, max(h*2/5, 5)) + detailRows(h)
}

// detailRows is how many rows of h say what the chosen line would do.
func detailRows(h int) int {
	if h < 16 {
		return 1
	}
	return 2
}

// renderMenu writes the menu: the lines about the chosen one, and what that would do.
func (m *Model) renderMenu(c *ui.Column, n *incident.Node, items []menuItem) {
	detail := detailRows(m.layout.page.Inner().H)
	rows := max(min(len(items), c.R.H-1-detail), 1)
	p := c.Line()
	p.Space(ui.MarkCells)
	p.Left(m.c.Theme.Faint, "fault", menuName)
	p.Left(m.c.Theme.Faint, "key", menuKey+2)
	if p.Room() < menuDoes+menuNow {
		p.Put(m.c.Theme.Faint, "what it does")
	} else {
		p.Left(m.c.Theme.Faint, "what it does", menuDoes)
		p.Put(m.c.Theme.Faint, "now")
	}
	if left := len(items) - rows; left > 0 {
		p.To(p.End - 1 - len(ui.AndMore(left)))
		p.Put(m.c.Theme.Faint, ui.AndMore(left))
	}
	at := m.node.find(items)
	first := max(min(at-rows/2, len(items)-rows), 0)
	for i := first; i < first+rows; i++ {
		p := c.Line()
		p.Pick(paint.PageRows, int64(i))
		m.menuRow(&p, n, &items[i], i == at)
	}
	m.menuDetail(c, n, &items[at], detail)
}

func (m *Model) menuRow(p *paint.Pen, n *incident.Node, item *menuItem, chosen bool) {
	m.c.Mark(p, chosen, false)
	p.Muted = item.why != ""
	name, st := string(item.fault.Kind), m.c.NameStyle(p)
	switch {
	case item.heal:
		name, st = item.fault.Kind.Inverse(), m.c.Theme.Good
	case item.fault.Kind.Most() > 0:
		name += " " + item.fault.AmountText()
	}
	p.Left(st, name, menuName)
	p.Left(m.c.Theme.Key, m.menuKey(item), menuKey)
	p.Space(2)
	switch {
	case item.heal:
		p.Put(m.c.Theme.Text, m.healWord(item))
	case p.Room() < menuDoes+menuNow:
		p.Put(m.c.Theme.Text, item.fault.Does())
	default:
		p.Left(m.c.Theme.Text, item.fault.Does(), menuDoes-1)
		p.Space(1)
		p.Put(m.c.Theme.Faint, m.now(n, item, p.Room()-1))
	}
	if p.Chosen {
		p.Fill()
	}
}

// menuKey is the key that does the same on the overview.
func (m *Model) menuKey(item *menuItem) string {
	if !item.heal {
		return m.c.Keys.Key(keys.Breaks(item.fault.Kind))
	}
	switch item.fault.Kind {
	case record.Pause, record.Cut, record.Slow, record.SetMaint, record.SetDrain:
		return m.c.Keys.Key(keys.Breaks(item.fault.Kind))
	case record.Stop, record.Kill, record.Crash:
		return m.c.Keys.Key(keys.Start)
	}
	return ""
}

// healWord is what a heal would undo: "heals stop mysql-slave1, open 12s".
func (m *Model) healWord(item *menuItem) string {
	text := "heals " + item.fault.String()
	if !item.since.IsZero() {
		text += ", open " + m.c.Since(item.since)
	}
	return text
}

// history is who made what a heal would undo, and when; and how soon the node is to serve again.
func (m *Model) history(item *menuItem) string {
	for i := len(m.frame.Stopwatches) - 1; i >= 0; i-- {
		s := &m.frame.Stopwatches[i]
		if s.Fault.Fault != item.fault || !s.At.Equal(item.since) {
			continue
		}
		who, back := "somebody else", ""
		if s.You {
			who = "you"
		}
		if s.Expected.Known && s.Expected.Back > 0 {
			back = "UP again expected " + m.c.Theme.AtMost + " " + string(paint.AppendSeconds(nil, s.Expected.Back)) + " after it answers"
		}
		return ui.Words(m.c.Theme, item.fault.Now()+" by "+who+" at "+s.At.In(m.c.Zone).Format("15:04:05"), back)
	}
	return "nobody was seen to do it"
}

// now is what a fault would do at this moment, or why it cannot be done.
func (m *Model) now(n *incident.Node, item *menuItem, room int) string {
	if item.why != "" {
		return strings.TrimPrefix(item.why, n.Name+" is ") // the page says whose it is
	}
	c := m.consequences(&m.frame, n, item.fault)
	if seen := c.Detection(); seen.Kind != consequence.None && room < 36 {
		return paint.Consequence(seen, m.c.Theme.AtMost).Short
	}
	facts := c.Facts
	if !n.Health.Serving() {
		facts = facts[1:] // that it serves nothing is true of every line
	}
	return fitFacts(m.c.Theme, m.phrases(facts), room)
}

// menuDetail says of the chosen line what its row has no room for.
func (m *Model) menuDetail(c *ui.Column, n *incident.Node, item *menuItem, lines int) {
	p := c.Line()
	p.Space(1)
	switch {
	case item.why != "":
		p.Put(m.c.Theme.Warn, item.why)
	case item.heal:
		p.Put(m.c.Theme.Text, m.history(item))
	default:
		c := m.consequences(&m.frame, n, item.fault)
		st := m.c.Theme.Text
		if c.Last {
			st = m.c.Theme.Bad
		}
		p.Put(st, fitFacts(m.c.Theme, m.phrases(c.Facts), p.Room()-1))
	}
	if lines < 2 {
		return
	}
	p = c.Line()
	if item.why == "" && !item.heal {
		p.Space(1)
		p.Put(m.c.Theme.Faint, foreseen(m.o.predict(&m.frame, item.fault)))
	}
}

// foreseen says what a prediction was made from, or why it cannot be made.
func foreseen(p predict.Prediction) string {
	if !p.Known && p.Why != "" {
		return "not known: " + p.Why
	}
	return p.Why
}
