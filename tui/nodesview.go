package tui

import (
	"hadash/incident"
	"hadash/record"
)

// render draws the lines that are in sight.
func (p *nodesPanel) render(m *Model, r rect) {
	m.screen.frameBox(m.th, r, m.focus == paneNodes, m.nodesTitle(), m.nodesHint())
	in := r.inner()
	if len(p.lines) == 0 {
		m.renderUnknown(in)
		return
	}
	for y := range min(in.h, len(p.lines)-p.top) {
		line := p.lines[p.top+y]
		if y == 0 && p.top > 0 {
			line = p.head(p.top)
		}
		p.line(m, line, rect{in.x, in.y + y, in.w, 1})
	}
}

func (p *nodesPanel) line(m *Model, l tableLine, r rect) {
	if !p.beside(l) {
		p.row(m, l.left, r)
		return
	}
	half := appCells(p.apps) + 1
	if spare := r.w - half - markCells - p.others - 1 - roleFrom; spare > 20 {
		half += min(spare, 60) // for the instances' last errors
	}
	p.row(m, l.left, rect{r.x, r.y, half, 1})
	p.row(m, l.right, rect{r.x + half, r.y, r.w - half, 1})
}

// beside reports whether a line is one of the two small tables side by side.
func (p *nodesPanel) beside(l tableLine) bool {
	return p.twoUp && (l.left.kind == rowNone || l.left.kind >= rowAppHead)
}

func (p *nodesPanel) row(m *Model, row nodeRow, r rect) {
	pen := m.screen.at(m.th, r.y, r)
	name := p.nameCells(row.kind, r.w)
	switch row.kind {
	case rowServerHead:
		m.serverHead(&pen, name)
		return
	case rowAppHead:
		appHead(&pen, name)
		return
	case rowOtherHead:
		otherHead(&pen, name)
		return
	case rowBackend:
		m.backendLabel(&pen, row)
		return
	case rowTotal:
		pen.muted = m.frame.HAProxy == nil || m.haproxyStale() != nil
		m.totalRow(&pen, row, name)
		return
	case rowNone:
		return
	}
	var node *incident.Node
	if row.node >= 0 {
		node = &m.frame.Nodes[row.node]
	}
	m.mark(&pen, p.is(row), m.truth.disputed(node))
	switch row.kind {
	case rowServer:
		pen.muted = m.haproxyStale() != nil
		m.serverRow(&pen, row, node, name)
	case rowWaiting:
		m.waitingRow(&pen, node, name)
	case rowApp:
		pen.muted = m.old(node) && m.dockerStale()
		m.appRow(&pen, node, name)
	case rowOther:
		pen.muted = m.old(node)
		m.otherRow(&pen, node, name)
	}
	if pen.base != (style{}) {
		pen.fill()
	}
}

// nameCells is how wide the first column is: the same in tables above each other.
func (p *nodesPanel) nameCells(kind rowKind, w int) int {
	most := 14
	switch {
	case w >= 150:
		most = 32
	case w < 60:
		most = 12
	}
	name := max(p.name, p.apps, p.others)
	if p.twoUp {
		switch {
		case kind >= rowOtherHead:
			name = p.others
		case kind >= rowAppHead:
			name = p.apps
		default:
			name = p.name
		}
	}
	return min(name, most)
}

// mark begins a row that can be chosen. Where those who know of a node do not agree it says so.
func (m *Model) mark(p *pen, chosen, disputed bool) {
	if chosen {
		p.base, p.chosen = m.th.Chosen, true
	}
	if disputed {
		p.glyph(m.th.Warn, m.th.Differ, 1)
	} else {
		p.space(1)
	}
	if chosen {
		p.glyph(m.th.Mark, m.th.glyphs.Mark, 1)
	} else {
		p.space(1)
	}
	p.space(1)
}

// nameStyle makes the chosen row's name stand out where there is no background to do it.
func (m *Model) nameStyle(p *pen) style {
	if p.chosen {
		return m.th.Strong
	}
	return m.th.Text
}

// nodesTitle names the backend where there is one, as HAProxy does.
func (m *Model) nodesTitle() []titlePart {
	t := []titlePart{{"nodes", m.th.Title}}
	if h := m.frame.HAProxy; h != nil && len(h.Servers) > 0 && !manyBackends(h) {
		name := h.Servers[0].Pxname
		if b := backendOf(h, name); b >= 0 && h.Proxies[b].Algo != "" {
			name += " " + m.th.Dot + " " + h.Proxies[b].Algo
		}
		t = append(t, titlePart{name, m.th.Faint})
	}
	return t
}

// nodesHint says how old the table is when HAProxy does not answer.
func (m *Model) nodesHint() titlePart {
	s := m.haproxyStale()
	if s == nil {
		return titlePart{}
	}
	return titlePart{m.staleness(s), m.th.Warn}
}

// haproxyStale is HAProxy's feed when it is silent, nil while it answers.
func (m *Model) haproxyStale() *incident.Source {
	for i := range m.frame.Sources {
		if s := &m.frame.Sources[i]; s.Name == record.SourceHAProxy && s.Stale() {
			return s
		}
	}
	return nil
}
