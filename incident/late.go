package incident

import (
	"time"
)

// Docker tells of somebody else's fault when its process has ended, and the logs of its consequences are faster: a kill
// is told of some 0.3 s later, a stop when its grace is over. So whatever can be laid to a fault is kept for a while,
// and a stopwatch that is started late, or whose fault turns out to be older, takes in what came before it.

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
