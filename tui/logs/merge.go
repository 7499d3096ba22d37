package logs

import (
	"slices"
	"time"
)

// late is how many lines a line may come after one that was written later, and still be put before it.
const late = 4096

// merge puts the batch among the newest lines, by time.
func (p *Panel) merge() {
	byTime := func(a, b Line) int { return a.At.Compare(b.At) }
	if !slices.IsSortedFunc(p.batch, byTime) {
		slices.SortStableFunc(p.batch, byTime)
	}
	cut := p.before(p.batch[0].At)
	old := cut
	marks := [...]*int64{&p.bottom, &p.at, &p.find.origin.bottom, &p.find.origin.at, &p.find.from}
	were := [len(marks)]int64{}
	for i, m := range marks {
		were[i] = *m
	}
	p.takeBack(cut)
	rest := p.tail
	for _, l := range p.batch {
		for len(rest) > 0 && !rest[0].At.After(l.At) {
			rest, old = p.putBack(rest, old, marks[:], were[:])
		}
		p.put(l)
	}
	for len(rest) > 0 {
		rest, old = p.putBack(rest, old, marks[:], were[:])
	}
	clear(p.tail)
	p.tail = p.tail[:0]
}

// putBack adds a line again that was taken out, and moves with it what marks it by its number.
func (p *Panel) putBack(rest []Line, old int64, marks []*int64, were []int64) ([]Line, int64) {
	for i, m := range marks {
		if were[i] == old {
			*m = p.ring.next
		}
	}
	p.put(rest[0])
	return rest[1:], old + 1
}

// before is the number of the first line that is newer than t. What is held on the screen stands still.
func (p *Panel) before(t time.Time) int64 {
	floor := max(p.ring.first, p.ring.next-late)
	if !p.follow || p.held {
		floor = max(floor, min(p.bottom+1, p.ring.next))
	}
	if p.held { // below the bottom of the pane, a page may show more
		floor = max(floor, min(p.edge+1, p.ring.next))
	}
	n := p.ring.next
	for n > floor && p.ring.at(n-1).At.After(t) {
		n--
	}
	return n
}

// takeBack takes the lines from number n on out again, into the tail.
func (p *Panel) takeBack(n int64) {
	for i := n; i < p.ring.next; i++ {
		if p.ring.at(i).Weight == Quiet {
			p.hidden--
		}
	}
	p.tail = p.ring.takeBack(p.tail, n)
	p.filtering.lo, p.filtering.hi = min(p.filtering.lo, n), min(p.filtering.hi, n)
	p.seen = p.seen[:p.index(n)]
	p.find.hits = upTo(p.find.hits, n)
	p.concern.seen = upTo(p.concern.seen, n)
	p.spare = upTo(p.spare, n)
}

// upTo leaves out the numbers from n on, of which there are few.
func upTo(all []int64, n int64) []int64 {
	for len(all) > 0 && all[len(all)-1] >= n {
		all = all[:len(all)-1]
	}
	return all
}
