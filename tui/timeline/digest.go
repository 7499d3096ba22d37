package timeline

import (
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
)

// The timeline that follows is a digest of all events. What tells one thing is always one line; alike lines become one
// where there is no room for each. A line stands where its first event was reported, and stays there: what comes later is
// added to its count. The moments of the faults that are under way stay in sight. While it is scrolled it shows every
// event.

const (
	digestEvents = 300              // how many of the newest events are looked at
	digestAfter  = 30 * time.Second // how long the moments of a fault stay when it is over
)

// digestLine is one line, with the event at which it stands and those that it also tells.
type digestLine struct {
	nth     int // in the Timeline: of its events the one that was reported first
	says    int // the one whose title it has
	count   int
	at      time.Time
	until   time.Time // of the last one that it tells
	runs    time.Time // of a heal that starts a process: when its container ran; of a load: its last step
	group   bool      // it lists its events: nodes that Docker found healthy
	pinned  bool
	seconds bool // another witness reports the same requests
	several bool // the titles of its events differ
}

// lineOf is the line of one event.
func lineOf(all []event.Event, nth int) digestLine {
	e := &all[nth]
	return digestLine{nth: nth, says: nth, count: max(e.Count, 1), at: e.At, until: latest(e.At, e.Until), several: e.Several}
}

// of is what a digest was made of.
type of struct {
	first   *event.Event
	events  int
	watches *stopwatch.Stopwatch
	at      time.Time
	h       int
	chosen  int
}

// digest is h lines in the order of their times, the newest at the bottom. It is kept until the next call.
func (p *Pane) digest(f *incident.Frame, h int) []digestLine {
	all := f.Timeline
	is := of{events: len(all), at: f.At, h: h, chosen: p.at}
	if len(all) > 0 {
		is.first = &all[0]
	}
	if len(f.Stopwatches) > 0 {
		is.watches = &f.Stopwatches[0]
	}
	if is == p.of {
		return p.lines
	}
	p.of = is
	p.lines = p.lines[:0]
	p.base = max(len(all)-digestEvents, 0)
	p.home = slices.Grow(p.home[:0], len(all)-p.base)
	for i := p.base; i < len(all); i++ {
		p.home = append(p.home, i)
		if !p.joins(all, i) {
			p.lines = append(p.lines, lineOf(all, i))
		}
	}
	p.sort(all)
	if len(p.lines) > h {
		p.fold(all)
	}
	if p.at != 0 && h > 1 {
		p.keep(f, find(f, p.at))
	}
	p.pin(f, max(h-1, 0))
	p.dropHeld(all, len(p.lines)-h)
	p.drop(len(p.lines) - h)
	return p.lines
}

// lineAt is the index of the line that tells an event; -1 if none does.
func (p *Pane) lineAt(nth int) int {
	if nth >= p.base && nth-p.base < len(p.home) {
		nth = p.home[nth-p.base]
	}
	return slices.IndexFunc(p.lines, func(l digestLine) bool { return l.nth == nth })
}

// sort puts the lines in the order of their times. A fault that is dated by its first effect stands before it.
func (p *Pane) sort(all []event.Event) {
	slices.SortStableFunc(p.lines, func(a, b digestLine) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		cause, other := all[a.nth].Kind == event.KindFault, all[b.nth].Kind == event.KindFault
		switch {
		case cause && !other:
			return -1
		case other && !cause:
			return +1
		}
		return a.nth - b.nth
	})
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// dropHeld leaves out up to n lines of a drill that held, the oldest first, and not the newest event: only what a drill
// missed is news for long.
func (p *Pane) dropHeld(all []event.Event, n int) {
	p.lines = slices.DeleteFunc(p.lines, func(l digestLine) bool {
		e := &all[l.nth]
		if n <= 0 || l.pinned || l.nth == len(all)-1 || e.Kind != event.KindDrill || e.Severity == event.Bad {
			return false
		}
		n--
		return true
	})
}

// drop leaves out the n lines that were silent for the longest and need not stay.
func (p *Pane) drop(n int) {
	if n <= 0 {
		return
	}
	p.ends = p.ends[:0]
	for i := range p.lines {
		if !p.lines[i].pinned {
			p.ends = append(p.ends, p.lines[i].until.UnixNano())
		}
	}
	if n < len(p.ends) {
		slices.Sort(p.ends)
		p.ends = p.ends[:n]
	}
	if len(p.ends) == 0 {
		return
	}
	last := p.ends[len(p.ends)-1]
	left := len(p.ends)
	p.lines = slices.DeleteFunc(p.lines, func(l digestLine) bool {
		if l.pinned || left == 0 || l.until.UnixNano() > last {
			return false
		}
		left--
		return true
	})
}
