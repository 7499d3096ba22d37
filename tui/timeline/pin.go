package timeline

import (
	"slices"
	"sort"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
)

// pin keeps the main moments of the faults that are under way, of the newest first: broken, noticed, healed
// and back, and that users felt them.
func (p *Pane) pin(f *incident.Frame, most int) {
	n := 0
	for i := range p.lines {
		if p.lines[i].pinned {
			n++
		}
	}
	for i := len(f.Stopwatches) - 1; i >= 0; i-- {
		s := &f.Stopwatches[i]
		if !recent(f, s) {
			continue
		}
		for _, m := range [...]*stopwatch.Moment{&s.Moments[stopwatch.Injected], &s.Moments[stopwatch.Detected], &s.Moments[stopwatch.Healed], &s.Up, &s.Moments[stopwatch.Back]} {
			if nth := eventOf(f, s, m); nth >= 0 && n < most && p.keep(f, nth) {
				n++
			}
		}
		if n < most && p.keepFelt(f, s) {
			n++
		}
	}
}

// keepFelt pins the line of the failed requests of users in the time of a fault, and reports whether it was not pinned before.
func (p *Pane) keepFelt(f *incident.Frame, s *stopwatch.Stopwatch) bool {
	fault := s.String()
	for i := range p.lines {
		e := &f.Timeline[p.lines[i].nth]
		if e.Kind == event.KindClient && e.Fault == fault && e.At.Add(-e.After).Equal(s.At) {
			was := p.lines[i].pinned
			p.lines[i].pinned = true
			return !was
		}
	}
	return false
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

// keep pins the line of an event, and reports whether it was not pinned before.
func (p *Pane) keep(f *incident.Frame, nth int) bool {
	at := p.lineAt(nth)
	if at < 0 { // older than those that are looked at
		p.lines = append(p.lines, lineOf(f.Timeline, nth))
		at = len(p.lines) - 1
		defer p.sort(f.Timeline)
	}
	was := p.lines[at].pinned
	p.lines[at].pinned = true
	return !was
}

// eventOf is the place of the event that a moment of a fault was taken from, or, when it was taken from none, of one of the
// same time that belongs to the fault; -1 when there is none. A heal stands at its command, before its moment.
func eventOf(f *incident.Frame, s *stopwatch.Stopwatch, m *stopwatch.Moment) int {
	if !m.Seen() {
		return -1
	}
	all := f.Timeline
	fault, other := s.String(), -1
	after := sort.Search(len(all), func(i int) bool { return !all[i].At.Before(m.At) })
	for i := after; i < len(all) && all[i].At.Equal(m.At); i++ {
		e := &all[i]
		if e.ID == m.Event {
			return i
		}
		if other < 0 && m.Event == 0 && e.Fault == fault && (e.Node == s.Target || e.Node == "") {
			other = i
		}
	}
	if m.Event == 0 {
		return other
	}
	for i := range slices.Backward(all[:after]) {
		if all[i].ID == m.Event {
			return i
		}
		if all[i].At.Before(s.At) {
			break
		}
	}
	return other
}
