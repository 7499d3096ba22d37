package drill

import (
	"context"
	"errors"
	"slices"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/wording"
)

// unrest says why a Frame is not a steady state, zero when it is: every node serves, nothing is broken, the load
// runs if it should, and no request failed.
func unrest(f *incident.Frame, load bool) (all wording.Phrase) {
	add := func(p wording.Phrase) {
		if all.IsZero() {
			all = p
			return
		}
		all = wording.Further.Of(all, p)
	}
	for _, p := range f.Trouble() {
		add(p)
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; !n.Software().Asks() && !n.Health.Serving() && !n.Health.Broken() {
			add(wording.IsInState.Of(n.Name, n.Health.Phrase()))
		}
	}
	for i := range f.Faults {
		add(wording.StillOpen.Of(f.Faults[i].Phrase()))
	}
	last, heard := f.Last()
	switch {
	case load && !f.Load.On:
		add(wording.NoLoad.Of())
	case load && !heard && f.Load.Rate <= 0:
		add(wording.LoadIsIdle.Of())
	case heard && last.Failed > 0:
		add(wording.RequestsFail.Of(last.Failed, last.Requests))
	}
	return all
}

// Breaks reports whether a line of the drill breaks something.
func (d *Drill) Breaks() bool {
	return slices.ContainsFunc(d.Steps, func(s Step) bool { return s.do.part() == breaking })
}

// gates reports whether a line needs a steady state to begin from. In a drill that breaks nothing that is also a line that watches from
// here on: what fails by itself from there is counted.
func (r *runner) gates(s *Step) bool {
	switch s.do.(type) {
	case never, abort, *never, *abort:
		return !r.d.Breaks()
	}
	return s.do.part().gated()
}

// gate admits the first line that breaks or judges something only in a steady state. Figures count from
// there on: from the first breaking line once there is one.
func (r *runner) gate(ctx context.Context, s *Step) error {
	breaks := s.do.part() == breaking
	if !r.gates(s) || r.broke || r.steady && !breaks {
		return nil
	}
	o := r.begin(&Step{Line: s.Line, Verb: record.StepSteady, Text: "steady state", Round: s.Round})
	defer func() { r.moved = o.To }()
	err := r.Until(ctx, patience, func(f *incident.Frame) bool { return r.unrest.IsZero() && f.At.Sub(r.calm) >= r.o.Calm })
	switch {
	case errors.Is(err, ErrWaited):
		why := r.unrest
		if why.IsZero() {
			why = wording.DoesNotLastFor.Of(r.o.Calm)
		}
		r.finish(o, verdict{record.StepFailed, wording.NotWithin.Of(patience, why)})
		r.result.stop(NotSteady, errors.New(why.String()))
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
func (r *runner) calmWords() wording.Phrase {
	serve := 0
	for i := range r.Frame.Nodes {
		if r.Frame.Nodes[i].Health.Serving() {
			serve++
		}
	}
	if s, ok := r.Frame.Last(); ok {
		return wording.Counted(serve, wording.NodeServesAt, wording.NodesServeAt).Of(serve, s.Requests, wording.Took(s.P95))
	}
	return wording.Counted(serve, wording.NodeServes, wording.NodesServe).Of(serve)
}
