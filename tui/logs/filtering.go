package logs

import (
	"slices"
	"sort"
)

// filtering is the progress of the filters and the search: lines from lo up to hi have been judged. It
// begins at the bottom of the screen, goes up from there to the oldest line and then down to the newest, so the
// visible lines are right at once, however long the rest takes.
type filtering struct {
	lo, hi int64
	event  bool // the lines around the event are to be found when all is judged

	older, hits []int64 // of FilterMore, kept for the next; newest first
}

// slice is how much is judged at a time, in 10 to 20 ms, so that no key waits longer. Its unit is a byte
// that is searched for a plain text; the rest of a line costs lineWork.
const (
	slice    = 12 << 20
	lineWork = 64
)

// work is the cost of a byte.
func (p *Pattern) work() int {
	switch {
	case p == nil:
		return 0
	case p.expr == nil:
		return 1
	case p.just:
		return 4 * len(p.need)
	}
	return 40
}

// Filtering reports whether some lines have not been judged yet by the filters and the search: FilterMore continues.
func (p *Panel) Filtering() bool {
	return p.filtering.lo > p.ring.first || p.filtering.hi < p.ring.next
}

// FilterMore judges the next lines, and reports whether more are left.
func (p *Panel) FilterMore() (more bool) {
	if !p.Filtering() {
		return false
	}
	s := &p.filtering
	s.lo = max(s.lo, p.ring.first)
	s.hi = max(s.hi, s.lo)
	left, each := slice, p.keep.work()+p.find.pattern.work()
	for ; s.lo > p.ring.first && left > 0; left -= lineWork + each*p.ring.at(s.lo).size() {
		s.lo--
		passes, hit := p.judge(s.lo)
		if passes {
			s.older = append(s.older, s.lo)
		}
		if hit {
			s.hits = append(s.hits, s.lo)
		}
	}
	p.seen, s.older = putBefore(p.seen, s.older), s.older[:0]
	p.find.hits, s.hits = putBefore(p.find.hits, s.hits), s.hits[:0]
	for ; s.hi < p.ring.next && left > 0; left -= lineWork + each*p.ring.at(s.hi-1).size() {
		p.judgeNext()
	}
	p.arrive()
	if p.Filtering() {
		return true
	}
	p.find.seeks = false // nothing matches
	p.Fit(p.rows)
	if s.event && p.event.on {
		p.around()
	}
	s.event = false
	return false
}

// putBefore puts numbers, newest first, before those that are newer.
func putBefore(all, older []int64) []int64 {
	if len(older) == 0 {
		return all
	}
	slices.Reverse(older)
	return slices.Insert(all, 0, older...)
}

// finish judges all remaining lines: the caller needs all of them.
func (p *Panel) finish() {
	for p.FilterMore() {
	}
}

// judgeNext judges the oldest line below those that are.
func (p *Panel) judgeNext() {
	n := p.filtering.hi
	p.filtering.hi++
	passes, hit := p.judge(n)
	if passes {
		p.seen = append(p.seen, n)
	}
	if hit {
		p.find.hits = append(p.find.hits, n)
	}
}

// judge reports whether a line passes the filters, and whether it matches the search.
func (p *Panel) judge(n int64) (passes, hit bool) {
	l := p.ring.at(n)
	passes = p.pass(l) && (!l.folded || !p.folds())
	return passes, passes && p.find.pattern != nil && p.find.pattern.match(l)
}

// pass reports whether a line passes the filters, folded or not.
func (p *Panel) pass(l *Line) bool {
	switch {
	case l.Weight < p.least, p.who != nil && !p.who.concerns(l):
		return false
	}
	return p.keep == nil || p.keep.match(l)
}

// again applies the filters and the search to every line kept.
func (p *Panel) again() {
	from := p.ring.next
	if !p.Following() {
		from = max(min(p.bottom+1, p.ring.next), p.ring.first)
	}
	p.seen, p.find.hits = p.seen[:0], p.find.hits[:0]
	p.filtering.lo, p.filtering.hi = from, from
	p.FilterMore()
}

// arrive goes to the match that a search seeks: that on the screen, or the nearest above, or else below. It waits
// until the lines are judged that are seen with it.
func (p *Panel) arrive() {
	f := &p.find
	if !f.seeks || len(f.hits) == 0 {
		return
	}
	i := sort.Search(len(f.hits), func(i int) bool { return f.hits[i] > f.from })
	n := f.hits[max(i-1, 0)]
	at := p.index(n)
	above := p.filtering.lo <= p.ring.first || at >= p.rows
	below := p.filtering.hi == p.ring.next || at+p.rows < len(p.seen)
	if above && below {
		f.seeks = false
		p.at = n
		p.reveal(n, false)
	}
}
