package asked

import (
	"slices"

	"hadash/incident"
	"hadash/record"
)

// Quit begins to quit: it returns our faults, and those of them whose heals start now. A fault that is being injected is
// healed afterwards.
func (w *World) Quit(live *incident.Frame) (ours, now []record.Fault) {
	ours = w.Ours(live)
	clear(w.queue) // what waits to be healed is among them, if it is ours
	w.left = len(ours) + w.restarting() + w.healing
	settled := slices.DeleteFunc(slices.Clone(ours), func(f record.Fault) bool { return w.faults[f] })
	w.quitting = w.left > 0
	return ours, w.HealEach(settled)
}

// Quitting reports whether faults are being healed in order to quit.
func (w *World) Quitting() bool { return w.quitting }

// Answered records one of the answers that quitting waits for, and reports whether it was the last.
func (w *World) Answered() bool {
	w.left--
	return w.left <= 0
}

// Unhealed lists the heals that failed before quitting.
func (w *World) Unhealed() []error { return w.unhealed }

// restarting counts the restarts in flight: cut short they would leave a node stopped.
func (w *World) restarting() int {
	n := 0
	for f, flying := range w.faults {
		if flying && f.Kind.Inverse() == "" {
			n++
		}
	}
	return n
}
