package drill

import (
	"context"
	"errors"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/wording"
)

// World is the stack as a drill uses it.
type World interface {
	Inject(ctx context.Context, f record.Fault) error // an error that Is ErrImpossible: it cannot be made here
	Heal(ctx context.Context, f record.Fault) error
	HealAll(ctx context.Context) error // heals everything that Inject broke, at once, even if ctx has ended
	Reload(ctx context.Context, node string) error
	SetLoad(ctx context.Context, vus int) error // 0 stops it
	Step(s record.Step)                         // a line began or ended
	Over()                                      // the drill is over: later events do not count
	Note(text string)
	Warn(text string) // for the user who runs the drill, and for the recording
	Snapshot(f incident.Frame, name string) (path string, err error)
}

// ErrImpossible says that a fault cannot be injected on this machine.
var ErrImpossible = errors.New("impossible here")

// Options say how a drill is run.
type Options struct {
	FailFast bool                  // the first line that fails ends it; a never ends it at the moment it fails
	Calm     time.Duration         // how long a steady state has to hold; 0 = 5 s
	Seen     func(*incident.Frame) // called for every Frame; may be nil
}

// Run runs and judges a drill. It always leaves the stack healed and the load as it was.
// It waits for the first Frame as long as for a steady state.
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
		r.ended(ctx, err)
		r.result.end(ctx)
		return r.result
	}
	r.tally = begin(&r.Frame, time.Now())
	r.see(&r.Frame)
	lines, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r.stopLines = stop
	r.lines(lines)
	if r.early(ctx) {
		r.heal(ctx) // judging can wait, healing cannot
	}
	r.endNevers(lines)
	r.leave(ctx)
	r.over(ctx)
	r.result.sum(r.view(&r.Frame, r.acted, r.acted))
	r.result.end(ctx)
	return r.result
}

// runner runs a drill.
type runner struct {
	*Watcher
	d      *Drill
	w      World
	o      Options
	result *Result

	tally  *tally
	steady bool           // the steady state held once
	broke  bool           // something was broken from it
	calm   time.Time      // since when it holds
	unrest wording.Phrase // why it does not
	failed int            // requests that had failed by then

	acted    time.Time // when the last action began
	acting   bool      // the line before was an action too
	moved    time.Time // when the last action or wait ended
	open     []record.Fault
	healed   bool
	was      int // users of the load before the drill
	vus      int // users that the drill asked for
	loads    bool
	standing []*standing

	stopLines context.CancelCauseFunc // interrupts the running line and all later ones
	flying    <-chan error            // the interrupted action; nil = none
}

// see handles every Frame: it counts, tracks the steady state, and watches never and abort.
func (r *runner) see(f *incident.Frame) {
	if r.tally == nil {
		return
	}
	r.tally.count.See(f)
	r.unrest = unrest(f, r.vus > 0)
	if !r.unrest.IsZero() || r.calm.IsZero() || f.Watched.Felt.Failed != r.failed {
		r.calm, r.failed = f.At, f.Watched.Felt.Failed
	}
	for _, w := range r.standing {
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

// lines runs the lines in their order, until one ends the drill.
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
	err := r.gate(ctx, s)
	r.catchUp()
	if err != nil || ctx.Err() != nil {
		r.skip(s)
		return
	}
	o := r.begin(s)
	r.mark(s, o.From)
	v := s.do.run(ctx, r, s)
	if v.state == "" {
		return // it ends with the drill
	}
	if ctx.Err() != nil && v.state == record.StepFailed {
		v = r.brokenOff(ctx)
	}
	r.finish(o, v)
	if s.do.part().moves() {
		r.moved = o.To
	}
}

// mark notes the time of the last action. Consecutive actions count as one: an effect
// of the first can come before the last one is done.
func (r *runner) mark(s *Step, now time.Time) {
	switch s.do.part() {
	case breaking, healing:
		if !r.acting {
			r.acted, r.acting = now, true
		}
	case aside:
	default:
		r.acting = false
	}
}

// begin reports that a line begins.
func (r *runner) begin(s *Step) *Outcome {
	o := &Outcome{Step: s.told(), Round: s.Round, From: time.Now()}
	o.State = record.StepBegun
	r.w.Step(o.Step)
	r.result.Outcomes = append(r.result.Outcomes, o)
	return o
}

// ended is the verdict on an interrupted line: ctx ended, or the stream of the stack did.
func (r *runner) ended(ctx context.Context, err error) verdict {
	if ctx.Err() != nil {
		return r.brokenOff(ctx)
	}
	r.result.stop(Failed, err)
	return verdict{record.StepFailed, wording.Text(err.Error())}
}

// finish reports how a line ended.
func (r *runner) finish(o *Outcome, v verdict) {
	o.State, o.To = v.state, time.Now()
	o.Why = record.Printable(v.why.String())
	if russian := record.Printable(wording.Russian.Say(v.why)); russian != o.Why {
		o.Russian = russian
	}
	r.w.Step(o.Step)
	if v.state == record.StepFailed && r.o.FailFast && r.result.State == "" {
		r.result.stop(Failed, nil)
	}
}

// skip reports a line that is not reached.
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

// leave heals what is open, and restores the load.
func (r *runner) leave(ctx context.Context) {
	r.heal(ctx)
	if r.loads && r.vus != r.was {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		if err := r.Meanwhile(ctx, func() error { return r.w.SetLoad(ctx, r.was) }); err != nil {
			r.result.trouble(err)
		}
	}
	if ctx.Err() == nil && r.result.State != NotSteady {
		_ = r.Until(ctx, settledLimit, func(f *incident.Frame) bool { return !f.Running() }) // a heal that is not over by then reports that itself
	}
}

// over ends the count of the drill, and waits for the clients' own record of its last seconds.
func (r *runner) over(ctx context.Context) {
	r.w.Over()
	r.result.Ended = time.Now()
	if ctx.Err() != nil || !r.Frame.Drill.Began() {
		return
	}
	_ = r.Until(ctx, lateRecord, func(f *incident.Frame) bool { // later records are not waited for
		last, told := f.Last()
		return time.Since(r.result.Ended) > 2*lateLines && f.Drill.Began() && !f.Drill.Open() && (!told || !last.At.Add(time.Second).Before(f.Drill.Until))
	})
}
