package node

import (
	"strings"

	"hadash/incident"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// parts are the rectangles of a node's page. The menu stays: at the top where the node is in trouble, folded to one line
// unless all of it is to be shown, else at the bottom. Where there is room, the end of the log stays under the body, which
// scrolls.
type parts struct {
	menu, body, log paint.Rect
	troubled        bool
	folded          bool
	wide            bool // two columns
}

// The rows of the node's log under its title: the least where it has a place of its own, the most where it has none.
const (
	leastLog = 3
	mostLog  = 6
)

// parts lays out the page in the area r, with a menu of that many lines.
func (p *Page) parts(c *ui.Context, r paint.Rect, items int) parts {
	in := r.Under()
	l := parts{menu: in, body: in, log: in, wide: ui.TwoWide(r.W), troubled: troubled(c, p.id.Node(c.Frame))}
	l.menu.H = menuRows(in.H, items, p.all)
	if l.folded = l.troubled && !p.all && items > 0; l.folded {
		l.menu.H = 1 + detailRows(in.H)
	}
	taken := l.menu.H
	if taken > 0 && in.H >= 24 && !l.folded {
		taken++ // a blank row
	}
	l.body.H, l.log.H = max(in.H-taken, 0), 0
	if l.troubled {
		l.body.Y += taken
	} else {
		l.menu.Y += in.H - l.menu.H
	}
	if l.troubled && l.body.H >= 14 || l.body.H >= 24 {
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

// body makes the sections in the order of the moment: of a node in trouble first what its fault costs, and who says what.
func (p *Page) body(c *ui.Context, n *incident.Node, l parts) body {
	b := body{parts: l, page: p}
	if l.body.H >= 12 {
		b.left.Gap, b.right.Gap, b.under.Gap = 1, 1, 1
	}
	newest := c.Frame.Stopwatch(n.Name)
	left, right := b.halves()
	switch w := l.body.W; {
	case l.wide && l.troubled:
		b.left.Add(p.newestFault(c, newest, left.W), task(c, n, left.W), process(c, n, left.W), probed(c, n, left.W), checks(c, n, left.W), answers(c, n, left.W), endings(c, n), faults(c, n, left.W))
		b.right.Add(sources(c, n))
	case l.wide:
		b.left.Add(sources(c, n), task(c, n, left.W), process(c, n, left.W), probed(c, n, left.W), checks(c, n, left.W), answers(c, n, left.W), endings(c, n), faults(c, n, left.W))
		b.right.Add(p.newestFault(c, newest, right.W))
	case l.troubled:
		b.left.Add(p.newestFault(c, newest, w), sourcesInBrief(c, n, w))
		b.under.Add(p.charts(c, n, w, 0))
		b.addLog(c)
		b.under.Add(task(c, n, w), process(c, n, w), probed(c, n, w), checks(c, n, w), answers(c, n, w), endings(c, n), faults(c, n, w))
	default:
		b.left.Add(sourcesInBrief(c, n, w), task(c, n, w), process(c, n, w), probed(c, n, w), checks(c, n, w), answers(c, n, w), endings(c, n), p.newestFault(c, newest, w), faults(c, n, w))
		b.addLog(c)
		b.under.Add(p.charts(c, n, w, 0))
	}
	if l.wide {
		b.right.Add(p.charts(c, n, right.W, l.body.H-b.right.Height()-b.right.Gap))
		b.addLog(c)
	}
	return b
}

// addLog adds the log if it has no place of its own.
func (b *body) addLog(c *ui.Context) {
	if b.log.H == 0 {
		b.under.Add(b.page.logLines(c, mostLog))
	}
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
