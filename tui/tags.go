package tui

import (
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
)

// letters tell faults apart on the timeline while several are under way.
const letters = "abcdefghijklmnopqrstuvwxyz"

// severalRun reports whether more than one fault is under way, so that it must be said which one is
// meant.
func (m *Model) severalRun() bool {
	n := 0
	for i := range m.frame.Stopwatches {
		if !m.frame.Stopwatches[i].Done {
			n++
		}
	}
	return n > 1
}

// tag is the letter of a fault, "" while no other is under way.
func (m *Model) tag(s *stopwatch.Stopwatch) string {
	if s == nil || !m.severalRun() {
		return ""
	}
	at := max(s.ID-1, 0) % len(letters)
	return letters[at : at+1]
}

// fullTag is the tag and a blank, where there is one.
func (m *Model) fullTag(s *stopwatch.Stopwatch) string {
	if t := m.tag(s); t != "" {
		return t + " "
	}
	return ""
}

// tagCell writes the letter of the fault that an event belongs to, into two cells.
func (m *Model) tagCell(p *paint.Pen, e *event.Event) {
	tag := ""
	if e.Fault != "" && m.severalRun() {
		tag = m.tag(m.cause(e))
	}
	p.Left(m.c.Theme.Strong, tag, 1)
	p.Space(1)
}

// cause finds the stopwatch of the fault that an event belongs to; nil when it is gone.
func (m *Model) cause(e *event.Event) *stopwatch.Stopwatch {
	t0 := e.At.Add(-e.After)
	for i := len(m.frame.Stopwatches) - 1; i >= 0; i-- {
		s := &m.frame.Stopwatches[i]
		if s.At.Equal(t0) && s.String() == e.Fault {
			return s
		}
	}
	return nil
}

// stopwatchOf finds the stopwatch of an open fault; nil when there is none.
func (m *Model) stopwatchOf(f *stopwatch.Fault) *stopwatch.Stopwatch {
	for i := len(m.frame.Stopwatches) - 1; i >= 0; i-- {
		if s := &m.frame.Stopwatches[i]; s.Fault.Fault == f.Fault && s.At.Equal(f.At) {
			return s
		}
	}
	return nil
}
