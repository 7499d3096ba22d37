package drill

import (
	"context"
	"errors"
	"time"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

func (r *runner) view(f *incident.Frame, from, since time.Time) *view {
	return &view{f: f, from: from, since: since, tally: r.tally, calm: r.calm.Add(r.o.Calm), why: r.unrest}
}

// run of an expect: it holds if the condition became true since the last action, and within its limit after
// its line began.
func (e expect) run(ctx context.Context, r *runner, _ *Step) verdict {
	v := r.await(ctx, e.in, r.acted, true)
	if v.state == record.StepFailed {
		v.why = wording.AfterLimit.Of(v.why, e.in.limit)
	}
	return v
}

// run of a wait: only the present state counts.
func (w waitFor) run(ctx context.Context, r *runner, _ *Step) verdict {
	v := r.await(ctx, w.in, r.acted, false)
	if v.state == record.StepFailed {
		v.why = wording.NotWithin.Of(w.in.limit, v.why)
		if _, ok := w.in.what.what.(steady); ok && !r.broke {
			r.result.stop(NotSteady, errors.New(v.why.String()))
		}
	}
	return v
}

// await takes in Frames until a Condition is true. A log line about a moment within the limit can come late.
func (r *runner) await(ctx context.Context, in inTime, since time.Time, past bool) verdict {
	begun := time.Now()
	var first time.Time // when a Frame first showed it
	var last sight
	err := r.Until(ctx, in.limit+lateLines, func(f *incident.Frame) bool {
		v := r.view(f, begun, since)
		v.past = past
		last = in.what.what.look(v)
		if !last.so {
			first = time.Time{}
			return false
		}
		if first.IsZero() {
			first = time.Now()
		}
		return last.fresh
	})
	at := first
	if !last.at.IsZero() {
		at = last.at
	}
	switch {
	case errors.Is(err, ErrWaited), err == nil && at.Sub(begun) > in.limit:
		return verdict{record.StepFailed, last.saw}
	case err != nil:
		return r.ended(ctx, err)
	}
	if last.at.IsZero() && at.Sub(begun) >= 10*time.Millisecond {
		last.saw = wording.SeenAfter.Of(last.saw, wording.Exact(at.Sub(begun)))
	}
	return verdict{record.StepHeld, last.saw}
}

// run of an assert judges a figure once it is final.
func (a assertion) run(ctx context.Context, r *runner, _ *Step) verdict {
	c, ok := a.what.what.(comparison)
	if !ok {
		return verdict{record.StepFailed, wording.NoFigure.Of()}
	}
	err := r.Until(ctx, settledLimit, func(f *incident.Frame) bool { return r.still(f, c) })
	if err != nil && !errors.Is(err, ErrWaited) {
		return r.ended(ctx, err)
	}
	v := r.view(&r.Frame, time.Time{}, r.acted)
	v.final = true
	got := c.look(v)
	if w := c.stopwatch(v); w != nil && len(w.Findings) > 0 && !got.so {
		got.saw = wording.Because.Of(got.saw, w.Findings[0])
	}
	if got.so {
		return verdict{record.StepHeld, got.saw}
	}
	return verdict{record.StepFailed, got.saw}
}

// still reports whether the compared figure is final: its faults are over, or have been
// open long enough to be reported; and the clients' last second is in.
func (r *runner) still(f *incident.Frame, c comparison) bool {
	waited := time.Since(r.moved)
	for _, w := range r.tally.stopwatches(f) {
		if c.node != "" && !c.isOf(f, &w) || w.Done {
			continue
		}
		if w.Moments[stopwatch.Healed].Seen() || waited < calmFor {
			return false
		}
	}
	if last, ok := f.Last(); ok && last.At.Add(time.Second).Before(r.moved) {
		return waited > lateRecord
	}
	return true
}
