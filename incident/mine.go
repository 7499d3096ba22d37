package incident

import (
	"slices"
	"sync/atomic"
)

// A Frame is a value, and the next one shares with it what did not change: so a step that writes to a list makes its own
// copy first. Within one Fold a copy is made once, however often is written: a Sample may hold thousands of lines.

// mine says which lists of the Frame that is being folded are its own already.
type mine struct{ nodes, sources, watches, faults, timeline, seconds, lined, balances bool }

func own[T any](list *[]T, already *bool) {
	if !*already {
		*list, *already = slices.Clone(*list), true
	}
}

func (f *folding) ownNodes()   { own(&f.Nodes, &f.mine.nodes) }
func (f *folding) ownSources() { own(&f.Sources, &f.mine.sources) }
func (f *folding) ownWatches() { own(&f.Stopwatches, &f.mine.watches) }
func (f *folding) ownFaults()  { own(&f.Faults, &f.mine.faults) }

// timelineRoom is how many events are added before the timeline is copied.
const timelineRoom = 256

// ownTimeline leaves room at the end: events mostly come there. The last place is for none, and counts what is left.
func (f *folding) ownTimeline() {
	if f.mine.timeline {
		return
	}
	all := append(make([]Event, 0, len(f.Timeline)+timelineRoom+1), f.Timeline...)
	all[:cap(all)][cap(all)-1].room = timelineRoom
	f.Timeline, f.mine.timeline = all[:len(all):cap(all)], true
}

// append puts an event at the end of the timeline. What lies behind the end is shared by all Frames that have this past,
// and the first one that wants it gets it.
func (f *folding) append(e Event) {
	if !f.room() {
		f.mine.timeline = false
		f.ownTimeline()
		f.room()
	}
	f.Timeline = append(f.Timeline, e)
}

// room claims the place behind the end; false when there is none, or another Frame has it.
func (f *folding) room() bool {
	left := cap(f.Timeline) - len(f.Timeline) - 1
	if left <= 0 {
		return false
	}
	last := &f.Timeline[:cap(f.Timeline)][cap(f.Timeline)-1]
	return atomic.CompareAndSwapInt32(&last.room, int32(left), int32(left-1)) //nolint:gosec // timelineRoom at most
}
