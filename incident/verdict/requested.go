package verdict

import (
	"slices"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
)

// Requested reports whether the heal of an open fault was asked for, and is not done yet.
func Requested(f *incident.Frame, x *stopwatch.Fault) bool {
	for _, e := range slices.Backward(f.Timeline) {
		switch {
		case e.At.Before(x.At):
			return false
		case x.HealedBy(&e) && e.Witness == event.ByYou:
			return true
		}
	}
	return false
}
