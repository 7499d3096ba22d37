package drill

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hadash/incident"
	"hadash/record"
)

// World is the stack as a drill needs it.
type World interface {
	Inject(ctx context.Context, f record.Fault) error // an error that Is ErrImpossible: it cannot be made here
	Heal(ctx context.Context, f record.Fault) error
	HealAll(ctx context.Context) error // all that was broken by Inject, whatever ended ctx
	Reload(ctx context.Context, node string) error
	SetLoad(ctx context.Context, vus int) error // 0 stops it
	Step(s record.Step)                         // a line began or ended
	Note(text string)
	Snapshot(f incident.Frame, name string) (path string, err error)
}

// ErrImpossible says that a fault cannot be made on this machine, whoever asks for it.
var ErrImpossible = errors.New("impossible here")

// Options say how a drill is run.
type Options struct {
	FailFast bool                  // the first line that fails ends it
	Calm     time.Duration         // how long a steady state has to hold; 0 = 5 s
	Seen     func(*incident.Frame) // called for every Frame; may be nil
}

// Run does what a drill says, judges it, and leaves the stack healed and the load as it was, whatever ended it.
// Frames have to come already: the first one is waited for only for a moment.
func Run(ctx context.Context, d *Drill, w World, frames <-chan incident.Frame, o Options) *Result {
	if o.Calm == 0 {
		o.Calm = calmFor
	}
	r := &runner{d: d, w: w, o: o, result: &Result{Drill: d, Began: time.Now()}}
	seen := []func(*incident.Frame){r.see}
	if o.Seen != nil {
		seen = append(seen, o.Seen)
	}
	r.Watcher = NewWatcher(frames, seen...)
	if err := r.Until(ctx, patience, func(*incident.Frame) bool { return true }); err != nil {
		r.result.stop(Interrupted, err)
		r.result.Err, r.result.Ended = err, time.Now()
		return r.result
	}
	r.tally = begin(&r.Frame, time.Now())
	r.see(&r.Frame)
	r.lines(ctx)
	r.endNevers(ctx)
	r.leave(ctx)
	r.result.end(ctx, r.view(&r.Frame, r.acted, r.acted))
	return r.result
}

// runner is a drill that is being run.
type runner struct {
	*Watcher
	d      *Drill
	w      World
	o      Options
	result *Result

	tally  *tally
	steady bool      // the steady state held once
	broke  bool      // something was broken from it
	calm   time.Time // since when it holds
	unrest string    // why it does not
	failed int       // requests that had failed by then

	acted time.Time // when the last line that did something began
	moved time.Time // when the last line ended that did something or waited
	open  []record.Fault
	was   int // users of the load before the drill
	vus   int // users that the drill asked for
	loads bool
	watch []*watched
}

// see looks at every Frame: it counts, keeps account of the steady state, and watches what must never be.
func (r *runner) see(f *incident.Frame) {
	if r.tally == nil {
		return
	}
	r.tally.take(f)
	r.unrest = unrest(f, r.vus > 0)
	if r.unrest != "" || r.calm.IsZero() || f.Load.Failed != r.failed {
		r.calm, r.failed = f.At, f.Load.Failed
	}
	for _, w := range r.watch {
		r.guard(w, f)
	}
}

// usersOf is how many the load has now.
func usersOf(f *incident.Frame) int {
	if f.Load.K6 == nil || !f.Load.On {
		return 0
	}
	return f.Load.VUs
}

// lines does the lines in their order, as far as they are to be done.
func (r *runner) lines(ctx context.Context) {
	r.acted, r.moved = time.Now(), time.Now()
	for i := range r.d.Steps {
		s := &r.d.Steps[i]
		if r.result.State != "" || ctx.Err() != nil {
			r.skip(s)
			continue
		}
		r.line(ctx, s)
	}
}

func (r *runner) line(ctx context.Context, s *Step) {
	if err := r.gate(ctx, s); err != nil {
		r.skip(s)
		return
	}
	o := r.begin(s)
	v := s.do.run(ctx, r, s)
	if v.state == "" {
		return // it ends with the drill
	}
	if ctx.Err() != nil && v.state == record.StepFailed {
		v = verdict{record.StepSkipped, "interrupted"}
	}
	r.finish(o, v)
}

// begin tells that a line begins.
func (r *runner) begin(s *Step) *Outcome {
	o := &Outcome{Step: s.told(), Round: s.Round, From: time.Now()}
	o.State = record.StepBegun
	r.w.Step(o.Step)
	r.result.Outcomes = append(r.result.Outcomes, o)
	return o
}

// finish tells how it ended.
func (r *runner) finish(o *Outcome, v verdict) {
	o.State, o.Why, o.To = v.state, v.why, time.Now()
	r.w.Step(o.Step)
	switch o.Verb {
	case "assert", "#", "never", "note", "snapshot", "expect":
	default:
		r.moved = o.To
	}
	if v.state == record.StepFailed && r.o.FailFast && r.result.State == "" {
		r.result.stop(Failed, nil)
	}
}

// skip tells of a line that is not reached.
func (r *runner) skip(s *Step) {
	if s.Verb == "#" {
		return
	}
	o := &Outcome{Step: s.told(), Round: s.Round, From: time.Now()}
	o.State, o.To = record.StepSkipped, o.From
	r.result.Outcomes = append(r.result.Outcomes, o)
}

func (s *Step) told() record.Step {
	text := s.Text
	if s.Round != "" {
		text += "  (" + s.Round + ")"
	}
	return record.Step{Line: s.Line, Verb: s.Verb, Text: text}
}

// leave heals what is open, and leaves the load as it was found.
func (r *runner) leave(ctx context.Context) {
	if err := r.Meanwhile(ctx, func() error { return r.w.HealAll(ctx) }); err != nil {
		r.result.trouble(err)
	}
	r.open = nil
	if r.loads && r.vus != r.was {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		if err := r.Meanwhile(ctx, func() error { return r.w.SetLoad(ctx, r.was) }); err != nil {
			r.result.trouble(err)
		}
	}
	if ctx.Err() == nil && r.result.State != NotSteady {
		_ = r.Until(ctx, settledLimit, func(f *incident.Frame) bool { return !f.Running() }) // what is not over by then says so itself
	}
}

// untold reports whether nobody but the drill tells of a fault, though somebody should.
func (r *runner) untold(f record.Fault) bool {
	switch f.Kind {
	case record.Slow, record.Delay, record.Loss, record.SetWeight:
		return false // only who makes them knows
	}
	return !slices.ContainsFunc(r.tally.stopwatches(&r.Frame), func(w incident.Stopwatch) bool {
		return w.Target == f.Target && w.Kind == f.Kind && w.Moments[incident.Injected].Witness != incident.ByYou
	})
}

// run of a fault makes it, and sees to it that somebody tells of it: one that changed nothing is no experiment.
func (b breakIt) run(ctx context.Context, r *runner, _ *Step) verdict {
	r.acted = time.Now()
	err := r.Meanwhile(ctx, func() error { return r.w.Inject(ctx, b.fault) })
	switch {
	case errors.Is(err, ErrImpossible):
		r.result.stop(Skipped, err)
		return verdict{record.StepSkipped, err.Error()}
	case err != nil:
		r.result.stop(Failed, nil)
		return verdict{record.StepFailed, err.Error()}
	}
	if b.fault.Kind.Inverse() != "" {
		r.open = append(r.open, b.fault)
	}
	if err := r.Until(ctx, 5*time.Second, func(*incident.Frame) bool { return !r.untold(b.fault) }); errors.Is(err, ErrWaited) {
		return verdict{record.StepFailed, "nobody tells of it, neither Docker nor HAProxy: did it change anything?"}
	}
	return verdict{record.StepDone, ""}
}

func (h healIt) run(ctx context.Context, r *runner, _ *Step) verdict {
	r.acted = time.Now()
	var errs []error
	for _, f := range slices.Backward(slices.Clone(r.open)) {
		if h.node != "" && f.Target != h.node {
			continue
		}
		if err := r.Meanwhile(ctx, func() error { return r.w.Heal(ctx, f) }); err != nil {
			errs = append(errs, err)
			continue
		}
		r.open = slices.DeleteFunc(r.open, func(o record.Fault) bool { return o == f })
	}
	if err := errors.Join(errs...); err != nil {
		r.result.stop(Failed, nil)
		return verdict{record.StepFailed, err.Error()}
	}
	return verdict{record.StepDone, ""}
}

func (l reload) run(ctx context.Context, r *runner, _ *Step) verdict {
	r.acted = time.Now()
	return r.done(r.Meanwhile(ctx, func() error { return r.w.Reload(ctx, l.node) }))
}

func (l setLoad) run(ctx context.Context, r *runner, _ *Step) verdict {
	if !r.loads {
		r.loads, r.was = true, usersOf(&r.Frame)
	}
	r.vus = l.vus
	err := r.Meanwhile(ctx, func() error { return r.w.SetLoad(ctx, l.vus) })
	r.calm = time.Now() // what was calm before was so under another load
	return r.done(err)
}

// done is the verdict on a line that only does something. What cannot be done ends the drill.
func (r *runner) done(err error) verdict {
	if err != nil {
		r.result.stop(Failed, nil)
		return verdict{record.StepFailed, err.Error()}
	}
	return verdict{record.StepDone, ""}
}

func (heading) run(context.Context, *runner, *Step) verdict { return verdict{record.StepDone, ""} }

func (n remark) run(_ context.Context, r *runner, _ *Step) verdict {
	r.w.Note(n.text)
	return verdict{record.StepDone, ""}
}

func (n snapshot) run(_ context.Context, r *runner, s *Step) verdict {
	name := n.name
	if name == "" {
		name = fmt.Sprintf("line%d", s.Line)
	}
	path, err := r.w.Snapshot(r.Frame, name)
	if err != nil {
		return verdict{record.StepFailed, err.Error()}
	}
	return verdict{record.StepDone, path}
}

func (o onStack) run(_ context.Context, r *runner, _ *Step) verdict {
	if runs := r.Frame.Topology.Stack; runs != o.name && runs != "" {
		return verdict{record.StepDone, "as asked for, " + runs + " runs instead"}
	}
	return verdict{record.StepDone, ""}
}

func (p pass) run(ctx context.Context, r *runner, _ *Step) verdict {
	if err := r.Wait(ctx, p.time); err != nil {
		return verdict{record.StepSkipped, err.Error()}
	}
	return verdict{record.StepDone, ""}
}
