package stopwatch

import (
	"time"

	"hadash/record"
)

// Fault is something that was broken: by us if You, else by somebody else.
type Fault struct {
	record.Fault
	At  time.Time // Docker's time if known, else when we requested it
	You bool

	Watch   int           // ID of its Stopwatch
	Within  time.Duration // how late At may be, for a fault found by a poll
	Already bool          // it was so at the first look: since when is not known
	Asked   time.Time     // when the user requested it; zero for somebody else's
	Servers []string      // the servers that it took out, if made at HAProxy
	Server  string        // the server that it was made at, if its node is several
}

// Earliest returns the earliest moment at which a fault can have taken effect: Docker's event comes a little later.
func (x Fault) Earliest() time.Time {
	if !x.Asked.IsZero() && x.Asked.Before(x.At) {
		return x.Asked
	}
	return x.At.Add(-dockerLate)
}

// dockerLate is how late an event of Docker may be: it is written when the Engine has finished.
const dockerLate = 300 * time.Millisecond

// KillGrace is how long after a signal a process's end counts as its consequence: Docker's own grace is 10 s.
const KillGrace = 30 * time.Second

// Settle is how long after a node is back its stopwatch waits for late reports: log lines, the clients' last seconds,
// slow requests that end at last.
const Settle = 5 * time.Second
