package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/stack"
)

// backLimit is how long a trial waits for the end of what it began: longer than the stopwatch's own patience.
const backLimit = 3 * time.Minute

// trial is a watched project and a hand that breaks it: one fault at a time, without a screen.
type trial struct {
	st *stream
	h  *hands
	f  incident.Frame // the newest one

	open func(record.Fault) // called just before a fault is healed; nil = nobody wants to look
}

// newTrial watches a project until every source was heard twice.
func newTrial(ctx context.Context, p *stack.Project, o *options) (*trial, error) {
	st, err := watch(ctx, p, o)
	if err != nil {
		return nil, err
	}
	t := &trial{st: st, h: &hands{project: p, act: st.act}}
	_, err = t.until(ctx, 5*o.interval+10*time.Second, heardTwice)
	return t, err
}

var errWaited = errors.New("waited in vain")

// until takes in Frames until one is as wanted, and says how long that took.
func (t *trial) until(ctx context.Context, limit time.Duration, wanted func(*incident.Frame) bool) (time.Duration, error) {
	begun := time.Now()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		if !t.f.At.IsZero() && wanted(&t.f) {
			return time.Since(begun), nil
		}
		select {
		case f, ok := <-t.st.frames:
			if !ok {
				return 0, errors.Join(ctx.Err(), t.st.failed())
			}
			f.Events, f.Lines = nil, nil
			t.f = f
		case <-timer.C:
			return limit, errWaited
		case <-ctx.Done():
			return time.Since(begun), ctx.Err()
		}
	}
}

// wait lets time pass.
func (t *trial) wait(ctx context.Context, d time.Duration) error {
	_, err := t.until(ctx, d, func(*incident.Frame) bool { return false })
	if errors.Is(err, errWaited) {
		return nil
	}
	return err
}

// run makes a fault, heals it after lasts, and gives its stopwatch when nothing more is to be seen of it.
// Whatever happens in between, the fault is healed.
func (t *trial) run(ctx context.Context, fault record.Fault, lasts time.Duration) (w incident.Stopwatch, err error) {
	last := 0
	if n := len(t.f.Stopwatches); n > 0 {
		last = t.f.Stopwatches[n-1].ID
	}
	if err := t.meanwhile(ctx, func() error { return t.h.Inject(ctx, fault) }); err != nil {
		return w, err
	}
	waited := t.wait(ctx, lasts)
	if t.open != nil {
		t.open(fault)
	}
	if fault.Kind.Inverse() != "" {
		heal, cancel := context.WithTimeout(context.WithoutCancel(ctx), healLimit)
		defer cancel()
		if err := t.meanwhile(heal, func() error { return t.h.Heal(heal, fault) }); err != nil {
			return w, err
		}
	}
	if waited != nil {
		return w, waited
	}
	_, err = t.until(ctx, backLimit, func(f *incident.Frame) bool {
		n := len(f.Stopwatches)
		return n > 0 && f.Stopwatches[n-1].ID > last && !f.Running()
	})
	for i := range t.f.Stopwatches {
		if s := t.f.Stopwatches[i]; s.ID > last && s.Target == fault.Target && s.Kind == fault.Kind {
			return s, err
		}
	}
	return w, errors.Join(err, fmt.Errorf("%s: nobody told of it, neither Docker nor HAProxy", fault))
}

// meanwhile takes in Frames while something is done that takes its time.
func (t *trial) meanwhile(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	for {
		select {
		case err := <-done:
			return err
		case f, ok := <-t.st.frames:
			if !ok {
				return errors.Join(<-done, ctx.Err())
			}
			f.Events, f.Lines = nil, nil
			t.f = f
		}
	}
}
