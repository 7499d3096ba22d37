package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hadash/cmd/hadash/hands"
	"hadash/cmd/hadash/world"
	"hadash/drill"
	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// backLimit is how long a trial waits for the end of its fault. It is longer than the stopwatch waits.
const backLimit = 3 * time.Minute

// trial watches a project and breaks it, one fault at a time and without a screen.
type trial struct {
	*drill.Watcher
	st *stream
	h  *hands.Hands

	open func(record.Fault) // called just before a fault is healed; may be nil

	undone []record.Fault // healed here

	trialLimit
}

// newTrial watches a project until every source has answered twice.
func newTrial(ctx context.Context, p world.World, o *options) (*trial, error) {
	limit, err := o.limit()
	if err != nil {
		return nil, err
	}
	st, err := newStream(ctx, p, o)
	if err != nil {
		return nil, err
	}
	t := &trial{st: st, trialLimit: trialLimit{limit: limit}, h: &hands.Hands{Project: o.breaks(p), Act: st.act}}
	t.Watcher, t.tell = drill.NewWatcher(st.frames, t.look), st.act
	err = t.Until(ctx, o.hearing(), heardTwice)
	if errors.Is(err, drill.ErrWaited) {
		err = unheard(&t.Frame, o.hearing())
	}
	return t, errors.Join(err, st.failed())
}

// run injects a fault, heals it after lasts, and returns its stopwatch when the fault is over. It heals the fault
// whatever happens in between.
func (t *trial) run(ctx context.Context, fault record.Fault, lasts time.Duration) (w stopwatch.Stopwatch, err error) {
	last := 0
	if n := len(t.Frame.Stopwatches); n > 0 {
		last = t.Frame.Stopwatches[n-1].ID
	}
	t.arm(&t.Frame, fault)
	if err := t.Meanwhile(ctx, func() error { return t.h.Inject(ctx, fault) }); err != nil {
		return w, err
	}
	waited := t.Until(ctx, lasts, func(*incident.Frame) bool { return t.reached != "" })
	if errors.Is(waited, drill.ErrWaited) {
		waited = nil
	}
	if t.open != nil {
		t.open(fault)
	}
	if fault.Kind.Inverse() != "" {
		heal, cancel := context.WithTimeout(context.WithoutCancel(ctx), hands.HealLimit)
		defer cancel()
		if err := t.Meanwhile(heal, func() error { return t.h.Heal(heal, fault) }); err != nil {
			return w, err
		}
		t.undone = append(t.undone, fault)
	}
	t.disarm()
	if waited != nil {
		return w, waited
	}
	err = t.Until(ctx, backLimit, func(f *incident.Frame) bool {
		n := len(f.Stopwatches)
		return n > 0 && f.Stopwatches[n-1].ID > last && !f.Running()
	})
	for i := range t.Frame.Stopwatches {
		if s := t.Frame.Stopwatches[i]; s.ID > last && s.Target == fault.Target && s.Kind == fault.Kind {
			return s, err
		}
	}
	if t.Frame.Topology.NoDocker {
		return w, errors.Join(err, fmt.Errorf("%s: HAProxy did not report it", fault))
	}
	return w, errors.Join(err, fmt.Errorf("%s: neither Docker nor HAProxy reported it", fault))
}
