package tui

import (
	"hadash/incident"
)

// renderNodePage is the menu, and under it what is known of the node, as there is room.
func (m *Model) renderNodePage(r rect) {
	hint := m.keys.Close.Help().Key + " " + m.keys.Close.Help().Desc
	n := nodeOf(&m.frame, m.node.id)
	if n == nil {
		m.screen.frameBox(m.th, r, true, []titlePart{{m.node.id.String(), m.th.Title}, {"is gone", m.th.Warn}}, titlePart{hint, m.th.Faint})
		return
	}
	s := m.nodeSign(n)
	m.screen.frameBox(m.th, r, true, []titlePart{
		{n.Name, m.th.Title}, {string(n.Role), m.th.Faint}, {s.glyph + " " + n.Health.String() + " " + m.since(n.Since), s.style},
	}, titlePart{hint, m.th.Faint})
	c := column{m: m, r: r.inner()}
	if items := m.menu(&m.frame); len(items) > 0 {
		m.renderMenu(&c, n, items)
		c.blank()
	}
	stopwatch := m.frame.Stopwatch(n.Name)
	if !twoWide(r.w) {
		m.nodeWords(&c, n)
		m.nodeEndings(&c, n)
		m.nodeCost(&c, stopwatch)
		return
	}
	left, right := c.halves()
	m.nodeTruth(&left, n)
	left.blank()
	m.nodeEndings(&left, n)
	m.nodeCost(&right, stopwatch)
}

// nodeWords is what everybody says of a node in a few lines.
func (m *Model) nodeWords(c *column, n *incident.Node) {
	t := m.truth.of(n.Name)
	if t == nil {
		return
	}
	m.nodeDisagree(c, t)
	text := ""
	for _, w := range truthOrder {
		if said, _ := w.put(m, t); said != "" {
			text = words(m.th, text, w.title+" "+said)
		}
	}
	for _, line := range wrap(text, c.r.w-2) {
		p := c.line()
		p.space(1)
		p.put(m.th.Text, line)
	}
}

// nodeTruth is the same, one line a witness.
func (m *Model) nodeTruth(c *column, n *incident.Node) {
	t := m.truth.of(n.Name)
	if t == nil {
		return
	}
	for _, w := range truthOrder {
		text, st := w.put(m, t)
		if text == "" {
			text, st = "-", m.th.Faint
		}
		p := c.line()
		p.space(1)
		p.left(m.th.Faint, w.title, costLabel)
		p.put(st, text)
	}
	m.nodeDisagree(c, t)
}

func (m *Model) nodeDisagree(c *column, t *incident.Truth) {
	for _, text := range t.Disagree {
		p := c.line()
		p.space(1)
		p.glyph(m.th.Warn, m.th.Differ, 1)
		p.space(1)
		p.put(m.th.Warn, text)
	}
}

// nodeEndings reads the termination states of the node's sessions aloud, the most frequent first.
func (m *Model) nodeEndings(c *column, n *incident.Node) {
	if n.Server == nil {
		return
	}
	if len(n.Endings) == 0 {
		p := c.line()
		p.space(1)
		p.put(m.th.Faint, "no session has ended badly")
		return
	}
	var buf [16]byte
	for _, state := range byCount(n.Endings) {
		p := c.line()
		p.right(m.th.Warn, appendCount(buf[:0], int64(n.Endings[state]), 6), 7)
		p.space(1)
		p.left(m.th.Strong, state, 4)
		p.put(m.th.Text, incident.Ending(state))
	}
}

// nodeCost is the node's newest stopwatch.
func (m *Model) nodeCost(c *column, s *incident.Stopwatch) {
	if s == nil {
		return
	}
	p := c.line()
	p.space(1)
	p.put(m.th.Title, "newest fault: ")
	p.put(m.th.Strong, broken(s.Fault.Fault))
	m.costRows(s, c.rest())
}
