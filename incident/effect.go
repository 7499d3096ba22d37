package incident

import (
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/rates"
)

// Effect is what a cost adds to a stopwatch. It is data and no function, so that Frames can be compared.
type effect interface {
	lay(w *Stopwatch, at time.Time)
}

// Cost is something that happened, and what it adds to the stopwatches that it belongs to.
type cost struct {
	at    time.Time
	nodes []string // where, as far as that is known
	effect

	before *cost
	n      int // of costs from here on back
}

// Costs are those of at least the last killGrace, as two lists that are only added to at their heads, so that all
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

// EndOfTime is later than anything that happens.
var endOfTime = time.Unix(1<<40, 0)

// Between lists what happened from one instant until before another, in the order in which it was told.
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

// Absorbed are failures that nobody felt, and the line that tells of them.
type absorbed struct {
	clients.Hidden
	said
}

func (a absorbed) lay(w *Stopwatch, at time.Time) {
	w.Hidden.Add(a.Hidden)
	a.said.lay(w, at)
}

// Besides is how many failures were absorbed in a fault's time that it cannot have caused.
type beside int64

func (n beside) lay(w *Stopwatch, _ time.Time) { w.Beside += int64(n) }

// BadEndings are sessions that ended badly in the same way.
type ended struct {
	ending   string
	sessions int
}

func (e ended) lay(w *Stopwatch, _ time.Time) {
	b := &w.Blast
	b.Endings = rates.More(b.Endings, e.ending, e.sessions)
	switch {
	case e.ending[0] == 'D', e.ending == "SD", e.ending == "sD":
		b.Cut += e.sessions
	case e.ending == "SC", e.ending == "sC", e.ending == "sQ":
		b.Refused += e.sessions
	}
}

// Requeued is how many requests HAProxy put back into the queue.
type requeued int

func (n requeued) lay(w *Stopwatch, _ time.Time) { w.Blast.Requeued += int(n) }

// LeftOut is T2 of an instance, by nginx's own rule applied to what its logs say.
type leftOut struct {
	node, text string
}

func (o leftOut) lay(w *Stopwatch, at time.Time) {
	if healed := w.Moments[Healed]; w.Target != o.node || healed.Seen() && at.After(healed.At) {
		return
	}
	m := Moment{At: at, Witness: event.ByCount, Text: o.text}
	w.first(FirstSign, m)
	w.first(Detected, m)
	w.noticed()
}
