package drill

import (
	"context"
	"fmt"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/wording"
)

// standing is the condition of a never, or an abort, that is being watched.
type standing struct {
	what    Condition
	begun   time.Time
	outcome *Outcome
	aborts  bool           // it ends the drill when it becomes true, and is not an expectation
	judged  bool           // its value was known at least once
	saw     wording.Phrase // the last known value
	warned  bool           // the user was warned that it cannot be judged
}

// run of a never starts watching; it ends with the drill.
func (n never) run(_ context.Context, r *runner, s *Step) verdict {
	return r.stand(s, &standing{what: n.what})
}

// run of an abort starts watching, as a never does. It warns at once of a name that does not exist.
func (a abort) run(_ context.Context, r *runner, s *Step) verdict {
	w := &standing{what: a.what, aborts: true}
	v := r.stand(s, w)
	if w.outcome != nil {
		for _, n := range a.what.what.names() {
			if why := n.missing(&r.Frame); !why.IsZero() {
				r.noSafety(w, why)
			}
		}
	}
	return v
}

// stand watches a line from its first round on.
func (r *runner) stand(s *Step, w *standing) verdict {
	for _, o := range r.standing {
		if o.outcome.Line == s.Line { // of an earlier round
			return verdict{record.StepDone, wording.WatchedSince.Of()}
		}
	}
	w.outcome = r.result.Outcomes[len(r.result.Outcomes)-1]
	w.begun = w.outcome.From
	r.standing = append(r.standing, w)
	r.guard(w, &r.Frame) // it may already be true
	return verdict{}
}

// guard checks the conditions that must not become true.
func (r *runner) guard(w *standing, f *incident.Frame) {
	if w.outcome.State.Ended() || w.aborts && r.result.State != "" {
		return
	}
	v := r.view(f, w.begun, w.begun)
	v.past = true
	got := w.what.what.look(v)
	if !got.lack {
		w.judged, w.saw = true, got.saw
	}
	if !got.so || !got.fresh {
		return
	}
	at := f.At
	if !got.at.IsZero() {
		at = got.at
	}
	if w.aborts || r.o.FailFast {
		r.halt(&Halt{Line: w.outcome.Line, Text: w.outcome.Text, Aborts: w.aborts, Saw: w.what.becomes(got), At: at, Seen: time.Now(), began: r.result.Began})
	}
	state := record.StepFailed
	if w.aborts {
		state = record.StepAborted
	}
	r.finish(w.outcome, verdict{state, wording.SeenAt.Of(at.Local().Format("15:04:05.000"), tenths(r.result.Began, at), got.saw)})
}

// into formats an instant relative to the start of the drill: "+9.7 s".
func into(began, at time.Time) string { return "+" + tenths(began, at) + " s" }

func tenths(began, at time.Time) string { return fmt.Sprintf("%.1f", max(at.Sub(began), 0).Seconds()) }

// warnUnjudged warns of each abort without a known value before a fault.
func (r *runner) warnUnjudged() {
	for _, w := range r.standing {
		if !w.aborts || w.judged || w.warned || w.what.OfFault() {
			continue
		}
		why := w.what.what.look(r.view(&r.Frame, w.begun, w.begun)).saw
		r.noSafety(w, why)
	}
}

// noSafety warns once that an abort protects nothing.
func (r *runner) noSafety(w *standing, why wording.Phrase) {
	if !w.warned {
		w.warned = true
		r.w.Warn(fmt.Sprintf("line %d: %s: it cannot be judged, so it protects nothing now: %s", w.outcome.Line, w.outcome.Text, why))
	}
}

// endNevers judges the conditions that were watched to the end. The last log lines still count.
func (r *runner) endNevers(ctx context.Context) {
	if len(r.standing) == 0 {
		return
	}
	if ctx.Err() == nil {
		_ = r.Wait(ctx, lateLines) // interrupted or not, the observations are judged
	}
	for _, w := range r.standing {
		if !w.outcome.State.Ended() {
			r.finish(w.outcome, r.heldTo(ctx, w))
		}
	}
}

// heldTo is the verdict on a condition that did not come true. A drill that ended early does not judge it.
func (r *runner) heldTo(ctx context.Context, w *standing) verdict {
	switch v := r.neverHeld(w); {
	case r.result.State != "", ctx.Err() != nil:
		return r.brokenOff(ctx)
	case v.state == record.StepFailed && w.aborts:
		v.why = wording.ProtectsNothing.Of(v.why)
		return v
	case w.aborts:
		return verdict{record.StepDone, v.why}
	default:
		return v
	}
}

// neverHeld judges a never that nothing speaks against: a condition that could not be seen does not count as absent.
func (r *runner) neverHeld(w *standing) verdict {
	v := r.view(&r.Frame, w.begun, w.begun)
	v.final = true
	got := w.what.what.look(v)
	for _, n := range w.what.what.names() {
		if why := n.missing(&r.Frame); !why.IsZero() {
			return verdict{record.StepFailed, wording.NotWatched.Of(why)}
		}
	}
	switch {
	case got.lack && !w.judged:
		return verdict{record.StepFailed, wording.NotWatched.Of(got.saw)}
	case got.lack:
		got.saw = w.saw
	case got.so && !w.aborts: // it cannot have been seen to come true
		return verdict{record.StepFailed, got.saw}
	}
	return verdict{record.StepHeld, got.saw}
}
