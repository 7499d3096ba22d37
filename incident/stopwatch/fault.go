package stopwatch

import (
	"time"

	"hadash/incident/event"
	"hadash/record"
)

// Fault is something that was broken: by us if You, by another hadash if Hadash, by nobody known here if it is an outage, else by somebody else.
type Fault struct {
	record.Fault
	At  time.Time // Docker's time if known, else when we requested it
	You bool

	Hadash  bool          // another hadash of this user made it, by its journal
	Watch   int           // ID of its Stopwatch
	Within  time.Duration // how late At may be, for a fault found by a poll
	Already bool          // it was so at the first look: since when is not known
	Asked   time.Time     // when the user requested it; zero for somebody else's
	Told    time.Time     // its time by the report of it, if At is that of an earlier sign; else zero
	Ordered time.Time     // when its process was told to end, if it served on until At; else zero
	Servers []string      // the servers that it took out, if made at HAProxy
	Server  string        // the server that it was made at, if its node is several
	Nodes   []string      // those that it was made to, if its target is a service or a host; nil of a fault of a node
	Outage  Outage        // what failed, if nobody made it here (record.Outage)
}

// Earliest returns the earliest moment at which a fault can have taken effect: Docker's event comes a little later, but
// not before the user's request. A sign that dates a fault does not move this moment: else signs of an earlier failure
// would date it one after the other.
func (x Fault) Earliest() time.Time {
	told := x.At
	if !x.Already {
		told = later(told, x.Told)
	}
	switch early := told.Add(-dockerLate); {
	case x.Kind.Found():
		return x.At // its first sign, by the balancer
	case x.Asked.IsZero() || x.Asked.After(x.At):
		return early
	case x.Kind.Silent(): // only its maker reports it, when it was made
		return x.Asked
	default:
		return later(x.Asked, early)
	}
}

// dockerLate is how late an event of Docker may be: it is written when the Engine has finished.
const dockerLate = 300 * time.Millisecond

// KillGrace is how long after a signal a process's end counts as its consequence: Docker's own grace is 10 s.
const KillGrace = 30 * time.Second

// Settle is how long after a node is back its stopwatch waits for late reports: log lines, the clients' last seconds,
// slow requests that end at last.
const Settle = 5 * time.Second

// HealedBy reports whether an event is the heal of the fault's node by what undoes it.
func (x *Fault) HealedBy(e *event.Event) bool {
	return e.Kind == event.KindHeal && e.Node == x.Target && e.To == x.Inverse()
}
