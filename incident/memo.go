package incident

import (
	"time"

	"hadash/incident/servers"
	"hadash/record"
)

// memo is what Fold remembers from Sample to Sample and no reader needs. Like the Frame it is
// never changed in place: a step that writes to a slice or map makes its own copy first.
type memo struct {
	watching     bool      // something was observed: more than what there is, how it is set up and what was broken
	past         time.Time // when something was last told that was before watching began
	spare        spare
	notable      int // bytes of Notable
	nextID       int
	nextWatch    int
	started      time.Time          // of the recording; zero where none is read
	seconds      []gatheredSecond   // of the clients' record, that may still grow
	lined        []lined            // by second
	balances     []balance          // by second
	settled      int64              // second up to which there is none
	fails        map[string]failsOf // what nginx counts against an instance, by node
	lately       map[string][]share // how requests went in the last seconds, by node
	greys        map[string]grey    // who disagrees with whom, by node
	costs        costs              // what happened lately that a fault may turn out to have caused
	servers      servers.Map
	closed       []closed // faults healed not long ago: what comes back after the heal still belongs to them
	nginx        counted
	web          web
	laggards     laggards
	sessions     bool    // HAProxy's log told of some
	k6           counted // requests
	k6failed     counted
	k6answered   time.Time
	signals      map[string]signal    // the last kill event, by node
	left         map[string]time.Time // when it last left a network, by node
	probes       map[string]counted   // by node
	readouts     map[string]readout   // what its counter said lately, by node
	last         tallied              // at the end of the last second put down
	torn         time.Time            // when some replica that runs last did not take from its master
	containersAt time.Time            // when Docker last listed them; zero before the first
}

// signal is a kill event that may end its process.
type signal struct {
	at   time.Time
	kind record.FaultKind
}

// closed is a fault that was healed.
type closed struct {
	Fault
	healed time.Time
}

// counted is a counter as it stood at one instant, for rates.
type counted struct {
	at time.Time
	n  int64
}

// rateOver is the least time a rate is measured over. Readings that follow each other faster (a
// fault is open, something rang) would give rates that jump.
const rateOver = 900 * time.Millisecond

// since gives the growth per second from c to (at, n), and what the next rate is measured from. It
// is not ok while too little time has passed: the last rate stands. It is -1 when there is none to
// tell: the first reading, or a counter that fell because its process is a new one.
func (c counted) since(at time.Time, n int64) (rate float64, next counted, ok bool) {
	switch passed := at.Sub(c.at); {
	case c.at.IsZero() || n < c.n:
		return -1, counted{at, n}, true
	case passed < rateOver:
		return 0, c, false
	default:
		return float64(n-c.n) / passed.Seconds(), counted{at, n}, true
	}
}

// grown is how much a counter grew since the last poll. One that fell began again at zero, so all
// of it is growth.
func grown(was, is int64) int64 {
	if is < was {
		return is
	}
	return is - was
}

// maxHistory bounds a sparkline's points.
const maxHistory = 120

// push gives history with one more point, without touching the old slice.
func push(history []float64, v float64) []float64 {
	if len(history) >= maxHistory {
		history = history[len(history)-maxHistory+1:]
	}
	out := make([]float64, len(history)+1, maxHistory)
	copy(out, history)
	out[len(history)] = max(v, 0)
	return out
}
