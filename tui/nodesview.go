package tui

import (
	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// render draws the lines that are in sight.
func (p *nodesPanel) render(m *Model, r paint.Rect) {
	in := r.Inner()
	end := p.end(in.H)
	m.c.Screen.FrameBox(m.c.Theme, r, m.focus == paneNodes, m.nodesTitle(), m.nodesHint(end))
	if len(p.lines) == 0 {
		m.renderUnknown(in)
		return
	}
	for y := range end - p.top {
		line := p.lines[p.top+y]
		if y == 0 && p.top > 0 {
			line = p.head(p.top)
		}
		p.line(m, line, p.top+y, paint.Area(in.X, in.Y+y, in.W, 1))
	}
}

func (p *nodesPanel) line(m *Model, l tableLine, nth int, r paint.Rect) {
	if !p.beside(l) {
		p.row(m, l.left, 2*nth, r)
		return
	}
	half := appCells(p.apps) + 1
	if spare := r.W - half - ui.MarkCells - p.others - 1 - roleFrom - 5; spare > 20 {
		half += min(spare, 60) // for the instances' last errors
	}
	p.row(m, l.left, 2*nth, paint.Area(r.X, r.Y, half, 1))
	p.row(m, l.right, 2*nth+1, paint.Area(r.X+half, r.Y, r.W-half, 1))
}

// beside reports whether a line is one of the two small tables side by side.
func (p *nodesPanel) beside(l tableLine) bool {
	return p.twoUp && (l.left.kind == rowNone || l.left.kind >= rowAppHead)
}

// row writes one row; two to a line are counted.
func (p *nodesPanel) row(m *Model, row nodeRow, nth int, r paint.Rect) {
	pen := m.c.Screen.At(m.c.Theme, r.Y, r)
	name := p.nameCells(row.kind, r.W)
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
		pen.Muted = m.frame.HAProxy == nil || m.c.HAProxyStale() != nil
		m.totalRow(&pen, row, name)
		return
	case rowNone:
		return
	}
	var node *incident.Node
	if row.node >= 0 {
		node = &m.frame.Nodes[row.node]
	}
	pen.Pick(paint.Nodes, int64(nth))
	m.c.Mark(&pen, p.is(row), m.c.Disputed(node))
	switch row.kind {
	case rowServer:
		pen.Muted = m.c.HAProxyStale() != nil
		m.serverRow(&pen, row, node, name)
	case rowFold:
		pen.Muted = m.c.HAProxyStale() != nil
		m.foldRow(&pen, row, name)
	case rowWaiting:
		m.waitingRow(&pen, node, name)
	case rowApp:
		pen.Muted = m.c.Old(node) && m.c.DockerStale()
		m.appRow(&pen, node, name)
	case rowOther:
		pen.Muted = m.c.Old(node)
		m.otherRow(&pen, node, name)
	}
	if pen.Base != (paint.Style{}) {
		pen.Fill()
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

// nodesTitle names the backend where there is one, as HAProxy does.
func (m *Model) nodesTitle() []paint.TitlePart {
	t := []paint.TitlePart{paint.NewPart("nodes", m.c.Theme.Title)}
	if h := m.frame.HAProxy; h != nil && len(h.Servers) > 0 && !ui.ManyBackends(h) {
		name := h.Servers[0].Pxname
		if b := backendOf(h, name); b >= 0 && h.Proxies[b].Algo != "" {
			name += " " + m.c.Theme.Dot + " " + h.Proxies[b].Algo
		}
		t = append(t, paint.NewPart(name, m.c.Theme.Faint))
	}
	if h := m.frame.HAProxy; h != nil {
		if words := m.sieve.Words(m.nodes.shown, len(h.Servers), m.c.Theme.Dot); words != "" {
			t = append(t, paint.NewPart(words, m.c.Theme.Key))
		}
	}
	return t
}

// nodesHint says how many rows there are below the line end, and how old the table is when HAProxy does not answer.
func (m *Model) nodesHint(end int) paint.TitlePart {
	hint := paint.TitlePart{}
	if s := m.c.HAProxyStale(); s != nil {
		hint = paint.NewPart(m.c.Staleness(s), m.c.Theme.Warn)
	} else if m.c.Unread() != "" {
		hint = paint.NewPart(m.c.Unread(), m.c.Theme.Warn)
	}
	n := m.nodes.below(end)
	if n == 0 {
		return hint
	}
	more := paint.NewPart(paint.Count(int64(n))+" more", m.c.Theme.Faint)
	if hint.Text != "" {
		more = paint.NewPart(more.Text+"  "+hint.Text, hint.Style)
	}
	return more
}
