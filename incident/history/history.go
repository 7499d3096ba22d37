// Package history keeps the last half hour of what was observed, second by second.
package history

import (
	"iter"
	"math"
	"time"

	"hadash/record"
)

// History holds the last half hour, second by second, and in steps of eight seconds for what is older than five
// minutes. Seconds in which nothing was observed are missing. It is a value, like the Frame that holds it.
type History struct {
	seen pastlist[Tick]
	felt pastlist[FeltTick]
}

// Tick is the state at the end of a second, or over a step of several. Values that were not measured are -1, which
// differs from zero.
type Tick struct {
	At   int64 // the Unix second at which it begins
	Span int32 // seconds

	Requests float32 // per second, as k6 counts them
	Failed   float32 // of those, per second
	Nginx    float32 // requests per second at nginx
	Balancer float32 // sessions per second at the balancers
	Hidden   int32   // failures absorbed in it
	Visible  int32   // requests that nginx answered with 5xx in it

	names *Names
	lanes []lane
}

// FeltTick holds what the clients felt within a second by their own record, or over a step of several: counts are the
// sum, times those of the worst second.
type FeltTick struct {
	At, Span           int64
	Requests, Failed   int
	P50, P95, P99, Max time.Duration
}

// Lane holds the values of one node or one server of HAProxy.
type Lane struct {
	Sessions float64 // -1 when not known
	Rate     float64 // per second, -1 when not known
	Lost     float64 // failures within the Tick, -1 when not known
	Errors   float64 // answers of 5xx within the Tick, of a server in HTTP mode or an instance whose answers nginx logs; -1 when not known

	State record.State // of a server, at the end of the Tick; Unknown when not known
}

// lane is a compact Lane: a balancer may have a thousand servers.
type lane struct {
	sessions, rate, lost, errors uint16
	state                        record.State
}

// unknown marks a value that was not measured; larger values are cut to the one below it.
const unknown = math.MaxUint16

func small(v float64) uint16 {
	switch {
	case !(v >= 0):
		return unknown
	case v >= unknown:
		return unknown - 1
	}
	return uint16(v + 0.5)
}

func large(v uint16) float64 {
	if v == unknown {
		return -1
	}
	return float64(v)
}

// NewTick returns a Tick with all values unknown and room for the lanes of names.
func NewTick(at int64, names *Names) Tick {
	return Tick{At: at, Span: 1, Requests: -1, Failed: -1, Nginx: -1, Balancer: -1, Hidden: -1, Visible: -1,
		names: names, lanes: make([]lane, 0, len(names.servers)+len(names.nodes))}
}

// Add appends the second that has ended.
func (h *History) Add(t Tick) {
	oldest := t.At - pastKept
	h.seen = h.seen.add(t, coarserTicks, func(t Tick) bool { return t.At < oldest })
	if h.seen.n == 0 && t.names != nil {
		h.shed(len(t.names.servers))
	}
}

// AddFelt appends a second of the clients' own record.
func (h *History) AddFelt(t FeltTick) {
	oldest := t.At - pastKept
	h.felt = h.felt.add(t, coarserFelt, func(t FeltTick) bool { return t.At < oldest })
}

// Seen iterates over the Ticks from a time on, oldest first. They must not be changed.
func (h *History) Seen(from time.Time) iter.Seq[*Tick] {
	return func(yield func(*Tick) bool) {
		for t := range h.seen.all() {
			if t.At+int64(t.Span) > from.Unix() && !yield(t) {
				return
			}
		}
	}
}

// Felt iterates over what clients felt from a time on, oldest first.
func (h *History) Felt(from time.Time) iter.Seq[*FeltTick] {
	return func(yield func(*FeltTick) bool) {
		for t := range h.felt.all() {
			if t.At+t.Span > from.Unix() && !yield(t) {
				return
			}
		}
	}
}

// Node returns the Tick's values of a node; false if it was not there.
func (t *Tick) Node(name string) (Lane, bool) { return t.lane(name) }

// Server returns the Tick's values of a server of HAProxy, by its name in HAProxy's logs: backend/server.
func (t *Tick) Server(name string) (Lane, bool) { return t.lane(name) }

func (t *Tick) lane(name string) (Lane, bool) {
	if t.names == nil {
		return Lane{}, false
	}
	i, ok := t.names.at[name]
	if !ok {
		return Lane{}, false
	}
	l := &t.lanes[i]
	return Lane{large(l.sessions), large(l.rate), large(l.lost), large(l.errors), l.state}, true
}

// Version identifies the state of a History: equal Versions mean equal Histories.
type Version struct {
	seen edge[Tick]
	felt edge[FeltTick]
}

// Version returns the value to compare before recomputing anything from a History.
func (h *History) Version() Version { return Version{h.seen.newest(), h.felt.newest()} }
