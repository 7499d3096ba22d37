package tui

import (
	"hadash/incident"
)

func (m *Model) renderTruthPage(r rect) {
	hint := m.keys.Close.Help().Key + " " + m.keys.Close.Help().Desc
	m.screen.frameBox(m.th, r, true, []titlePart{{"truth", m.th.Title}, {"what everybody says of every node", m.th.Faint}}, titlePart{hint, m.th.Faint})
	in := r.inner()
	name := m.truthName()
	columns := truthColumns(in.w - markCells - name - 2) // a blank before the border
	p := m.screen.at(m.th, in.y, in)
	p.space(markCells)
	p.left(m.th.Faint, "node", name+1)
	for _, c := range columns {
		if c.right {
			p.right(m.th.Faint, []byte(c.title), c.w)
		} else {
			p.left(m.th.Faint, c.title, c.w)
		}
	}
	m.truthLines(rect{in.x, in.y + 1, in.w, in.h - 1}, columns, name)
}

func (m *Model) truthName() int {
	name := 4
	for i := range m.truth.rows {
		name = max(name, width(m.truth.rows[i].Node))
	}
	return min(name, 20)
}

// truthLines writes the rows, each with what does not fit together under it, so that the chosen one is
// in sight.
func (m *Model) truthLines(r rect, columns []*truthColumn, name int) {
	t, line := &m.truth, 0
	top := max(t.last()-r.h+1, 0)
	put := func() (pen, bool) {
		y := line - top
		line++
		if y < 0 || y >= r.h {
			return pen{}, false
		}
		return m.screen.at(m.th, r.y+y, rect{r.x, r.y + y, r.w, 1}), true
	}
	for i := range t.rows {
		row := &t.rows[i]
		if p, ok := put(); ok {
			m.truthRow(&p, row, i == min(t.nth, len(t.rows)-1), columns, name)
		}
		for _, text := range row.Disagree {
			if p, ok := put(); ok {
				p.space(markCells + 2)
				p.glyph(m.th.Warn, m.th.Differ, 1)
				p.space(1)
				p.put(m.th.Warn, text)
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

func (m *Model) truthRow(p *pen, t *incident.Truth, chosen bool, columns []*truthColumn, name int) {
	m.mark(p, chosen, len(t.Disagree) > 0)
	p.left(m.nameStyle(p), t.Node, name)
	p.space(1)
	for _, c := range columns {
		text, st := c.put(m, t)
		if text == "" {
			text, st = "-", m.th.Faint
		}
		if c.right {
			p.right(st, []byte(text), c.w)
			continue
		}
		p.left(st, text, c.w-1)
		p.space(1)
	}
	if p.chosen {
		p.fill()
	}
}
