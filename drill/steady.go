package drill

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
)

// unrest says why a Frame is no steady state, "" when it is one: every node serves, nothing is broken, the load
// runs if it is to, and no request failed.
func unrest(f *incident.Frame, load bool) string {
	all := f.Trouble()
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Role != record.RoleLoad && !n.Health.Serving() && !n.Health.Broken() {
			all = append(all, n.Name+" is "+n.Health.String())
		}
	}
	for i := range f.Faults {
		all = append(all, "open: "+f.Faults[i].String())
	}
	last, heard := f.Last()
	switch {
	case load && !f.Load.On:
		all = append(all, "the load does not run")
	case load && !heard && f.Load.Rate <= 0:
		all = append(all, "the load sends no requests")
	case heard && last.Failed > 0:
		all = append(all, fmt.Sprintf("%d of %d requests fail", last.Failed, last.Requests))
	}
	return strings.Join(all, ", ")
}

// gate lets the first line that breaks or judges something begin only from a steady state. Figures count from
// there on: from the first breaking line once there was one.
func (r *runner) gate(ctx context.Context, s *Step) error {
	breaks := s.do.part() == breaking
	if !s.do.part().gated() || r.broke || r.steady && !breaks {
		return nil
	}
	o := r.begin(&Step{Line: s.Line, Verb: record.StepSteady, Text: "steady state", Round: s.Round})
	defer func() { r.moved = o.To }()
	err := r.Until(ctx, patience, func(f *incident.Frame) bool { return r.unrest == "" && f.At.Sub(r.calm) >= r.o.Calm })
	switch {
	case errors.Is(err, ErrWaited):
		why := r.unrest
		if why == "" {
			why = "it does not last for " + r.o.Calm.String()
		}
		r.finish(o, verdict{record.StepFailed, fmt.Sprintf("not within %s: %s", patience, why)})
		r.result.stop(NotSteady, errors.New(why))
		return err
	case err != nil:
		r.finish(o, r.ended(ctx, err))
		return err
	}
	r.tally = begin(&r.Frame, time.Now())
	r.finish(o, verdict{record.StepHeld, r.calmWords()})
	r.steady, r.broke = true, breaks
	return nil
}

// calmWords says what the steady state is: "12 nodes serve, 361 requests/s, p95 65 ms".
func (r *runner) calmWords() string {
	serve := 0
	for i := range r.Frame.Nodes {
		if r.Frame.Nodes[i].Health.Serving() {
			serve++
		}
	}
	text := fmt.Sprintf("%d nodes serve", serve)
	if s, ok := r.Frame.Last(); ok {
		text += fmt.Sprintf(", %d requests/s, p95 %s", s.Requests, brief(s.P95))
	}
	return text
}
