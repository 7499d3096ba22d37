package pace

import (
	"slices"
	"sync"
	"time"

	"hadash/record"
)

// Costs is what reading each of several HAProxies took lately. The zero value has none. It may be used by several goroutines.
type Costs struct {
	mu    sync.Mutex
	of    map[string]*target
	every time.Duration // of those that are not hot, when that was asked last
	turns chan struct{} // those that are being read and compared; nil before the first
	work  sync.Mutex    // held by what Alone does
}

// target is what is known of one HAProxy.
type target struct {
	nth    int
	rows   int
	read   recent
	folded recent
	hot    time.Time // until then
}

// rowCost is what a row takes until it was measured, and hotFor is for how long a HAProxy is read more often after one of its servers
// changed.
const (
	rowCost = 2500 * time.Nanosecond
	hotFor  = 10 * time.Second
)

// Add adds a HAProxy that will be read.
func (c *Costs) Add(node string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.get(node)
}

func (c *Costs) get(node string) *target {
	t := c.of[node]
	if t == nil {
		if c.of == nil {
			c.of = map[string]*target{}
		}
		t = &target{nth: len(c.of)}
		c.of[node] = t
	}
	return t
}

// Read records an answer: how many rows it has, how long it took to parse it, and whether the state of a server is another.
func (c *Costs) Read(node string, rows int, took time.Duration, turned bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.get(node)
	t.rows = rows
	t.read.add(took)
	if turned {
		t.hot = time.Now().Add(hotFor)
	}
}

// Folded records how long it took to compare an answer.
func (c *Costs) Folded(node string, took time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.of[node]; t != nil {
		t.folded.add(took)
	}
}

// cost is what it takes to read it once.
func (t *target) cost() time.Duration {
	if took := t.read.median + t.folded.median; took > 0 {
		return took
	}
	return time.Duration(t.rows) * rowCost
}

// together is how many answers there may be at a time that are being read or were not yet compared: each takes a kilobyte for a server.
const together = 8

// Begin waits until an answer may be read, and Done is called when it was passed on.
func (c *Costs) Begin() {
	c.mu.Lock()
	if c.turns == nil {
		c.turns = make(chan struct{}, together)
	}
	turns := c.turns
	c.mu.Unlock()
	turns <- struct{}{}
}

// Done ends what Begin began.
func (c *Costs) Done() { <-c.turns }

// Alone does something of which there is much with many HAProxies, nothing else of it at the same time, and returns for how long it
// had a processor; with a nil Costs beside others. The answers of many come together: of two processors one is left for the screen, so that a key need not wait until
// all are read and compared.
func (c *Costs) Alone(do func()) time.Duration {
	if c != nil {
		c.work.Lock()
		defer c.work.Unlock()
	}
	return Measure(do)
}

// Now is when a HAProxy is to be read.
type Now struct {
	Every  time.Duration // from one reading to the next
	Offset time.Duration // of its readings from those of the first HAProxy: where they take long they are not all at once
	Ring   time.Duration // the least from one reading to the next, however often a change is announced
	Said   *record.Pace  // for the recording and the screen; nil if it is as often as was asked for
}

// apart is the part of a core from which HAProxies are not all read at once: at less the machine sleeps longer if they are.
const apart = 0.05

// Of returns it for one of them. Of l the costs are filled in.
func (c *Costs) Of(node string, l Load) Now {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	for _, t := range c.of {
		if t.hot.After(now) {
			l.Hot += t.cost()
		} else {
			l.Rest += t.cost()
		}
	}
	t := c.get(node)
	hot, rest := l.Every()
	if is := c.every; rest < is && rest > l.Asked && rest > is*3/4 {
		rest = is // or it would change with every poll
	}
	c.every = rest
	is := Now{Every: rest, Ring: min(l.Closest(), rest)}
	if t.hot.After(now) {
		is.Every = min(hot, rest)
	}
	if part(l.Hot+l.Rest, is.Every) > apart {
		is.Offset = is.Every * time.Duration(t.nth) / time.Duration(len(c.of))
	}
	if rest > l.Asked {
		is.Said = &record.Pace{Every: rest, Asked: l.Asked, Cost: (l.Hot + l.Rest).Round(time.Millisecond), Hot: min(hot, rest)}
	}
	return is
}

// Closest is the least time from one reading of all to the next.
func (c *Costs) Closest() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	var l Load
	for _, t := range c.of {
		l.Rest += t.cost()
	}
	return l.Closest()
}

// recent is the median of the last measurements: a single one that took long does not count, and the first one, of which everything
// is new, not at all.
type recent struct {
	last   [7]time.Duration
	n      int
	begun  bool // the first was measured
	median time.Duration
}

func (r *recent) add(d time.Duration) {
	if !r.begun {
		r.begun = true
		return
	}
	r.last[r.n%len(r.last)] = d
	r.n++
	sorted := r.last
	of := sorted[:min(r.n, len(r.last))]
	slices.Sort(of)
	r.median = of[len(of)/2]
}
