package main

import (
	"hadash/cmd/hadash/config"
	"hadash/drill"
	"hadash/incident"
	"hadash/record"
	"hadash/tui"
	"hadash/tui/asked"
)

// screenLimit is a condition of drills in the form that the screen uses.
type screenLimit struct {
	drill.Condition
	guard *drill.Guard
}

func (l *screenLimit) Begin(f *incident.Frame) { l.guard = drill.NewGuard(l.Condition, f) }

func (l *screenLimit) See(f *incident.Frame) asked.LimitNow { return asked.LimitNow(l.guard.See(f)) }

// readLimit reads a condition that is typed on the screen.
func readLimit(text string) (asked.Limit, error) {
	c, err := drill.ParseCondition(text)
	if err != nil {
		return nil, config.NoCondition(text, err)
	}
	return &screenLimit{Condition: c}, nil
}

// limitScreen gives the screen the limit of --abort-when, and lets the user set others.
func (o *options) limitScreen(s *tui.Options, act func(record.Act)) error {
	s.Limit = readLimit
	s.Aborted = func(when, saw string) { act(record.Act{Abort: &record.Abort{When: when, Saw: saw}}) }
	c, err := o.limit()
	if c != nil {
		s.AbortWhen = &screenLimit{Condition: *c}
	}
	return err
}
