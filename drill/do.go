package drill

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// untold reports whether only the drill itself has reported a fault since the last stopwatch, although Docker or HAProxy should.
func (r *runner) untold(f record.Fault, last int) bool {
	n := r.Frame.Node(f.Target)
	quiet := f.Kind.Silent() || f.Kind == record.Cut && n != nil && n.Container.Task != "" // its network stays as it is
	return !quiet && !slices.ContainsFunc(r.Frame.Stopwatches, func(w stopwatch.Stopwatch) bool {
		return w.ID > last && w.Target == f.Target && w.Kind == f.Kind && w.Moments[stopwatch.Injected].Witness != event.ByYou
	})
}

// run of a fault injects it, and waits until another source reports it: a fault without effect is no experiment.
func (b breakIt) run(ctx context.Context, r *runner, _ *Step) verdict {
	r.warnUnjudged()
	last, refused := lastStopwatch(&r.Frame), refusal(&r.Frame, b.fault)
	err := r.during(ctx, func() error { return r.w.Inject(ctx, b.fault) })
	if r.flying != nil && b.fault.Kind.Inverse() != "" {
		r.open = append(r.open, b.fault) // it may be there soon
	}
	switch {
	case errors.Is(err, ErrImpossible):
		r.result.stop(Skipped, err)
		return verdict{record.StepSkipped, wording.Text(err.Error())}
	case err != nil:
		r.result.stop(Failed, nil)
		return verdict{record.StepFailed, wording.Text(err.Error())}
	}
	if b.fault.Kind.Inverse() != "" {
		r.open = append(r.open, b.fault)
	}
	err = r.Until(ctx, toldLimit, func(*incident.Frame) bool { return !r.untold(b.fault, last) })
	switch {
	case errors.Is(err, ErrWaited):
		if !refused.IsZero() {
			return verdict{record.StepFailed, refused}
		}
		if r.Frame.Topology.NoDocker {
			return verdict{record.StepFailed, wording.HAProxyIsSilent.Of()}
		}
		return verdict{record.StepFailed, wording.NobodyTells.Of()}
	case err != nil:
		return r.ended(ctx, err)
	}
	return verdict{record.StepDone, wording.Phrase{}}
}

// refusal says why a fault would change nothing in a Frame, zero if it would. The fault is tried all the same: after a
// heal the Frame can still be the one before it.
func refusal(f *incident.Frame, fault record.Fault) wording.Phrase {
	n := f.Node(fault.Target)
	switch {
	case fault.Kind.OfCluster():
		return consequence.RefuseCluster(f, fault).Phrase()
	case n == nil:
		return wording.Phrase{}
	}
	return consequence.Refuse(f, n, fault.Kind).Phrase()
}

func (h healIt) run(ctx context.Context, r *runner, _ *Step) verdict {
	var errs []error
	for _, f := range slices.Backward(slices.Clone(r.open)) {
		if h.node != "" && f.Target != h.node {
			continue
		}
		if err := r.during(ctx, func() error { return r.w.Heal(ctx, f) }); err != nil {
			if errs = append(errs, err); ctx.Err() != nil {
				break // the rest is healed all at once
			}
			continue
		}
		r.open = slices.DeleteFunc(r.open, func(o record.Fault) bool { return o == f })
	}
	if err := errors.Join(errs...); err != nil {
		r.result.stop(Failed, nil)
		return verdict{record.StepFailed, wording.Text(err.Error())}
	}
	return verdict{record.StepDone, wording.Phrase{}}
}

func (l reload) run(ctx context.Context, r *runner, _ *Step) verdict {
	return r.done(r.during(ctx, func() error { return r.w.Reload(ctx, l.node) }))
}

func (l setLoad) run(ctx context.Context, r *runner, _ *Step) verdict {
	if !r.loads {
		r.loads, r.was = true, usersOf(&r.Frame)
	}
	r.vus = l.vus
	err := r.during(ctx, func() error { return r.w.SetLoad(ctx, l.vus) })
	r.calm = time.Now() // the earlier calm was under another load
	return r.done(err)
}

// done is the verdict on an action. An action that fails ends the drill.
func (r *runner) done(err error) verdict {
	if err != nil {
		r.result.stop(Failed, nil)
		return verdict{record.StepFailed, wording.Text(err.Error())}
	}
	return verdict{record.StepDone, wording.Phrase{}}
}

func (heading) run(context.Context, *runner, *Step) verdict {
	return verdict{record.StepDone, wording.Phrase{}}
}

func (n remark) run(_ context.Context, r *runner, _ *Step) verdict {
	r.w.Note(n.text)
	return verdict{record.StepDone, wording.Phrase{}}
}

func (n snapshot) run(ctx context.Context, r *runner, s *Step) verdict {
	name := n.name
	if name == "" {
		name = fmt.Sprintf("line%d", s.Line)
	}
	var path string
	f := r.Frame
	err := r.during(ctx, func() (err error) {
		path, err = r.w.Snapshot(f, name)
		return err
	})
	if err != nil {
		return verdict{record.StepFailed, wording.Text(err.Error())}
	}
	return verdict{record.StepDone, wording.Text(path)}
}

func (o onStack) run(_ context.Context, r *runner, _ *Step) verdict {
	if runs := r.Frame.Topology.Stack; runs != o.name && runs != "" {
		return verdict{record.StepDone, wording.OtherStack.Of(runs)}
	}
	return verdict{record.StepDone, wording.Phrase{}}
}

func (p pass) run(ctx context.Context, r *runner, _ *Step) verdict {
	if err := r.Wait(ctx, p.time); err != nil {
		return r.ended(ctx, err)
	}
	return verdict{record.StepDone, wording.Phrase{}}
}
