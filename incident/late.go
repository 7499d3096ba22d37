package incident

import (
	"slices"
	"time"
)

// Docker tells of somebody else's fault when its process has ended, and the logs of its consequences are faster: a kill
// is told of some 0.3 s later, a stop when its grace is over. So whatever can be laid to a fault is kept for a while,
// and a stopwatch that is started late, or whose fault turns out to be older, takes in what came before it.

// cost is something that happened, and what it adds to the stopwatches that it belongs to.
type cost struct {
	at    time.Time
	nodes []string // where, as far as that is known
	effect

	before *cost
	n      int // of costs from here on back
}

// effect is what a cost adds to a stopwatch. It is data and no function, so that Frames can be compared.
type effect interface {
	lay(w *Stopwatch, at time.Time)
}

// said is a line of a log that proves something, and how many of its sort do.
type said struct {
	Evidence
	most int
}

func (s said) lay(w *Stopwatch, _ time.Time) {
	w.prove(s.sort, s.most, s.Evidence)
	w.sign(&s.Evidence)
}

// costs are those of at least the last killGrace, as two lists that are only added to at their heads, so that all
// futures of a Frame can share them: when the newer one is full it becomes the older one, whose costs are forgotten.
type costs struct {
	newer, older *cost
	since        time.Time // the first of newer
}

// maxCosts bounds each list: a storm of failures says no more of a fault than its first thousands.
const maxCosts = 2000

func (c costs) with(add *cost, now time.Time) costs {
	if c.newer == nil || now.Sub(c.since) > killGrace || c.newer.n >= maxCosts {
		c = costs{older: c.newer, since: now}
	}
	add.before, add.n = c.newer, 1
	if c.newer != nil {
		add.n += c.newer.n
	}
	c.newer = add
	return c
}

// endOfTime is later than anything that happens.
var endOfTime = time.Unix(1<<40, 0)

// between lists what happened from one instant until before another, in the order in which it was told.
func (c costs) between(from, until time.Time) (out []*cost) {
	for _, list := range []*cost{c.newer, c.older} {
		for ; list != nil; list = list.before {
			if !list.at.Before(from) && list.at.Before(until) {
				out = append(out, list)
			}
		}
	}
	slices.Reverse(out)
	return out
}

// charge lays what happened at some nodes to the stopwatches that run, and keeps it for those that are started late.
func (f *folding) charge(at time.Time, e effect, nodes ...string) {
	c := &cost{at: at, nodes: nodes, effect: e}
	f.memo.costs = f.memo.costs.with(c, f.At)
	if !f.watching() {
		return
	}
	which, e := f.bears(c)
	if len(which) == 0 {
		return
	}
	f.ownWatches()
	for _, i := range which {
		e.lay(&f.Stopwatches[i], at)
	}
}

// bears lists the stopwatches that a cost belongs to, and says what it adds to them: what was absorbed and nothing may
// have caused is counted beside the faults of its time.
func (f *folding) bears(c *cost) ([]int, effect) {
	which := f.covering(c.at, c.nodes...)
	if h, ok := c.effect.(absorbed); ok && len(which) == 0 {
		return f.covering(c.at), beside(h.Total())
	}
	return which, c.effect
}

// takeIn lays to one stopwatch what was told before anybody knew that its time had begun: what happened from T0 on and
// before an instant. That Docker may be late is no reason to look further back than its node's own signs lead: there
// are quiet days too on which something fails.
func (f *folding) takeIn(id int, until time.Time) {
	w := f.watchOf(id)
	if w == nil {
		return
	}
	for _, c := range f.memo.costs.between(w.At, until) {
		which, e := f.bears(c)
		for _, i := range which {
			if f.Stopwatches[i].ID == id {
				f.editWatch(id, func(w *Stopwatch) { e.lay(w, c.at) })
			}
		}
	}
}
