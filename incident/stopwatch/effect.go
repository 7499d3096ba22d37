package stopwatch

import (
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/rates"
	"hadash/wording"
)

// Effect is what a cost adds to a stopwatch. It is data and no function, so that Frames can be compared.
type Effect interface {
	Lay(w *Stopwatch, at time.Time)
}

// Cost is something that happened, and what it adds to the stopwatches that it belongs to.
type Cost struct {
	At    time.Time
	Nodes []string // where, as far as that is known
	Effect

	before *Cost
	n      int // of costs from here on back
}

// Costs are those of at least the last killGrace, as two lists that are only added to at their heads, so that all
// futures of a Frame can share them: when the newer one is full it becomes the older one, whose costs are forgotten.
type Costs struct {
	newer, older *Cost
	since        time.Time // the first of newer
}

// maxCosts bounds each list: a storm of failures says no more of a fault than its first thousands.
const maxCosts = 2000

func (c Costs) With(add *Cost, now time.Time) Costs {
	if c.newer == nil || now.Sub(c.since) > KillGrace || c.newer.n >= maxCosts {
		c = Costs{older: c.newer, since: now}
	}
	add.before, add.n = c.newer, 1
	if c.newer != nil {
		add.n += c.newer.n
	}
	c.newer = add
	return c
}

// EndOfTime is later than anything that happens.
var EndOfTime = time.Unix(1<<40, 0)

// Between lists what happened from one instant until before another, in the order in which it was told.
func (c Costs) Between(from, until time.Time) (out []*Cost) {
	for _, list := range []*Cost{c.newer, c.older} {
		for ; list != nil; list = list.before {
			if !list.At.Before(from) && list.At.Before(until) {
				out = append(out, list)
			}
		}
	}
	slices.Reverse(out)
	return out
}

// Absorbed are failures that nobody felt, and the line that tells of them.
type Absorbed struct {
	clients.Hidden
	Proof
}

func (a Absorbed) Lay(w *Stopwatch, at time.Time) {
	w.Hidden.Add(a.Hidden)
	a.Proof.Lay(w, at)
}

// Besides is how many failures were absorbed in a fault's time that it cannot have caused.
type Besides int64

func (n Besides) Lay(w *Stopwatch, _ time.Time) { w.Beside += int64(n) }

// BadEndings are sessions that ended badly in the same way.
type BadEndings struct {
	Ending   string
	Sessions int
}

func (e BadEndings) Lay(w *Stopwatch, _ time.Time) {
	b := &w.Blast
	b.Endings = rates.More(b.Endings, e.Ending, e.Sessions)
	switch {
	case e.Ending[0] == 'D', e.Ending == "SD", e.Ending == "sD":
		b.Cut += e.Sessions
	case e.Ending == "SC", e.Ending == "sC", e.Ending == "sQ":
		b.Refused += e.Sessions
	}
}

// Requeued is how many requests HAProxy put back into the queue.
type Requeued int

func (n Requeued) Lay(w *Stopwatch, _ time.Time) { w.Blast.Requeued += int(n) }

// LeftOut is T2 of an instance, by nginx's own rule applied to what its logs say.
type LeftOut struct {
	Node string
	Says wording.Phrase
}

func (o LeftOut) Lay(w *Stopwatch, at time.Time) {
	if healed := w.Moments[Healed]; w.Target != o.Node || healed.Seen() && at.After(healed.At) {
		return
	}
	m := Moment{At: at, Witness: event.ByCount, Says: o.Says}
	w.NoteFirst(FirstSign, m)
	w.NoteFirst(Detected, m)
	w.Noticed()
}
