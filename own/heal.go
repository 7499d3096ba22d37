package own

import (
	"context"
	"fmt"
	"time"

	"hadash/journal"
	"hadash/record"
)

// healEntry runs what heals a fault, and waits until its check succeeds. It keeps to its own limits, and runs to its end even if ctx
// has ended. A fault that one of those in stay still holds is left.
func (l *limits) healEntry(ctx context.Context, e journal.Entry, stay []journal.Entry) error {
	if _, held := e.Newest(stay); held {
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	how := e.Undo.Own
	if how == nil {
		return fmt.Errorf("%s: the journal does not say how", e.Fault.Undoing())
	}
	if err := run(ctx, "heal", how.Heal, l.heal); err != nil {
		return fmt.Errorf("%s: %w", e.Fault.Undoing(), err)
	}
	if how.Check == "" {
		return nil
	}
	well, last := l.until(ctx, l.well, how.Check, func(failed error) bool { return failed == nil })
	if !well {
		return fmt.Errorf("%s: its command succeeded, but after %s %w", e.Fault.Undoing(), l.well, last)
	}
	return nil
}

// watchBite tells when the check of a fault fails for the first time.
func (o *Faults) watchBite(f record.Fault, command string, begun time.Time) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	o.mu.Lock()
	o.biting[f.Name] = func() { cancel(); <-done }
	o.mu.Unlock()
	go func() {
		defer close(done)
		bites, _ := o.until(ctx, o.bite, command, func(failed error) bool { return failed != nil })
		switch {
		case ctx.Err() != nil:
		case bites:
			o.tell(fmt.Sprintf("%s: it bites after %s", f, seconds(time.Since(begun))))
		default:
			o.tell(fmt.Sprintf("%s: the check still succeeds after %s: it does not bite", f, seconds(time.Since(begun))))
		}
	}()
}

// endBite ends the watch for the first effect of a fault.
func (o *Faults) endBite(name string) {
	o.mu.Lock()
	end := o.biting[name]
	delete(o.biting, name)
	o.mu.Unlock()
	if end != nil {
		end()
	}
}

// until repeats a check until its result is what is wanted. last is its last failure. The first one is not cut short by the limit,
// so that there is a result however slow the machine is.
func (l *limits) until(ctx context.Context, limit time.Duration, command string, wanted func(failed error) bool) (reached bool, last error) {
	within, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	pause := time.NewTicker(l.every)
	defer pause.Stop()
	for {
		failed := l.checked(ctx, command)
		switch {
		case ctx.Err() == nil && wanted(failed):
			return true, failed
		case ctx.Err() == nil || last == nil:
			last = failed
		}
		ctx = within
		select {
		case <-within.Done():
			return false, last
		case <-pause.C:
		}
	}
}

func (l *limits) checked(ctx context.Context, command string) error {
	return run(ctx, "check", command, l.check)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// Briefly returns an error with the text of Brief; the same error if that is its text. nil stays nil.
func Briefly(err error) error {
	if err == nil || Brief(err) == err.Error() {
		return err
	}
	return &briefly{err}
}

type briefly struct{ err error }

func (b *briefly) Error() string { return Brief(b.err) }
func (b *briefly) Unwrap() error { return b.err }

// Brief is an error for a recording: without what commands wrote, which may contain anything.
func Brief(err error) string { return withoutSaid(err, err.Error()) }
