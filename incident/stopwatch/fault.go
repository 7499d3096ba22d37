package stopwatch

import (
	"time"

	"hadash/record"
)

// Fault is something broken: by us when You, else seen to be broken.
type Fault struct {
	record.Fault
	At  time.Time // Docker's own time when it told, else when we asked
	You bool

	Watch   int           // ID of its Stopwatch
	Within  time.Duration // how late At may be, of one that a poll found
	Already bool          // the first look found it so: nobody knows since when
	Asked   time.Time     // when the user asked for it; zero for somebody else's
	Servers []string      // the servers that are out by it, of one made at HAProxy
	Server  string        // the server that it was made at, where its node is several
}

// Earliest is the earliest moment at which a fault can have taken hold: Docker's event comes a little later.
func (x Fault) Earliest() time.Time {
	if !x.Asked.IsZero() && x.Asked.Before(x.At) {
		return x.Asked
	}
	return x.At.Add(-dockerLate)
}

// dockerLate is how much later than what it tells of an event of Docker's may be: it is written when the
// Engine has done its part.
const dockerLate = 300 * time.Millisecond

// KillGrace is how long after a signal a death still comes of it: Docker's own grace is 10 s.
const KillGrace = 30 * time.Second

// Settle is how long after a node is back its stopwatch still waits for what comes late: log lines that
// were gathered, the clients' last seconds, slow requests that end at last.
const Settle = 5 * time.Second
