package node

import (
	"strings"

	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// parts are the rectangles of a node's page. The menu stays at the top and, where there is room, the end of the log at
// the bottom; the body scrolls between them.
type parts struct {
	menu, body, log paint.Rect
	wide            bool // two columns
}

// The rows of the node's log under its title: the least where it has a place of its own, the most where it has none.
const (
	leastLog = 3
	mostLog  = 6
)

// partsOf lays out a page that has the area r, with a menu of that many lines.
func partsOf(r paint.Rect, items int) parts {
	in := r.Under()
	l := parts{menu: in, body: in, log: in, wide: ui.TwoWide(r.W)}
	l.menu.H = menuRows(in.H, items)
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

// body holds the sections of a node's page: one column, or two and what stands under both.
type body struct {
	parts
	page               *Page
	left, right, under ui.Stack
}

// body makes the sections, always in the same order.
func (p *Page) body(c *ui.Context, n *incident.Node, l parts) body {
	b := body{parts: l, page: p}
	if l.body.H >= 12 {
		b.left.Gap, b.right.Gap, b.under.Gap = 1, 1, 1
	}
	newest := c.Frame.Stopwatch(n.Name)
	if b.wide {
		left, right := b.halves()
		b.left.Add(sources(c, n), checks(c, n, left.W), endings(c, n), faults(c, n, left.W))
		b.right.Add(p.newestFault(c, newest, right.W))
		b.right.Add(p.charts(c, n, right.W, l.body.H-b.right.Height()-b.right.Gap))
	} else {
		w := l.body.W
		b.left.Add(sourcesInBrief(c, n, w), checks(c, n, w), endings(c, n), p.newestFault(c, newest, w), faults(c, n, w))
	}
	if b.log.H == 0 {
		b.under.Add(p.logLines(c, mostLog))
	}
	if !b.wide {
		b.under.Add(p.charts(c, n, l.body.W, 0))
	}
	return b
}

func (b *body) halves() (left, right paint.Rect) {
	left, right = b.body, b.body
	left.W = b.body.W / 2
	right.X, right.W = b.body.X+left.W, b.body.W-left.W
	return left, right
}

// columns is the height of the columns, with the blank row under them.
func (b *body) columns() int {
	h := max(b.left.Height(), b.right.Height())
	if h > 0 && b.under.Height() > 0 {
		h += b.left.Gap
	}
	return h
}

// over is how many rows do not fit, and so how far the body can be scrolled.
func (b *body) over() int { return max(b.columns()+b.under.Height()-b.body.H, 0) }

func (b *body) draw(c *ui.Context, top int) {
	left, right := b.halves()
	if !b.wide {
		left = b.body
	}
	b.left.Draw(c, left, top)
	b.right.Draw(c, right, top)
	b.under.Draw(c, b.body, top-b.columns())
	if b.log.H > 0 {
		log := b.page.logLines(c, b.log.H-1)
		log.Ruled = true
		(&ui.Stack{Parts: []ui.Section{log}}).Draw(c, b.log, 0)
	}
}

// titled is the title of a section, and the remark beside it.
func titled(c *ui.Context, text string, beside ...string) []paint.TitlePart {
	out := []paint.TitlePart{paint.NewPart(text, c.Theme.Title)}
	for _, b := range beside {
		if b != "" {
			out = append(out, paint.NewPart(b, c.Theme.Faint))
		}
	}
	return out
}

// fact is a text under its label.
type fact struct {
	label, text string
	style       paint.Style
}

// mostLines is the largest number of rows of a fact.
const mostLines = 3

// list is a section of facts in w cells: a long fact continues in the next row.
func list(c *ui.Context, title []paint.TitlePart, w int, all []fact) ui.Section {
	var rows []fact
	for _, is := range all {
		lines := paint.Wrap(is.text, w-ui.LabelCells-2)
		for i := range min(len(lines), mostLines) {
			if i == mostLines-1 {
				lines[i] = strings.Join(lines[i:], " ") // the pen shows that it is cut
			}
			rows = append(rows, fact{is.label, lines[i], is.style})
			is.label = ""
		}
	}
	return ui.Section{Title: title, Rows: len(rows), Row: func(p *paint.Pen, y int) {
		p.Space(1)
		p.Left(c.Theme.Faint, rows[y].label, ui.LabelCells)
		p.Put(rows[y].style, rows[y].text)
	}}
}
