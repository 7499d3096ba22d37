package tui

import (
	"strings"

	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// nodeParts is where the parts of a node's page are. The menu stands still above, and where there is room the end of
// the log below; what is known of the node scrolls between them.
type nodeParts struct {
	menu, body, log paint.Rect
	wide            bool // two columns
}

// The rows of the node's log under its title: at least so many where it has a place of its own, at most where it has none.
const (
	leastLog = 3
	mostLog  = 6
)

func (m *Model) nodeParts() nodeParts {
	in := m.layout.page.Inner()
	l := nodeParts{menu: in, body: in, log: in, wide: ui.TwoWide(m.w)}
	l.menu.H = m.menuRows(in.H)
	above := l.menu.H
	if above > 0 && in.H >= 24 {
		above++ // a blank row
	}
	l.body.Y, l.body.H = in.Y+above, max(in.H-above, 0)
	l.log.H = 0
	if l.body.H >= 14 {
		l.log.H = 1 + max(l.body.H/5, leastLog)
		l.body.H -= l.log.H
		l.log.Y = l.body.Y + l.body.H
	}
	return l
}

// nodeBody is what is known of a node: one column, or two and what stands under both.
type nodeBody struct {
	nodeParts
	left, right, under ui.Stack
}

// nodeBody gathers it, in an order that is always the same.
func (m *Model) nodeBody(n *incident.Node) nodeBody {
	b := nodeBody{nodeParts: m.nodeParts()}
	if b.body.H >= 12 {
		b.left.Gap, b.right.Gap, b.under.Gap = 1, 1, 1
	}
	watch := m.frame.Stopwatch(n.Name)
	if b.wide {
		left, right := b.halves()
		b.left.Add(m.nodeTruth(n), m.nodeChecks(n, left.W), m.nodeEndings(n), m.nodeFaults(n, left.W))
		b.right.Add(m.nodeCost(watch, right.W))
		b.right.Add(m.nodeCurves(n, right.W, b.body.H-b.right.Height()-b.right.Gap))
	} else {
		b.left.Add(m.nodeWords(n, b.body.W), m.nodeChecks(n, b.body.W), m.nodeEndings(n), m.nodeCost(watch, b.body.W), m.nodeFaults(n, b.body.W))
	}
	if b.log.H == 0 {
		b.under.Add(m.nodeLog(mostLog))
	}
	if !b.wide {
		b.under.Add(m.nodeCurves(n, b.body.W, 0))
	}
	return b
}

func (b *nodeBody) halves() (left, right paint.Rect) {
	left, right = b.body, b.body
	left.W = b.body.W / 2
	right.X, right.W = b.body.X+left.W, b.body.W-left.W
	return left, right
}

// columns is how high the columns are, with the blank row to what stands under them.
func (b *nodeBody) columns() int {
	h := max(b.left.Height(), b.right.Height())
	if h > 0 && b.under.Height() > 0 {
		h += b.left.Gap
	}
	return h
}

// over is how many rows do not fit, and so how far the body can be scrolled.
func (b *nodeBody) over() int { return max(b.columns()+b.under.Height()-b.body.H, 0) }

func (b *nodeBody) draw(m *Model, top int) {
	left, right := b.halves()
	if !b.wide {
		left = b.body
	}
	b.left.Draw(&m.c, left, top)
	b.right.Draw(&m.c, right, top)
	b.under.Draw(&m.c, b.body, top-b.columns())
	if b.log.H > 0 {
		log := m.nodeLog(b.log.H - 1)
		log.Ruled = true
		(&ui.Stack{Parts: []ui.Section{log}}).Draw(&m.c, b.log, 0)
	}
}

// titled is the title of a section, and what is said beside it.
func (m *Model) titled(text string, beside ...string) []paint.TitlePart {
	out := []paint.TitlePart{paint.NewPart(text, m.c.Theme.Title)}
	for _, b := range beside {
		if b != "" {
			out = append(out, paint.NewPart(b, m.c.Theme.Faint))
		}
	}
	return out
}

// saying is what something is called, and what is said of it.
type saying struct {
	label, text string
	style       paint.Style
}

// mostLines is how many rows a saying may take.
const mostLines = 3

// list is a section of sayings in w cells: what is too long for one goes on in the next.
func (m *Model) list(title []paint.TitlePart, w int, all []saying) ui.Section {
	var rows []saying
	for _, is := range all {
		lines := paint.Wrap(is.text, w-ui.LabelCells-2)
		for i := range min(len(lines), mostLines) {
			if i == mostLines-1 {
				lines[i] = strings.Join(lines[i:], " ") // the pen shows that it is cut
			}
			rows = append(rows, saying{is.label, lines[i], is.style})
			is.label = ""
		}
	}
	return ui.Section{Title: title, Rows: len(rows), Row: func(p *paint.Pen, y int) {
		p.Space(1)
		p.Left(m.c.Theme.Faint, rows[y].label, ui.LabelCells)
		p.Put(rows[y].style, rows[y].text)
	}}
}
