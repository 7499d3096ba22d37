package asked

import (
	"cmp"
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Heal records that a fault is being undone.
func (w *World) Heal(f record.Fault) {
	w.busy[f.Target] = f.Inverse()
	w.healing++
}

// HealEach queues heals, each node's in that order. It returns those that start
// now; a busy node takes its turn when it is idle.
func (w *World) HealEach(faults []record.Fault) (now []record.Fault) {
	for _, f := range faults {
		if w.busy[f.Target] != "" {
			w.Later(f)
			continue
		}
		w.Heal(f)
		now = append(now, f)
	}
	return now
}

// Later queues a heal on a busy node; false when a like one is queued already.
func (w *World) Later(f record.Fault) bool {
	waiting := w.queue[f.Target]
	if slices.ContainsFunc(waiting, func(o record.Fault) bool { return o.HealedWith(f) }) {
		return false
	}
	w.queue[f.Target] = append(waiting, f)
	return true
}

// Waiting is how many heals wait for a node.
func (w *World) Waiting(node string) int { return len(w.queue[node]) }

// Flying is the fault that is being injected into a node and that can be undone.
func (w *World) Flying(node string) (record.Fault, bool) {
	for f, flying := range w.faults { // a node is broken in one way at a time
		if flying && f.Target == node && f.Kind.Inverse() != "" {
			return f, true
		}
	}
	return record.Fault{}, false
}

// Next takes the next queued heal of a node.
func (w *World) Next(node string) (record.Fault, bool) {
	waiting := w.queue[node]
	if len(waiting) == 0 {
		delete(w.queue, node)
		return record.Fault{}, false
	}
	w.queue[node] = waiting[1:]
	return waiting[0], true
}

// Healed records that a heal has ended.
func (w *World) Healed(f record.Fault, err error) {
	delete(w.busy, f.Target)
	w.healing--
	switch {
	case err == nil:
		w.forget(f, func(bool) bool { return true })
	case w.quitting:
		w.unhealed = append(w.unhealed, err)
	}
}

// Ours lists every fault of this run of hadash that is open, or may be: first the requests that no Frame shows yet,
// then those of the newest Frame, newest first. Of the faults that one heal undoes it lists one.
func (w *World) Ours(live *incident.Frame) []record.Fault {
	var out []record.Fault
	add := func(f record.Fault) {
		if f.Kind.Inverse() != "" && !slices.ContainsFunc(out, func(o record.Fault) bool { return o.HealedWith(f) }) {
			out = append(out, f)
		}
	}
	var asked []record.Fault
	for f := range w.faults {
		asked = append(asked, f)
	}
	slices.SortFunc(asked, func(a, b record.Fault) int { return cmp.Compare(a.String(), b.String()) })
	for _, f := range asked {
		add(f)
	}
	for _, f := range slices.Backward(live.Faults) {
		if f.You {
			add(f.Fault)
		}
	}
	return out
}

// Another reports whether every open fault of others is another hadash's, which heals it when it ends.
func Another(live *incident.Frame) bool {
	return !slices.ContainsFunc(live.Faults, func(f stopwatch.Fault) bool { return !f.You && !f.Hadash && f.Kind.Inverse() != "" })
}

// Foreign lists every open fault of others, newest first.
func Foreign(live *incident.Frame) []record.Fault {
	var out []record.Fault
	for _, f := range slices.Backward(live.Faults) {
		if !f.You && f.Kind.Inverse() != "" {
			out = append(out, f.Fault)
		}
	}
	return out
}
