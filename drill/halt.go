package drill

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hadash/record"
	"hadash/wording"
)

// Halt says why a drill ended early: the condition of an abort came true, or a never failed under FailFast.
type Halt struct {
	Line   int
	Text   string
	Aborts bool      // by an abort
	Saw    string    // "failed 21 > 20"
	At     time.Time // when it became true
	Seen   time.Time // when the drill saw it
	Healed time.Time // when everything was healed; zero when it was not
	Broke  bool      // a fault was open or in flight

	began time.Time
}

// Error is the reason in one line: "failed 21 > 20 at +9.7 s".
func (h *Halt) Error() string { return h.Saw + " at " + into(h.began, h.At) }

// String adds the line, and when everything was healed.
func (h *Halt) String() string {
	text := fmt.Sprintf("%s (line %d: %s)", h.Error(), h.Line, h.Text)
	switch {
	case !h.Broke:
		return text + ", nothing was open"
	case h.Healed.IsZero():
		return text + ", NOT all is healed"
	}
	return text + ", all healed by " + into(h.began, h.Healed)
}

// halt interrupts the running line. If the drill has already ended, the earlier reason stays.
func (r *runner) halt(h *Halt) {
	if r.result.State != "" {
		return
	}
	r.result.Halt = h
	state := Failed
	if h.Aborts {
		state = Aborted
	}
	r.result.stop(state, nil)
	r.stopLines(h)
}

func (r *runner) halted() bool { return r.result.Halt != nil }

// early reports whether the drill ended before its last line, and notes that a user interrupted it.
func (r *runner) early(ctx context.Context) bool {
	if ctx.Err() != nil {
		r.result.stop(Interrupted, nil)
	}
	return r.result.State != ""
}

// brokenOff is the verdict on a line that was interrupted by the end of the drill.
func (r *runner) brokenOff(ctx context.Context) verdict {
	switch {
	case r.halted():
		return verdict{record.StepSkipped, wording.BrokenOff.Of(r.result.Halt.Error())}
	case ctx.Err() != nil:
		return verdict{record.StepSkipped, wording.Interrupted.Of()}
	}
	return verdict{record.StepSkipped, wording.EndedEarly.Of()}
}

// during takes in Frames while a slow action runs. When ctx ends it returns at once, and the action goes on
// in the background: heal waits for it after everything else is healed.
func (r *runner) during(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	for {
		select {
		case err := <-done:
			return err
		case f, ok := <-r.frames:
			if !ok {
				return errors.Join(<-done, ctx.Err())
			}
			r.take(f)
		case <-ctx.Done():
			r.flying = done
			return ctx.Err()
		}
	}
}

// catchUp takes in the Frames that are waiting, so that no fault is made on an outdated one.
func (r *runner) catchUp() {
	for {
		select {
		case f, ok := <-r.frames:
			if !ok {
				return
			}
			r.take(f)
		default:
			return
		}
	}
}

// heal heals every open fault once, however the lines ended. A fault in flight is undone when it comes back.
func (r *runner) heal(ctx context.Context) {
	if r.healed {
		return
	}
	r.healed = true
	heal := func() error { return r.w.HealAll(ctx) }
	broke := len(r.open) > 0
	err := r.Meanwhile(ctx, heal)
	if r.flying != nil {
		flying := r.flying
		r.flying = nil
		_ = r.Meanwhile(ctx, func() error { return <-flying }) // its line has already reported how it ended
		err = r.Meanwhile(ctx, heal)
	}
	if err != nil {
		r.result.trouble(err)
	}
	r.open = nil
	if h := r.result.Halt; h != nil {
		if h.Broke = broke; broke && err == nil {
			h.Healed = time.Now()
		}
	}
}
