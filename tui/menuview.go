package tui

import (
	"hadash/incident"
	"hadash/record"
)

// The columns of the menu, after the mark.
const (
	menuName = 15 // "delay 60000 ms"
	menuKey  = 2
	menuDoes = 35
	menuNow  = 12 // at least, else it is left out
)

// renderMenu writes the menu: as many lines as leave room for what the chosen one would do.
func (m *Model) renderMenu(c *column, n *incident.Node, items []menuItem) {
	p := c.line()
	p.space(markCells)
	p.left(m.th.Faint, "fault", menuName)
	p.left(m.th.Faint, "key", menuKey+2)
	p.left(m.th.Faint, "what it does", menuDoes)
	if p.room() >= menuNow {
		p.put(m.th.Faint, "now")
	}
	at := m.node.find(items)
	detail := 2
	if c.r.h < 16 {
		detail = 1
	}
	rows := max(min(len(items), c.r.h-1-detail), 1)
	first := max(min(at-rows/2, len(items)-rows), 0)
	for i := first; i < first+rows; i++ {
		p := c.line()
		m.menuRow(&p, n, &items[i], i == at)
	}
	m.menuDetail(c, n, &items[at], detail)
}

func (m *Model) menuRow(p *pen, n *incident.Node, item *menuItem, chosen bool) {
	m.mark(p, chosen, false)
	p.muted = item.why != ""
	name, st := string(item.fault.Kind), m.nameStyle(p)
	switch {
	case item.heal:
		name, st = item.fault.Kind.Inverse(), m.th.Good
	case item.fault.Kind.Most() > 0:
		name += " " + amount(item.fault)
	}
	p.left(st, name, menuName)
	p.left(m.th.Key, m.menuKey(item), menuKey)
	p.space(2)
	switch {
	case item.heal:
		p.put(m.th.Text, m.healWord(item))
	case p.room() < menuDoes+menuNow:
		p.put(m.th.Text, does(item.fault))
	default:
		p.left(m.th.Text, does(item.fault), menuDoes-1)
		p.space(1)
		p.put(m.th.Faint, m.now(n, item, p.room()-1))
	}
	if p.chosen {
		p.fill()
	}
}

// menuKey is the key that does the same on the overview.
func (m *Model) menuKey(item *menuItem) string {
	if !item.heal {
		return m.keys.breaks(item.fault.Kind).Help().Key
	}
	switch item.fault.Kind {
	case record.Pause, record.Cut, record.Slow, record.SetMaint, record.SetDrain:
		return m.keys.breaks(item.fault.Kind).Help().Key
	case record.Stop, record.Kill, record.Crash:
		return m.keys.Start.Help().Key
	}
	return ""
}

// healWord is what a heal would undo: "heals stop mysql-slave1, open 12s".
func (m *Model) healWord(item *menuItem) string {
	text := "heals " + item.fault.String()
	if !item.since.IsZero() {
		text += ", open " + m.since(item.since)
	}
	return text
}

// now is what a fault would do at this moment, or why it cannot be done.
func (m *Model) now(n *incident.Node, item *menuItem, room int) string {
	if item.why != "" {
		return item.why
	}
	facts, _ := m.facts(&m.frame, n, item.fault)
	if seen := m.expected(&m.frame, n, item.fault); seen.short != "" && room < 36 {
		return seen.short
	}
	return fitFacts(m.th, facts, room)
}

// menuDetail says of the chosen line what its row has no room for.
func (m *Model) menuDetail(c *column, n *incident.Node, item *menuItem, lines int) {
	c.blank()
	p := c.line()
	p.space(1)
	switch {
	case item.why != "":
		p.put(m.th.Warn, item.why)
	case item.heal:
		p.put(m.th.Text, m.healWord(item))
	default:
		facts, last := m.facts(&m.frame, n, item.fault)
		st := m.th.Text
		if last {
			st = m.th.Bad
		}
		p.put(st, fitFacts(m.th, facts, p.room()-1))
	}
	if lines < 2 {
		return
	}
	p = c.line()
	if item.why == "" && !item.heal {
		p.space(1)
		p.put(m.th.Faint, m.o.predict(&m.frame, item.fault).Why)
	}
}
