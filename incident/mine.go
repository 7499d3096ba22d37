package incident

import (
	"slices"

	"hadash/incident/event"
)

// A Frame is a value, and the next one shares with it what did not change: so a step that writes to a list makes its own
// copy first. Within one Fold a copy is made once, however often is written: a Sample may hold thousands of lines.

// mine says which lists of the Frame that is being folded are its own already.
type mine struct{ nodes, sources, watches, faults, timeline, seconds bool }

// own copies a list before it is written to for the first time.
func own[T any](list *[]T, already *bool) {
	if !*already {
		*list, *already = slices.Clone(*list), true
	}
}

func (f *folding) ownNodes()   { own(&f.Nodes, &f.mine.nodes) }
func (f *folding) ownSources() { own(&f.Sources, &f.mine.sources) }
func (f *folding) ownWatches() { own(&f.Stopwatches, &f.mine.watches) }
func (f *folding) ownFaults()  { own(&f.Faults, &f.mine.faults) }

// ownTimeline leaves room at the end: events mostly come there.
func (f *folding) ownTimeline() {
	if !f.mine.timeline {
		f.Timeline, f.mine.timeline = event.WithRoom(f.Timeline), true
	}
}

// append puts an event at the end of the timeline.
func (f *folding) append(e event.Event) {
	if !event.Claim(f.Timeline) {
		f.mine.timeline = false
		f.ownTimeline()
		event.Claim(f.Timeline)
	}
	f.Timeline = append(f.Timeline, e)
}
