package report

import (
	"time"

	"hadash/incident/event"
	"hadash/wording"
)

// Shared is a time in which several nodes of a pair had its address at once, by their logs.
type Shared struct {
	Addr    string // "" = its name is not known
	From    time.Time
	To      time.Time // zero: it was so at the end still
	AtLeast bool      // it was so when it was first seen
	Says    wording.Phrase
}

// Shared lists them, oldest first.
func (r *Run) Shared() (all []Shared) { return SharedIn(r.Events) }

// SharedIn lists those of some events, which are in the order of time.
func SharedIn(events []event.Event) (all []Shared) {
	for i := range events {
		e := &events[i]
		switch {
		case e.Kind != event.KindAddress:
		case e.To == event.Both:
			all = append(all, Shared{Addr: e.Subject, From: e.At, AtLeast: e.Already, Says: e.Says})
		case e.To == event.OneOnly:
			for j := len(all) - 1; j >= 0; j-- {
				if x := &all[j]; x.Addr == e.Subject && x.To.IsZero() {
					x.To = e.At
					break
				}
			}
		}
	}
	return all
}
