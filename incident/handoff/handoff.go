// Package handoff passes Frames to a reader that may be slow.
package handoff

import (
	"context"
	"time"

	"hadash/incident"
	"hadash/incident/event"
)

const maxLines = 2000 // lines waiting for a slow reader

// Pace says how long a Frame is held back: for gather, so that answers polled at the same moment form one Frame, and until least has
// passed since the Frame before was passed on. changed says that the state of something changed, which a user waits for.
type Pace func(f *incident.Frame, changed bool) (gather, least time.Duration)

// Gathering is the Pace that holds back what has not changed for a time; 0 holds back nothing.
func Gathering(gather time.Duration) Pace {
	return func(_ *incident.Frame, changed bool) (time.Duration, time.Duration) {
		if changed {
			return 0, 0
		}
		return gather, 0
	}
}

// Run passes a slow reader the newest Frame without losing Events. While the reader is busy, state is replaced, Events
// add up, and log lines add up to a bound (beyond it the oldest are dropped and counted in Dropped). Run closes out when
// in is closed or ctx ends.
func Run(ctx context.Context, in <-chan incident.Frame, out chan<- incident.Frame, pace Pace) {
	defer close(out)
	held := time.NewTimer(time.Hour)
	held.Stop()
	defer held.Stop()
	var due, sent time.Time // due is zero while nothing is held back
	var next incident.Frame
	var ready chan<- incident.Frame // nil, so never chosen, while next is empty
	var lost int
	for {
		select {
		case f, ok := <-in:
			if !ok {
				if ready != nil || !due.IsZero() {
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
			if ready != nil {
				break
			}
			now := time.Now()
			gather, least := pace(&next, changes(f.Events))
			at := now.Add(gather)
			if soonest := sent.Add(least); at.Before(soonest) {
				at = soonest
			}
			switch {
			case !at.After(now):
				due, ready = time.Time{}, out
				held.Stop()
			case due.IsZero() || at.Before(due):
				due = at
				held.Reset(at.Sub(now))
			}
		case <-held.C:
			due, ready = time.Time{}, out
		case ready <- next:
			next, ready, sent = incident.Frame{}, nil, time.Now()
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
