package drill

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"hadash/incident"
)

// Watcher takes in the Frames of a stream while other work goes on.
type Watcher struct {
	Frame  incident.Frame          // the newest one, without its Events and Lines
	frames <-chan incident.Frame   // closed when the stream ends
	seen   []func(*incident.Frame) // called for every Frame, with its Events
}

// NewWatcher watches a stream of Frames. Each of seen is called for every Frame that is taken in.
func NewWatcher(frames <-chan incident.Frame, seen ...func(*incident.Frame)) *Watcher {
	return &Watcher{frames: frames, seen: seen}
}

// ErrWaited says that the awaited state did not come in time.
var ErrWaited = errors.New("timed out")

// errEnded says that there are no more Frames.
var errEnded = errors.New("the watch of the stack has ended")

func (w *Watcher) take(f incident.Frame) {
	for _, seen := range w.seen {
		seen(&f)
	}
	f.Events, f.Lines = nil, nil
	w.Frame = f
}

// Until takes in Frames until one matches; the newest one may match already.
func (w *Watcher) Until(ctx context.Context, limit time.Duration, wanted func(*incident.Frame) bool) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		switch {
		case ctx.Err() != nil: // first of all: a Frame can match and also be the reason why ctx ended
			return ctx.Err()
		case !w.Frame.At.IsZero() && wanted(&w.Frame):
			return nil
		}
		select {
		case f, ok := <-w.frames:
			if !ok {
				return errors.Join(ctx.Err(), errEnded)
			}
			w.take(f)
		case <-timer.C:
			return ErrWaited
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Wait takes in Frames for a while.
func (w *Watcher) Wait(ctx context.Context, d time.Duration) error {
	err := w.Until(ctx, d, func(*incident.Frame) bool { return false })
	if errors.Is(err, ErrWaited) {
		return nil
	}
	return err
}

// Meanwhile takes in Frames while slow work runs, to its end. A panic becomes its error: what was
// broken is yet to be healed.
func (w *Watcher) Meanwhile(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- guarded(do) }()
	for {
		select {
		case err := <-done:
			return err
		case f, ok := <-w.frames:
			if !ok {
				return errors.Join(<-done, ctx.Err())
			}
			w.take(f)
		}
	}
}

// guarded turns a panic into an error.
func guarded(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("this is a bug in hadash, report it with this trace: panic: %v\n\n%s", p, debug.Stack())
		}
	}()
	return do()
}
