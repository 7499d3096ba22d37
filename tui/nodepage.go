package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/tui/paint"
)

func (p *nodePage) subject(*Model) (rowID, bool) { return p.id, true }

func (p *nodePage) help(k *keyMap) []key.Binding { return k.NodeHelp() }

func (p *nodePage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	switch k := &m.keys; {
	case key.Matches(msg, k.Pick):
		return m.pick(), true
	case key.Matches(msg, k.Larger):
		p.change(m, +1)
		return nil, true
	case key.Matches(msg, k.Smaller):
		p.change(m, -1)
		return nil, true
	}
	by, ok := m.moveBy(msg, m.pageRows())
	if ok {
		p.move(m, by)
	}
	return nil, ok
}

// render is the menu, and under it what is known of the node, as there is room.
func (p *nodePage) render(m *Model, r paint.Rect) {
	hint := m.hintPart(m.keys.Close)
	n := nodeOf(&m.frame, m.node.id)
	if n == nil {
		m.screen.FrameBox(m.th, r, true, []paint.TitlePart{paint.NewPart(m.node.id.String(), m.th.Title), paint.NewPart("is gone", m.th.Warn)}, hint)
		return
	}
	s := m.nodeSign(n)
	m.screen.FrameBox(m.th, r, true, []paint.TitlePart{
		paint.NewPart(n.Name, m.th.Title), paint.NewPart(string(n.Role), m.th.Faint), paint.NewPart(s.Glyph+" "+n.Health.String()+" "+m.since(n.Since), s.Style),
	}, hint)
	c := column{m: m, r: r.Inner()}
	if items := m.menu(&m.frame); len(items) > 0 {
		m.renderMenu(&c, n, items)
		c.blank()
	}
	stopwatch := m.frame.Stopwatch(n.Name)
	if !twoWide(r.W) {
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
	if stopwatch != nil {
		right.used = min(right.used+len(m.cost.lines), right.r.H)
	}
	m.nodeCurves(&right, n)
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
	for _, line := range paint.Wrap(text, c.r.W-2) {
		c.say(m.th.Text, line)
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
		p.Space(1)
		p.Left(m.th.Faint, w.title, costLabel)
		p.Put(st, text)
	}
	m.nodeDisagree(c, t)
}

func (m *Model) nodeDisagree(c *column, t *incident.Truth) {
	for _, text := range t.Disagree {
		p := c.line()
		p.Space(1)
		p.Glyph(m.th.Warn, m.th.Differ, 1)
		p.Space(1)
		p.Put(m.th.Warn, text)
	}
}

// nodeEndings reads the termination states of the node's sessions aloud, the most frequent first.
func (m *Model) nodeEndings(c *column, n *incident.Node) {
	if n.Server == nil {
		return
	}
	if len(n.Endings) == 0 {
		c.say(m.th.Faint, "no session has ended badly")
		return
	}
	var buf [16]byte
	for _, state := range byCount(n.Endings) {
		p := c.line()
		p.Right(m.th.Warn, paint.AppendCount(buf[:0], int64(n.Endings[state]), 6), 7)
		p.Space(1)
		p.Left(m.th.Strong, state, 4)
		p.Put(m.th.Text, incident.Ending(state))
	}
}

// nodeCost is the node's newest stopwatch.
func (m *Model) nodeCost(c *column, s *incident.Stopwatch) {
	if s == nil {
		return
	}
	p := c.line()
	p.Space(1)
	p.Put(m.th.Title, "newest fault: ")
	p.Put(m.th.Strong, broken(s.Fault.Fault))
	m.costRows(s, c.rest())
}
