package tui

import (
	"sort"

	"hadash/record"
	"hadash/tui/paint"
)

// logsPanel shows the merged logs, the newest at the bottom.
type logsPanel struct {
	ring   ring
	filter lineFilter
	seen   []int64 // numbers of the lines that pass the filter, oldest first
	follow bool
	held   bool  // the whole screen is frozen
	bottom int64 // number of the line at the bottom while not following
	left   int   // cells scrolled to the right
	node   int   // cells of the longest node name met
	hidden int   // lines that the notable filter leaves out, among those kept
}

func newLogsPanel() logsPanel { return logsPanel{follow: true} }

func (p *logsPanel) add(lines []*record.Line) {
	for _, l := range lines {
		if len(p.ring.lines) == keptLines {
			p.forget()
		}
		p.ring.add(l)
		p.meet(p.ring.next - 1)
	}
	first := p.ring.first()
	gone := sort.Search(len(p.seen), func(i int) bool { return p.seen[i] >= first })
	p.seen = p.seen[gone:]
}

// forgetAll drops every line kept, and follows again.
func (p *logsPanel) forgetAll() {
	p.ring, p.seen, p.hidden, p.follow = ring{}, nil, 0, true
}

// forget takes the oldest line out of the count of hidden ones, before it is overwritten.
func (p *logsPanel) forget() {
	if p.ring.at(p.ring.first()).Quiet() {
		p.hidden--
	}
}

func (p *logsPanel) meet(n int64) {
	l := p.ring.at(n)
	p.node = max(p.node, min(paint.Width(l.Node), 14))
	if l.Quiet() {
		p.hidden++
	}
	if p.filter.pass(l) {
		p.seen = append(p.seen, n)
	}
}

// again applies the filter to every line kept.
func (p *logsPanel) again() {
	p.seen, p.hidden = nil, 0
	for n := p.ring.first(); n < p.ring.next; n++ {
		p.meet(n)
	}
}

func (p *logsPanel) setFilter(text string) {
	if text == "" && p.filter.text == "" {
		return
	}
	p.filter.set(text)
	p.again()
}

func (p *logsPanel) toggleAll() {
	p.filter.all = !p.filter.all
	p.again()
}

func (p *logsPanel) toggleFollow() {
	p.follow = !p.follow
	p.bottom = p.ring.next - 1
}

// hold keeps the lines on the screen while the whole screen is frozen.
func (p *logsPanel) hold(on bool) {
	p.held = on
	if on && p.follow {
		p.bottom = p.ring.next - 1
	}
}

// catchUp keeps the place of a panel that does not follow among the lines still kept.
func (p *logsPanel) catchUp() { p.bottom = max(p.bottom, p.ring.first()) }

// end is one past the index in seen of the line on the last row.
func (p *logsPanel) end() int {
	if p.follow && !p.held {
		return len(p.seen)
	}
	return sort.Search(len(p.seen), func(i int) bool { return p.seen[i] > p.bottom })
}

// scroll moves the view; past the newest line it follows again.
func (p *logsPanel) scroll(by, h int) {
	to := max(p.end()+by, min(h, len(p.seen)))
	if to >= len(p.seen) {
		p.follow = true
		p.bottom = p.ring.next - 1
		return
	}
	p.follow = false
	p.bottom = p.seen[to-1]
}

func (p *logsPanel) shift(by int) { p.left = max(p.left+by, 0) }
