// Package asked holds the user's requests that no Frame shows yet: faults, heals and a load. It also
// holds the limit on which everything is healed.
package asked

import (
	"hadash/incident"
	"hadash/record"
)

// World is all requests. New makes one.
type World struct {
	Load  Load
	Limit Guard

	busy    map[string]string         // node -> the action that runs on it: "stop", "start"
	faults  map[record.Fault]bool     // faults that no Frame shows yet; true while in flight
	queue   map[string][]record.Fault // node -> the queued heals: faults of one node are healed one by one
	failed  map[string]error          // node -> the failure before the heal that waited
	healing int                       // heals in flight

	quitting bool
	left     int     // answers to wait for before quitting
	unhealed []error // heals that failed before quitting
}

// New makes a World without requests. The load key starts that many virtual users.
func New(vus int) *World {
	return &World{
		busy: map[string]string{}, faults: map[record.Fault]bool{}, queue: map[string][]record.Fault{}, failed: map[string]error{},
		Load: Load{Start: vus},
	}
}

// See forgets the requests that a Frame shows.
func (w *World) See(f *incident.Frame) {
	for _, fault := range f.Faults {
		w.forget(fault.Fault, func(flying bool) bool { return !flying })
	}
	w.Load.see(f)
}

// forget drops the faults that heal as f does, if they may be forgotten.
func (w *World) forget(f record.Fault, may func(flying bool) bool) {
	for asked, flying := range w.faults {
		if asked.HealedWith(f) && may(flying) {
			delete(w.faults, asked)
		}
	}
}

// Busy is the action that runs on a node, "" when there is none.
func (w *World) Busy(node string) string { return w.busy[node] }

// Break records that a fault is being injected.
func (w *World) Break(f record.Fault) {
	w.busy[f.Target] = f.Verb()
	w.faults[f] = true
}

// Broken records that the injection of a fault has ended.
func (w *World) Broken(f record.Fault, err error, live *incident.Frame) {
	delete(w.busy, f.Target)
	w.faults[f] = false
	if err != nil || f.Kind.Inverse() == "" {
		delete(w.faults, f)
	}
	w.See(live)
}

// Before returns the earlier failure on a node whose action has just ended with err. It keeps the failure while a heal waits
// for the node.
func (w *World) Before(node string, err error) error {
	before := w.failed[node]
	delete(w.failed, node)
	if len(w.queue[node]) > 0 && !w.quitting {
		if err == nil {
			err = before
		}
		if err != nil {
			w.failed[node] = err
		}
	}
	return before
}

// Fault finds a requested fault of a kind on a node.
func (w *World) Fault(node string, kind record.FaultKind) (record.Fault, bool) {
	for f := range w.faults {
		if f.Target == node && f.Kind == kind {
			return f, true
		}
	}
	return record.Fault{}, false
}

// Touches reports whether a fault of a node was requested that no Frame shows yet.
func (w *World) Touches(node string) bool {
	for f := range w.faults {
		if f.Target == node {
			return true
		}
	}
	return false
}

// Idle reports whether nothing is in flight or queued.
func (w *World) Idle() bool { return len(w.busy)+len(w.queue) == 0 }
