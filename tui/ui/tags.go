package ui

import (
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
)

// letters tell faults apart on the timeline while several are under way.
const letters = "abcdefghijklmnopqrstuvwxyz"

// SeveralRun reports whether more than one fault is under way, so that the screen must tell them
// apart.
func (c *Context) SeveralRun() bool {
	n := 0
	for i := range c.Frame.Stopwatches {
		if !c.Frame.Stopwatches[i].Done {
			n++
		}
	}
	return n > 1
}

// Tag is the letter of a fault, "" while no other is under way.
func (c *Context) Tag(s *stopwatch.Stopwatch) string {
	if s == nil || !c.SeveralRun() {
		return ""
	}
	at := max(s.ID-1, 0) % len(letters)
	return letters[at : at+1]
}

// FullTag is the tag and a blank, where there is one.
func (c *Context) FullTag(s *stopwatch.Stopwatch) string {
	if t := c.Tag(s); t != "" {
		return t + " "
	}
	return ""
}

// TagCell writes the letter of the fault that an event belongs to, into two cells.
func (c *Context) TagCell(p *paint.Pen, e *event.Event) {
	tag := ""
	if e.Fault != "" && c.SeveralRun() {
		tag = c.Tag(c.cause(e))
	}
	p.Left(c.Theme.Strong, tag, 1)
	p.Space(1)
}

// cause finds the stopwatch of the fault that an event belongs to; nil when it is gone.
func (c *Context) cause(e *event.Event) *stopwatch.Stopwatch {
	t0 := e.At.Add(-e.After)
	for i := len(c.Frame.Stopwatches) - 1; i >= 0; i-- {
		s := &c.Frame.Stopwatches[i]
		if s.At.Equal(t0) && s.String() == e.Fault {
			return s
		}
	}
	return nil
}

// StopwatchOf finds the stopwatch of an open fault; nil when there is none.
func (c *Context) StopwatchOf(f *stopwatch.Fault) *stopwatch.Stopwatch {
	for i := len(c.Frame.Stopwatches) - 1; i >= 0; i-- {
		if s := &c.Frame.Stopwatches[i]; s.Fault.Fault == f.Fault && s.At.Equal(f.At) {
			return s
		}
	}
	return nil
}
