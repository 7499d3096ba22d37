package incident

import (
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// What a fault may claim ends at the next fault of its node, by whoever that is made: it is healed then for good, or
// what follows cannot be told from the consequences of the next one as long as that lasts.

// yields reports whether an occurrence at an instant is no consequence of a fault because its node was broken again.
func (f *folding) yields(w *stopwatch.Stopwatch, at time.Time) bool {
	return f.other(func(o *stopwatch.Stopwatch) bool { return o.Takes(w, at) })
}

// other reports whether any stopwatch fits.
func (f *folding) other(fits func(*stopwatch.Stopwatch) bool) bool {
	for i := range f.Stopwatches {
		if fits(&f.Stopwatches[i]) {
			return true
		}
	}
	return false
}

// kept reports whether a later fault of its node keeps a healed one from returning at an instant.
func (f *folding) kept(w *stopwatch.Stopwatch, at time.Time) bool {
	return f.other(func(o *stopwatch.Stopwatch) bool { return o.Keeps(w, at) })
}

// returns reports whether an event is the return of a node from a fault that was healed with a later one.
func (f *folding) returns(w *stopwatch.Stopwatch, e *event.Event) bool {
	healed := w.Moments[stopwatch.Healed]
	return e.Kind == event.KindServer && e.To == record.Up.String() && healed.Seen() && !e.At.Before(healed.At) && !f.kept(w, e.At)
}

// interrupted reports whether a later fault of the same node could claim the detection of an open one.
func (f *folding) interrupted(w *stopwatch.Stopwatch, healed time.Time) bool {
	return f.other(func(o *stopwatch.Stopwatch) bool { return o.At.Before(healed) && o.Takes(w, o.At) })
}

// brokenFor returns how long ago the node of a healed fault was broken again; 0 if it was not.
func (f *folding) brokenFor(w *stopwatch.Stopwatch) time.Duration {
	long := time.Duration(0)
	for i := range f.Stopwatches {
		if o := &f.Stopwatches[i]; !w.Moments[stopwatch.Healed].At.After(o.At) && o.Keeps(w, o.At) {
			long = max(long, f.At.Sub(o.At))
		}
	}
	return long
}

// needed returns since when costs may have to be counted again.
func (f *folding) needed() time.Time {
	from := stopwatch.EndOfTime
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; w.At.Before(from) && (!w.Done || f.At.Sub(w.Moments[stopwatch.Healed].At) < stopwatch.KillGrace) {
			from = w.At
		}
	}
	return from
}

// cede takes from the earlier faults of a node what they claimed before a later one was reported.
func (f *folding) cede(id int) {
	for i := range f.Stopwatches {
		w, o := &f.Stopwatches[i], f.watchOf(id)
		if o == nil || !o.Takes(w, o.At) || !w.Reaches(o.Earliest()) {
			continue
		}
		detected := false
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { detected = w.Cede(o.At) })
		f.retake(w.ID, o)
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
			w.Flaps = f.flaps(w)
			f.notice(w)
			if detected && w.Moments[stopwatch.Healed].Seen() && !w.Bygone() {
				f.judge(w)
			}
		})
	}
}

// retake counts again what a fault may claim, if all of it is still kept. Else its cost cannot be separated from that of
// the later one.
func (f *folding) retake(id int, later *stopwatch.Stopwatch) {
	w := f.watchOf(id)
	switch {
	case len(f.state.costs.Between(later.Earliest(), stopwatch.EndOfTime)) == 0:
		return
	case !f.state.costs.Reach(w.At):
		if name := later.String(); len(w.Overlaps) < maxKinds && !slices.Contains(w.Overlaps, name) {
			f.editWatch(id, func(w *stopwatch.Stopwatch) { w.Overlaps = append(slices.Clip(w.Overlaps), name) })
		}
		return
	}
	done := w.Done
	f.editWatch(id, func(w *stopwatch.Stopwatch) {
		w.Done = false
		w.Retake()
	})
	f.catchUp(id)
	f.takeIn(id, stopwatch.EndOfTime)
	f.editWatch(id, func(w *stopwatch.Stopwatch) { w.Done = done })
}

// returnTo gives the earlier faults of a node back what a fault claimed that was never made.
func (f *folding) returnTo(never *stopwatch.Stopwatch) {
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; never.Takes(w, never.At) && !w.Done {
			f.retake(w.ID, never)
		}
	}
}
