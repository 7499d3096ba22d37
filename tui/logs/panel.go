// Package logs is the pane of the merged logs: it keeps, filters and draws the lines.
package logs

import (
	"slices"
	"sort"
	"time"

	"hadash/record"
	"hadash/tui/paint"
)

// Panel shows the logs of all containers in one, the newest line at the bottom.
type Panel struct {
	ring   ring
	names  names
	seen   []int64       // numbers of the lines that pass the filters, oldest first
	node   int           // cells of the longest node name
	slow   time.Duration // a request that took this long is notable
	hidden int           // quiet lines among those kept
	gone   int64         // lines forgotten because there are newer ones

	least Weight     // of the lines that are seen
	keep  *Pattern   // only lines that match; nil = all
	who   *NodeNames // only lines that concern it; nil = all

	place
	held      bool      // the whole screen is frozen
	left      int       // cells scrolled to the right
	raw       bool      // JSON is shown as it was written
	rows      int       // lines that fit on the panel
	find      finding   // what is searched for
	event     moment    // the event around which lines are looked at
	filtering filtering // which lines have been judged

	concern concern
	filled  []int64 // of the last drawing
	spare   []int64 // numbers of the newest quiet lines, which fill rows that would be empty
	edge    int64   // number of the newest line when the screen was frozen

	batch, tail []Line // of Add, kept for the next
}

// mostNode is the most cells of a node's name.
const mostNode = 14

// verySlow is how long a request takes that is notable at any rate.
const verySlow = time.Second

// Usually sets how long requests usually take at most: one that takes five times as long is notable.
func (p *Panel) Usually(p95 time.Duration) {
	if p.slow = verySlow; p95 > 0 {
		p.slow = min(p.slow, 5*p95)
	}
}

// place is a position in the lines.
type place struct {
	follow bool
	bottom int64 // number of the line at the bottom while not following
	at     int64 // number of the line that is marked, -1 for none
}

// New makes a panel without lines that shows the notable ones.
func New() Panel {
	start := place{follow: true, at: -1}
	return Panel{names: names{}, least: Notable, slow: verySlow, place: start, find: finding{origin: start}, rows: 1}
}

// Fit sets how many lines the panel has room for. No row stays empty that a line could fill.
func (p *Panel) Fit(rows int) {
	p.rows = max(rows, 1)
	if most := min(p.rows, len(p.seen)); !p.follow && !p.Filtering() && p.end() < most {
		p.stop(most)
	}
}

// Lines is how many lines pass the filters, as far as they are judged, and Kept how many there are.
func (p *Panel) Lines() int { return len(p.seen) }
func (p *Panel) Kept() int  { return int(p.ring.next - p.ring.first) }

// Hidden is the number of kept lines that only Quiet shows.
func (p *Panel) Hidden() int { return p.hidden }

// Gone is how many lines were forgotten because there are newer ones.
func (p *Panel) Gone() int64 { return p.gone }

// Line is the nth of those that pass the filters.
func (p *Panel) Line(n int) *Line { return p.ring.at(p.seen[n]) }

// Reset drops every line kept, and follows again; filters and the search stay.
func (p *Panel) Reset() {
	p.ring, p.seen, p.hidden, p.gone = ring{}, nil, 0, 0
	p.place = place{follow: true, at: -1}
	p.event, p.filtering = moment{}, filtering{}
	p.find.hits, p.find.origin, p.find.seeks = nil, p.place, false
	p.concern.seen, p.spare = nil, nil
}

// Add takes in the lines of containers. Lines are sorted by time; one that comes very late, or
// later than the held lines on the screen, comes after them.
func (p *Panel) Add(lines []*record.Line) {
	if len(lines) == 0 {
		return
	}
	p.batch = p.batch[:0]
	for _, l := range lines {
		k := p.names.keep(l)
		if r := l.Request; r != nil && !r.Failed && k.Weight == Notable && r.Took < p.slow {
			k.Weight = Quiet
		}
		p.batch = append(p.batch, k)
	}
	p.merge()
	clear(p.batch)
	p.batch = p.batch[:0]
	if cap(p.batch) > 4*late {
		p.batch = nil
	}
	first := p.ring.first
	p.seen = from(p.seen, first)
	p.find.hits = from(p.find.hits, first)
	p.concern.seen = from(p.concern.seen, first)
	p.spare = from(p.spare, first)
	if n := len(p.spare) - mostSpare; n > mostSpare && !p.held {
		p.spare = slices.Delete(p.spare, 0, n)
	}
}

// mostSpare is how many rows quiet lines can fill.
const mostSpare = 100

// put adds a line at the end.
func (p *Panel) put(l Line) {
	for p.ring.full() {
		if p.ring.at(p.ring.first).Weight == Quiet {
			p.hidden--
		}
		p.ring.drop()
		p.gone++
	}
	p.ring.add(l)
	n := p.ring.next - 1
	p.pair(n)
	p.concern.meet(n, p.ring.at(n))
	p.node = max(p.node, min(paint.Width(l.Node), mostNode))
	if l.Weight == Quiet {
		p.hidden++
		if !l.common {
			p.spare = append(p.spare, n)
		}
	}
	if p.filtering.hi == n {
		p.judgeNext()
	}
}

// from leaves out the numbers below first. What is left is copied down now and then, or the array would grow
// for ever.
func from(all []int64, first int64) []int64 {
	n := sort.Search(len(all), func(i int) bool { return all[i] >= first })
	return all[n:]
}

// index is how many of the lines that pass come before number n.
func (p *Panel) index(n int64) int {
	return sort.Search(len(p.seen), func(i int) bool { return p.seen[i] >= n })
}

// moment is an event of the timeline.
type moment struct {
	on   bool
	at   time.Time
	near time.Duration // how far from it the nearest line is
}
