package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/chart"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

func (p *nodePage) subject(*Model) (ui.NodeID, bool) { return p.id, true }

func (p *nodePage) help(k *keys.Map) []keys.Line { return k.NodeHelp() }

func (p *nodePage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case m.c.Keys.Is(msg, keys.Pick):
		return m.pick(), true
	case m.c.Keys.Is(msg, keys.Larger):
		p.change(m, +1)
		return nil, true
	case m.c.Keys.Is(msg, keys.Smaller):
		p.change(m, -1)
		return nil, true
	case m.c.Keys.Is(msg, keys.PageDown):
		p.scroll(m, +p.step(m))
		return nil, true
	case m.c.Keys.Is(msg, keys.PageUp):
		p.scroll(m, -p.step(m))
		return nil, true
	}
	by, ok := m.moveBy(msg, p.step(m))
	switch {
	case !ok:
		if a := m.c.Keys.Which(msg, chart.Takes...); a != keys.None {
			return m.perform(m.board.Do(&m.c, a)), true
		}
		return nil, false
	case m.o.Hands == nil: // there is no menu to move in
		p.scroll(m, by)
	default:
		p.move(m, by)
	}
	return nil, true
}

// step is how far a page goes: what was on its last row is then on the first.
func (p *nodePage) step(m *Model) int { return max(m.nodeParts().body.H-1, 1) }

// scroll shows what is further down (+) or up of what is known of the node.
func (p *nodePage) scroll(m *Model, by int) {
	if n := p.id.Node(&m.frame); n != nil {
		b := m.nodeBody(n)
		p.top = max(min(p.top+by, b.over()), 0)
	}
}

// wheel scrolls what is under the pointer: the menu, or what is known of the node.
func (p *nodePage) wheel(m *Model, by, y int) {
	if menu := m.nodeParts().menu; y < menu.Y+menu.H {
		p.move(m, by)
		return
	}
	p.scroll(m, by)
}

// render is the menu, what is known of the node from where it is scrolled to, and the end of its log.
func (p *nodePage) render(m *Model, r paint.Rect) {
	n := p.id.Node(&m.frame)
	if n == nil {
		m.c.Screen.FrameBox(m.c.Theme, r, true, []paint.TitlePart{paint.NewPart(p.id.String(), m.c.Theme.Title), paint.NewPart("is gone", m.c.Theme.Warn)},
			m.c.HintPart(m.c.Keys.Line(keys.Close)))
		return
	}
	b := m.nodeBody(n)
	top := min(p.top, b.over())
	s := m.c.NodeSign(n)
	m.c.Screen.FrameBox(m.c.Theme, r, true, []paint.TitlePart{
		paint.NewPart(n.Name, m.c.Theme.Title), paint.NewPart(string(n.Role), m.c.Theme.Faint), paint.NewPart(s.Glyph+" "+n.State()+" "+m.stateAge(n), s.Style),
	}, m.moreHint(b.over()-top, top))
	if items := m.menu(&m.frame); len(items) > 0 {
		m.renderMenu(&ui.Column{C: &m.c, R: b.menu}, n, items)
	}
	b.draw(m, top)
}

// moreHint is the keys on the page's border: how to see the rows that are further down, else those above, and how to
// leave.
func (m *Model) moreHint(below, above int) paint.TitlePart {
	hint, k, n, word := m.c.HintPart(m.c.Keys.Line(keys.Close)), keys.PageDown, below, "more"
	if below == 0 {
		k, n, word = keys.PageUp, above, "above"
	}
	if n == 0 {
		return hint
	}
	text := m.c.Keys.Key(k) + " " + paint.Count(int64(n)) + " " + word
	at := paint.Width(text) + 2
	hint.Acts[0].From, hint.Acts[0].To = at, at+hint.Acts[0].To
	hint.Acts = append(hint.Acts, paint.Link{To: at - 2, Action: k.Name()})
	hint.Text = text + "  " + hint.Text
	if m.w < 80 { // the node's state needs the room
		hint.Text, hint.Acts = text, hint.Acts[1:]
	}
	return hint
}
