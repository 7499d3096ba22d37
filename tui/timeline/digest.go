package timeline

import (
	"slices"
	"sort"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
)

// The timeline that follows is a digest of all events: alike ones are one line, and the moments of the faults that are
// under way stay in sight. While it is scrolled it shows every event.

const (
	digestEvents = 300              // how many of the newest events are looked at
	digestAfter  = 30 * time.Second // how long the moments of a fault stay when it is over
)

// digestLine is one line: the newest of alike events, how many there were, and when the last of them was.
type digestLine struct {
	nth    int // in the Timeline
	count  int
	at     time.Time
	pinned bool
}

// digest is h lines in the order of their times, the newest at the bottom. It is kept until the next call.
func (p *Pane) digest(f *incident.Frame, h int) []digestLine {
	p.lines = p.lines[:0]
	all := f.Timeline
	if p.at != 0 && h > 1 {
		p.keep(f, find(f, p.at))
	}
	p.pin(f, max(h-1, 0))
	for i := len(all) - 1; i >= max(len(all)-digestEvents, 0); i-- {
		e := &all[i]
		if slices.ContainsFunc(p.lines, func(l digestLine) bool { return l.nth == i }) || p.counted(all, e) {
			continue
		}
		p.lines = append(p.lines, digestLine{nth: i, count: e.Count, at: latest(e.At, e.Until)})
	}
	slices.SortStableFunc(p.lines, func(a, b digestLine) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		cause, other := all[a.nth].Kind == event.KindFault, all[b.nth].Kind == event.KindFault
		switch {
		case cause && !other: // a fault that is dated by its first effect stands before it
			return -1
		case other && !cause:
			return +1
		}
		return a.nth - b.nth
	})
	p.drop(len(p.lines)-h, len(all)-1)
	return p.lines
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// drop leaves out the n oldest lines that need not stay.
func (p *Pane) drop(n, newest int) {
	p.lines = slices.DeleteFunc(p.lines, func(l digestLine) bool {
		if n <= 0 || l.pinned || l.nth == newest {
			return false
		}
		n--
		return true
	})
}

// counted adds an event to the count of a newer line that is alike.
func (p *Pane) counted(all []event.Event, e *event.Event) bool {
	if !repeats(e.Kind) {
		return false
	}
	for i := range p.lines {
		l := &p.lines[i]
		if !l.pinned && saysSame(&all[l.nth], e) {
			l.count, l.at = l.count+e.Count, latest(l.at, e.Until)
			return true
		}
	}
	return false
}

// saysSame reports whether two events have the same text. Texts with the duration of one request may differ.
func saysSame(a, b *event.Event) bool {
	return a.Kind == b.Kind && a.Severity == b.Severity && a.Subject == b.Subject && a.To == b.To && a.Fault == b.Fault && (a.To != "" || a.Says.Equal(b.Says))
}

// repeats reports the kinds of events that can be counted. Faults and the states of servers have a line each.
func repeats(k event.Kind) bool {
	switch k {
	case event.KindEndings, event.KindMoved, event.KindUpstream, event.KindClient, event.KindSource, event.KindTruth:
		return true
	}
	return false
}

// pin keeps the main moments of the faults that are under way, of the newest first: broken, noticed, healed
// and back.
func (p *Pane) pin(f *incident.Frame, most int) {
	for i := len(f.Stopwatches) - 1; i >= 0; i-- {
		s := &f.Stopwatches[i]
		if !recent(f, s) {
			continue
		}
		for _, m := range [...]*stopwatch.Moment{&s.Moments[stopwatch.Injected], &s.Moments[stopwatch.Detected], &s.Moments[stopwatch.Healed], &s.Up, &s.Moments[stopwatch.Back]} {
			if nth := eventOf(f, s, m); nth >= 0 && len(p.lines) < most {
				p.keep(f, nth)
			}
		}
	}
}

// recent reports a fault that is open, or was within digestAfter.
func recent(f *incident.Frame, s *stopwatch.Stopwatch) bool {
	end := s.Moments[stopwatch.Healed].At
	if back := s.Moments[stopwatch.Back].At; back.After(end) {
		end = back
	}
	if end.IsZero() {
		return !s.Done
	}
	return f.At.Sub(end) < digestAfter
}

func (p *Pane) keep(f *incident.Frame, nth int) {
	if slices.ContainsFunc(p.lines, func(l digestLine) bool { return l.nth == nth }) {
		return
	}
	e := &f.Timeline[nth]
	p.lines = append(p.lines, digestLine{nth: nth, count: e.Count, at: e.At, pinned: true})
}

// eventOf is the place of the event that a moment of a fault was taken from, or, when it was taken from none, of one of the
// same time that belongs to the fault; -1 when there is none.
func eventOf(f *incident.Frame, s *stopwatch.Stopwatch, m *stopwatch.Moment) int {
	if !m.Seen() {
		return -1
	}
	all := f.Timeline
	fault, other := s.String(), -1
	for i := sort.Search(len(all), func(i int) bool { return !all[i].At.Before(m.At) }); i < len(all) && all[i].At.Equal(m.At); i++ {
		e := &all[i]
		if e.ID == m.Event {
			return i
		}
		if other < 0 && m.Event == 0 && e.Fault == fault && (e.Node == s.Target || e.Node == "") {
			other = i
		}
	}
	return other
}
