// Package index finds the Frames of a recording.
package index

import (
	"slices"
	"sort"
	"time"

	"hadash/incident"
	"hadash/incident/event"
)

// Frames indexes a recording, and keeps some of its Frames, so that any other is folded again quickly. Frames are
// numbered as their Samples: Frame n is the result of n Samples, Frame 0 is the zero Frame.
//
// The zero Frames has read nothing. It is for one goroutine.
type Frames struct {
	begun  time.Time
	millis []uint32 // of each Frame since the first one: a day of them takes some megabytes
	told   int      // the newest Event's ID
	events []int    // Frames that brought a new Event
	faults []int    // Frames that brought a new fault
	broke  []string // what is broken by each of them: "app1 is stopped"
	kept   []kept
	every  int // a Frame is kept every this many
}

// kept is a Frame from which others are folded.
type kept struct {
	n     int
	frame incident.Frame
}

const (
	keptAtFirst = 256 // Samples from one kept Frame to the next, until too many are kept
	keptMost    = 64  // each may hold its own log lines and timeline
)

// Add adds the next Frame of the recording.
func (x *Frames) Add(f incident.Frame) {
	if len(x.millis) == 0 {
		x.begun, x.every = f.At, keptAtFirst
	}
	x.millis = append(x.millis, uint32(min(f.At.Sub(x.begun).Milliseconds(), 1<<32-1)))
	x.note(&f)
	if n := len(x.millis); n%x.every == 0 {
		f.Events, f.Lines = nil, nil // the next Fold makes its own
		x.kept = append(x.kept, kept{n, f})
	}
	if len(x.kept) > keptMost {
		x.every *= 2
		x.kept = slices.DeleteFunc(x.kept, func(k kept) bool { return k.n%x.every != 0 })
	}
}

// note records where Events first appeared. An updated Event keeps its ID.
func (x *Frames) note(f *incident.Frame) {
	newest, fault := x.told, false
	for _, e := range f.Events {
		if e.ID > x.told {
			newest, fault = max(newest, e.ID), fault || e.Kind == event.KindFault
		}
	}
	if newest == x.told {
		return
	}
	x.told = newest
	x.events = append(x.events, len(x.millis))
	if fault {
		x.faults = append(x.faults, len(x.millis))
		x.broke = append(x.broke, broken(f))
	}
}

// broken is what the newest fault of a Frame breaks; "" if no fault is known.
func broken(f *incident.Frame) string {
	if len(f.Stopwatches) == 0 {
		return ""
	}
	s := &f.Stopwatches[len(f.Stopwatches)-1]
	return s.Target + " is " + s.Now()
}

// Len returns how many Frames were added.
func (x *Frames) Len() int { return len(x.millis) }

// At returns Frame n's instant, to the millisecond.
func (x *Frames) At(n int) time.Time {
	return x.begun.Add(time.Duration(x.millis[n-1]) * time.Millisecond)
}

// Find returns the number of the last Frame that is not later than t, to the millisecond; 0 if all are.
func (x *Frames) Find(t time.Time) int {
	since := t.Sub(x.begun).Milliseconds()
	return sort.Search(len(x.millis), func(i int) bool { return int64(x.millis[i]) > since })
}

// Before returns the newest kept Frame with a number below n, and that number.
func (x *Frames) Before(n int) (int, incident.Frame) {
	i := sort.Search(len(x.kept), func(i int) bool { return x.kept[i].n >= n })
	if i == 0 {
		return 0, incident.Frame{}
	}
	return x.kept[i-1].n, x.kept[i-1].frame
}

// Events returns the numbers of the Frames that brought a new Event, in order. They may be read while more are added.
func (x *Frames) Events() []int { return slices.Clip(x.events) }

// Faults returns the numbers of the Frames that brought a fault, in order.
func (x *Frames) Faults() []int { return slices.Clip(x.faults) }

// Broke returns what each of these Faults breaks: "app1 is stopped"; "" if that is not known.
func (x *Frames) Broke() []string { return slices.Clip(x.broke) }
