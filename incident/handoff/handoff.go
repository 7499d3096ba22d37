// Package handoff passes Frames to a reader that may be slow.
package handoff

import (
	"context"
	"time"

	"hadash/incident"
	"hadash/incident/event"
)

const maxLines = 2000 // lines waiting for a slow reader

// Run passes a slow reader the newest Frame without losing Events. While the reader is busy, state is replaced, Events
// add up, and log lines add up to a bound (beyond it the oldest are dropped and counted in Dropped). A Frame is held
// back for gather, so that answers polled at the same moment form one Frame; 0 holds nothing back. Run closes out when
// in is closed or ctx ends.
func Run(ctx context.Context, in <-chan incident.Frame, out chan<- incident.Frame, gather time.Duration) {
	defer close(out)
	held := time.NewTimer(gather)
	held.Stop()
	defer held.Stop()
	holding := false
	var next incident.Frame
	var ready chan<- incident.Frame // nil, so never chosen, while next is empty
	var lost int
	for {
		select {
		case f, ok := <-in:
			if !ok {
				if ready != nil || holding {
					select {
					case out <- next:
					case <-ctx.Done():
					}
				}
				return
			}
			f.Events = join(next.Events, f.Events)
			f.Lines = join(next.Lines, f.Lines)
			if over := len(f.Lines) - maxLines; over > 0 {
				lost += over
				f.Lines = f.Lines[over:]
			}
			f.Dropped += lost
			next = f
			switch {
			case gather <= 0 || changes(f.Events):
				holding, ready = false, out
				held.Stop()
			case ready == nil && !holding:
				holding = true
				held.Reset(gather)
			}
		case <-held.C:
			holding, ready = false, out
		case ready <- next:
			next, ready = incident.Frame{}, nil
		case <-ctx.Done():
			return
		}
	}
}

// changes reports whether the state of something changed: events that count failures, lines or sessions can wait.
func changes(events []event.Event) bool {
	for i := range events {
		switch events[i].Kind {
		case event.KindServer, event.KindBackend, event.KindContainer, event.KindFault, event.KindHeal, event.KindAbort:
			return true
		}
	}
	return false
}

// join appends without writing behind the end of a slice that may be shared.
func join[T any](a, b []T) []T {
	if len(a) == 0 {
		return b
	}
	return append(a[:len(a):len(a)], b...)
}
