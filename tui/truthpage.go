package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

func (t *truthPage) subject(*Model) (ui.NodeID, bool) { return t.chosen() }

func (t *truthPage) help(k *keys.Map) []keys.Line { return k.TruthHelp() }

func (t *truthPage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	by, ok := m.moveBy(msg, m.pageRows())
	if ok {
		t.move(by)
	}
	return nil, ok
}

func (t *truthPage) render(m *Model, r paint.Rect) {
	hint := m.c.HintPart(m.c.Keys.Line(keys.Close))
	m.c.Screen.FrameBox(m.c.Theme, r, true, []paint.TitlePart{paint.NewPart("truth", m.c.Theme.Title), paint.NewPart("what everybody says of every node", m.c.Theme.Faint)}, hint)
	in := r.Inner()
	name := m.truthName()
	columns := truthColumns(in.W - ui.MarkCells - signCells - name - 2) // a blank before the border
	p := m.c.Screen.At(m.c.Theme, in.Y, in)
	p.Space(ui.MarkCells + signCells)
	p.Left(m.c.Theme.Faint, "node", name+1)
	for _, c := range columns {
		if c.right {
			p.Right(m.c.Theme.Faint, []byte(c.title), c.w)
		} else {
			p.Left(m.c.Theme.Faint, c.title, c.w)
		}
	}
	m.truthLines(paint.Area(in.X, in.Y+1, in.W, in.H-1), columns, name)
}

// signCells is the room of a node's sign before its name.
const signCells = 2

func (m *Model) truthName() int {
	name := 4
	for i := range m.truth.rows {
		name = max(name, paint.Width(m.truth.rows[i].Node))
	}
	return min(name, 20)
}

// truthLines writes the rows, each with what does not fit together under it, so that the chosen one is
// in sight.
func (m *Model) truthLines(r paint.Rect, columns []*truthColumn, name int) {
	t, line := &m.truth, 0
	top := max(t.last()-r.H+1, 0)
	put := func() (paint.Pen, bool) {
		y := line - top
		line++
		if y < 0 || y >= r.H {
			return paint.Pen{}, false
		}
		return m.c.Screen.At(m.c.Theme, r.Y+y, paint.Area(r.X, r.Y+y, r.W, 1)), true
	}
	for i := range t.rows {
		row := &t.rows[i]
		if p, ok := put(); ok {
			p.Pick(paint.PageRows, int64(i))
			m.truthRow(&p, row, i == min(t.nth, len(t.rows)-1), columns, name)
		}
		for _, text := range row.Disagree {
			if p, ok := put(); ok {
				p.Space(ui.MarkCells + signCells)
				p.Glyph(m.c.Theme.Warn, m.c.Theme.Differ, 1)
				p.Space(1)
				p.Put(m.c.Theme.Warn, text)
			}
		}
	}
}

// last is the line on which the chosen row, with all that belongs to it, ends.
func (t *truthPage) last() int {
	line := -1
	for i := range min(t.nth+1, len(t.rows)) {
		line += 1 + len(t.rows[i].Disagree)
	}
	return line
}

func (m *Model) truthRow(p *paint.Pen, t *incident.Truth, chosen bool, columns []*truthColumn, name int) {
	m.c.Mark(p, chosen, len(t.Disagree) > 0)
	if n := m.frame.Node(t.Node); n != nil {
		sign := m.c.NodeSign(n)
		p.Glyph(sign.Style, sign.Glyph, 1)
	} else {
		p.Space(1)
	}
	p.Space(1)
	p.Left(m.c.NameStyle(p), t.Node, name)
	p.Space(1)
	for _, c := range columns {
		text, st := c.put(m, t)
		if text == "" {
			text, st = "-", m.c.Theme.Faint
		}
		if c.right {
			p.Right(st, []byte(text), c.w)
			continue
		}
		p.Left(st, text, c.w-1)
		p.Space(1)
	}
	if p.Chosen {
		p.Fill()
	}
}
