package verdict

import (
	"slices"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
)

// Requested reports whether the heal of an open fault was asked for, and is not done yet.
func Requested(f *incident.Frame, x *stopwatch.Fault) bool { return healOf(f, x) == asked }

// NotHealed reports whether the last heal of an open fault failed.
func NotHealed(f *incident.Frame, x *stopwatch.Fault) bool { return healOf(f, x) == failed }

// heal is what became of the last heal of an open fault.
type heal uint8

const (
	none heal = iota
	asked
	failed
)

func healOf(f *incident.Frame, x *stopwatch.Fault) heal {
	for _, e := range slices.Backward(f.Timeline) {
		switch {
		case e.At.Before(x.At):
			return none
		case e.To == event.NotHealed && e.Node == x.Target && e.Subject == x.Verb():
			return failed
		case x.HealedBy(&e) && e.Witness == event.ByYou:
			return asked
		}
	}
	return none
}
