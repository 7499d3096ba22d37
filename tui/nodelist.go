package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// nodeList is a page's list of some of the nodes, of which one is chosen.
type nodeList struct {
	of func(*incident.Node) bool // the nodes that are in it
	at string
}

// styled is a line of text below a row.
type styled struct {
	text string
	st   paint.Style
}

// all is the nodes of the list, in the topology's order.
func (l *nodeList) all(m *Model) []*incident.Node {
	var out []*incident.Node
	for i := range m.frame.Nodes {
		if n := &m.frame.Nodes[i]; l.of(n) {
			out = append(out, n)
		}
	}
	return out
}

// nth is the chosen one: what was chosen here, else on the overview, else the first.
func (l *nodeList) nth(m *Model, all []*incident.Node) int {
	id, _ := m.nodes.chosen()
	at := 0
	for i, n := range all {
		switch {
		case n.Name == l.at:
			return i
		case id.Node(&m.frame) == n:
			at = i
		}
	}
	return at
}

func (l *nodeList) subject(m *Model) (ui.NodeID, bool) {
	all := l.all(m)
	if len(all) == 0 {
		return ui.NodeID{}, false
	}
	return ui.NodeID{Name: all[l.nth(m, all)].Name}, true
}

// moveKey is the keys that choose another.
func (l *nodeList) moveKey(m *Model, msg tea.KeyMsg) bool {
	by, ok := m.moveBy(msg, m.pageRows())
	if all := l.all(m); ok && len(all) > 0 {
		l.at = all[max(min(l.nth(m, all)+by, len(all)-1), 0)].Name
	}
	return ok
}

// draw writes the rows that fit, the chosen one with what is more to say of it below. It reports how many lines were
// used.
func (l *nodeList) draw(m *Model, r paint.Rect, all []*incident.Node, row func(*paint.Pen, *incident.Node), more func(*incident.Node) []styled) int {
	nth := l.nth(m, all)
	below := more(all[nth])
	top := max(min(nth+len(below)-r.H+1, nth), 0) // the row itself before what belongs to it
	c := ui.Column{C: &m.c, R: r}
	for i := top; i < len(all) && c.Used < r.H; i++ {
		p := c.Line()
		p.Pick(paint.PageRows, int64(i))
		m.c.Mark(&p, i == nth, m.c.Disputed(all[i]))
		row(&p, all[i])
		if p.Chosen {
			p.Fill()
		}
		if i != nth {
			continue
		}
		for _, text := range below {
			p := c.Line()
			p.Space(ui.MarkCells + 2)
			p.Put(text.st, text.text)
		}
	}
	return c.Used
}

// pickRow chooses a node by its row; clicked again it is opened.
func (l *nodeList) pickRow(m *Model, row int, again bool) tea.Cmd {
	all := l.all(m)
	switch {
	case row >= len(all):
	case again && row == l.nth(m, all):
		return m.do(keys.Open)
	default:
		l.at = all[row].Name
	}
	return nil
}

// nameCells is the width of the names, so that one long one leaves room for the rest.
func nameCells(all []*incident.Node) int {
	name := 8
	for _, n := range all {
		name = max(name, paint.Width(n.Name))
	}
	return min(name, 20)
}
