package stopwatch

import (
	"maps"
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/rates"
	"hadash/wording"
)

// Effect is what a cost adds to a stopwatch. It is data, not a function, so that Frames can be compared.
type Effect interface {
	Lay(w *Stopwatch, at time.Time)
}

// Cost is something that happened, with what it adds to the stopwatches that it belongs to.
type Cost struct {
	At    time.Time
	Nodes []string // where it happened, as far as known
	Effect

	before *Cost
	n      int // number of costs from here back
}

// Costs holds the costs of at least the last killGrace, in two lists that grow only at their heads, so that all
// successors of a Frame can share them. When the newer list is full it becomes the older one, whose costs are dropped.
type Costs struct {
	newer, older *Cost
	since        time.Time // the first of newer
	from         time.Time // the first of older, if earlier ones were dropped; else zero
}

// maxCosts bounds each list: beyond a thousand failures, more say nothing new about a fault.
const maxCosts = 2000

// With adds a cost. The costs since needed are kept as long as there is room.
func (c Costs) With(add *Cost, now, needed time.Time) Costs {
	old := now.Sub(c.since) > KillGrace && !needed.Before(c.since)
	if c.newer == nil || old || c.newer.n >= maxCosts {
		from := c.from
		if c.older != nil {
			from = c.since
		}
		c = Costs{older: c.newer, since: now, from: from}
	}
	add.before, add.n = c.newer, 1
	if c.newer != nil {
		add.n += c.newer.n
	}
	c.newer = add
	return c
}

// Reach reports whether all costs since an instant are kept.
func (c Costs) Reach(since time.Time) bool { return !c.from.After(since) }

// EndOfTime is later than any event.
var EndOfTime = time.Unix(1<<40, 0)

// Between returns the costs from one instant until before another, in the order of their arrival.
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

// Absorbed holds failures that no client felt, and the line that reports them.
type Absorbed struct {
	clients.Hidden
	Proof
}

func (a Absorbed) Lay(w *Stopwatch, at time.Time) {
	w.Hidden.Add(a.Hidden)
	a.Proof.Lay(w, at)
}

// TriedAt are attempts to connect to a server that failed.
type TriedAt struct {
	Server string
	Tries
}

func (t TriedAt) Lay(w *Stopwatch, _ time.Time) {
	w.Tries = maps.Clone(w.Tries)
	if w.Tries == nil {
		w.Tries = map[string]Tries{}
	}
	w.Tries[t.Server] = w.Tries[t.Server].Plus(t.Tries)
}

// RescuedBy is how many requests one of several nginxes gave to another server after one had failed.
type RescuedBy struct {
	Nginx    string
	Requests int64
}

func (r RescuedBy) Lay(w *Stopwatch, _ time.Time) {
	w.Rescued = maps.Clone(w.Rescued)
	if w.Rescued == nil {
		w.Rescued = map[string]int64{}
	}
	w.Rescued[r.Nginx] += r.Requests
}

// Besides is the number of failures absorbed during a fault that it cannot have caused.
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

// Requeued is the number of requests that HAProxy put back into the queue.
type Requeued int

func (n Requeued) Lay(w *Stopwatch, _ time.Time) { w.Blast.Requeued += int(n) }

// LeftOut is T2 of an instance, from nginx's own rule applied to its logs.
type LeftOut struct {
	Node string
	By   string // the nginx, where several send to the node
	Says wording.Phrase
}

func (o LeftOut) Lay(w *Stopwatch, at time.Time) {
	if healed := w.Moments[Healed]; w.Target != o.Node || healed.Seen() && at.After(healed.At) {
		return
	}
	m := Moment{At: at, Witness: event.ByCount, Says: o.Says}
	w.NoteFirst(FirstSign, m)
	w.NoteFirst(Detected, m)
	w.LeftOutBy(o.By, m)
	w.Noticed()
}
