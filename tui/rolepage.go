package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// rolePage is a page of the nodes of some roles, one of which is chosen.
type rolePage struct {
	roles []record.Role
	at    string // name of the chosen node
	nth   int    // of it, for when it is gone
}

// nodes are the page's nodes, role by role.
func (r *rolePage) nodes(f *incident.Frame) []*incident.Node {
	var out []*incident.Node
	for _, role := range r.roles {
		out = append(out, nodesOf(f, role)...)
	}
	return out
}

// chosen is the place of the chosen node among them; -1 when there is none.
func (r *rolePage) chosen(nodes []*incident.Node) int {
	for i, n := range nodes {
		if n.Name == r.at {
			return i
		}
	}
	return min(r.nth, len(nodes)-1)
}

func (r *rolePage) subject(m *Model) (rowID, bool) {
	nodes := r.nodes(&m.frame)
	if i := r.chosen(nodes); i >= 0 {
		return rowID{name: nodes[i].Name}, true
	}
	return rowID{}, false
}

func (*rolePage) help(k *keyMap) []key.Binding {
	return []key.Binding{k.Close, k.Open, both(k.Down, "move", k.Up), k.Zoom, k.Stop, k.Start, k.Kill, k.Pause, k.Cut, k.HealAll, k.Freeze}
}

func (r *rolePage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	if cmd, ok := m.charts.key(m, msg); ok {
		return cmd, true
	}
	by, ok := m.moveBy(msg, m.pageRows())
	if !ok {
		return nil, false
	}
	nodes := r.nodes(&m.frame)
	if len(nodes) > 0 {
		r.nth = max(min(r.chosen(nodes)+by, len(nodes)-1), 0)
		r.at = nodes[r.nth].Name
	}
	return nil, true
}

// box draws the page's border.
func (r *rolePage) box(m *Model, at paint.Rect, title, says string, st paint.Style) {
	m.screen.FrameBox(m.th, at, true, []paint.TitlePart{paint.NewPart(title, m.th.Title), paint.NewPart(says, st)}, m.hintPart(m.keys.Close))
}

// columnOf is a column of such a page's table.
type columnOf struct {
	title string
	w     int
	right bool
	put   func(m *Model, n *incident.Node) (string, paint.Style)
}

// table writes the heads and a line for each node, and gives the chosen one. Columns that do not fit are left out, the
// last ones first.
func (r *rolePage) table(m *Model, c *column, columns []columnOf) *incident.Node {
	nodes := r.nodes(&m.frame)
	name, room := 8, 0
	for _, n := range nodes {
		name = max(name, min(paint.Width(n.Name), 20))
	}
	room = c.r.W - markCells - name - 1
	shown := 0
	for shown < len(columns) && columns[shown].w <= room {
		room -= columns[shown].w
		shown++
	}
	p := c.line()
	p.Space(markCells)
	p.Left(m.th.Faint, "node", name+1)
	for _, col := range columns[:shown] {
		put(&p, col, col.title, m.th.Faint)
	}
	at := r.chosen(nodes)
	for i, n := range nodes {
		p := c.line()
		p.Muted = m.old(n)
		p.Pick(paint.PageRows, int64(i))
		m.mark(&p, i == at, m.truth.disputed(n))
		p.Left(m.nameStyle(&p), n.Name, name)
		p.Space(1)
		for _, col := range columns[:shown] {
			text, st := col.put(m, n)
			if text == "" {
				text, st = "-", m.th.Faint
			}
			put(&p, col, text, st)
		}
		if p.Chosen {
			p.Fill()
		}
	}
	if at < 0 {
		p := c.line()
		p.Space(1)
		p.Put(m.th.Faint, "no such node is known")
		return nil
	}
	return nodes[at]
}

func put(p *paint.Pen, col columnOf, text string, st paint.Style) {
	if col.right {
		p.Right(st, []byte(text), col.w)
		return
	}
	p.Left(st, text, col.w-1)
	p.Space(1)
}

// stateColumn is the health of a node, in a glyph and a word.
func stateColumn() columnOf {
	return columnOf{"state", 12, false, func(m *Model, n *incident.Node) (string, paint.Style) {
		s := m.nodeSign(n)
		return s.Glyph + " " + n.Health.String(), s.Style
	}}
}

// pickRow chooses a node; clicked again it is opened.
func (r *rolePage) pickRow(m *Model, row int, again bool) tea.Cmd {
	nodes := r.nodes(&m.frame)
	if again && row == r.chosen(nodes) {
		return m.do("open")
	}
	if row < len(nodes) {
		r.nth, r.at = row, nodes[row].Name
	}
	return nil
}
