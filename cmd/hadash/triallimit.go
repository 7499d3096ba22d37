package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"hadash/drill"
	"hadash/incident"
	"hadash/record"
	"hadash/units"
)

// trialLimit ends a trial early, by the condition of --abort-when. The zero value never does.
type trialLimit struct {
	limit *drill.Condition // nil = none
	tell  func(record.Act)
	talk  io.Writer // may be nil

	guard   *drill.Guard
	armed   time.Time // when the fault was requested; zero before that and after its heal
	known   bool      // its value was known at least once while it was armed
	saw     drill.Sight
	reached string        // the observation that made the condition true; "" = none yet
	at      time.Duration // when, since it was armed
	healed  time.Duration // when the fault was healed, since it was armed
	over    bool          // the fault is healed
}

// look gets every Frame.
func (l *trialLimit) look(f *incident.Frame) {
	switch {
	case l.limit == nil, l.over:
		return
	case l.guard == nil:
		l.guard = drill.NewGuard(*l.limit, f)
	}
	if l.armed.IsZero() {
		l.saw = l.guard.Before(f)
		return
	}
	l.saw = l.guard.See(f)
	if l.reached != "" {
		return
	}
	l.known = l.known || l.saw.Known
	if !l.saw.So {
		return
	}
	l.reached, l.at = l.saw.Saw, time.Since(l.armed)
	l.tell(record.Act{Abort: &record.Abort{When: l.limit.String(), Saw: l.reached}})
	if l.talk != nil {
		fmt.Fprintf(l.talk, "hadash: aborted: %s, %s after the fault was requested; healing at once\n", l.reached, units.English.AppendLasted(nil, l.at))
	}
}

// arm begins the watch at a Frame, for a fault that is about to be made. Figures count from the fault.
func (l *trialLimit) arm(f *incident.Frame, fault record.Fault) {
	if l.limit == nil {
		return
	}
	l.guard, l.armed, l.over = drill.NewGuard(*l.limit, f), time.Now(), false
	l.guard.OfFault(fault)
}

// disarm ends the watch, after the heal.
func (l *trialLimit) disarm() {
	if l.reached != "" {
		l.healed = time.Since(l.armed)
	}
	l.armed, l.over = time.Time{}, true
}

// lateRecord is how late the clients' own record of a second can be.
const lateRecord = 8 * time.Second

// ready returns an error if the condition is already true, and prints a warning if it cannot be judged.
func (t *trial) ready(ctx context.Context, fault record.Fault, talk io.Writer) error {
	if t.limit == nil {
		return nil
	}
	t.talk = talk
	err := t.Until(ctx, lateRecord, func(*incident.Frame) bool { return t.saw.Known || t.limit.OfFault() })
	switch {
	case errors.Is(err, drill.ErrWaited):
		fmt.Fprintf(talk, "hadash: --abort-when %s: cannot be judged, so it protects nothing now: %s\n", t.limit, t.saw.Saw)
		return nil
	case err != nil:
		return err
	case t.saw.So:
		return fmt.Errorf("%s: nothing was broken: --abort-when %s is already true: %s", fault, t.limit, t.saw.Saw)
	}
	return nil
}

// judged returns an error if the condition ended the trial, or could never be judged.
func (l *trialLimit) judged() error {
	switch {
	case l.reached != "":
		return fmt.Errorf("aborted: %s, %s after the fault was requested, healed %s later", l.reached, units.English.AppendLasted(nil, l.at), units.English.AppendLasted(nil, l.healed-l.at))
	case l.limit != nil && !l.known:
		return fmt.Errorf("--abort-when %s: could not be judged, so it protected nothing: %s", l.limit, l.saw.Saw)
	}
	return nil
}
