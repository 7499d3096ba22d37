package collectors

import (
	"context"
	"time"

	"hadash/collectors/pace"
	"hadash/record"
)

// minGap is the least time between two polls of one Source, however many triggers arrive: a storm of Docker events must
// not hammer HAProxy.
const minGap = 50 * time.Millisecond

// Feed is a Source and when to poll it.
type Feed struct {
	Source Source
	Every  time.Duration // from the start of one poll to the start of the next
	Beat   time.Time     // feeds with the same beat poll together: Every is counted from it; from the previous poll if it is zero
	Wake   <-chan struct{}
	Dense  func() bool   // while it returns true, polls are as frequent as Close says; nil = never
	Close  time.Duration // from one poll to the next while Dense

	Share func() time.Duration // the least of that, by what all answers together cost; nil = none
	Paced func() pace.Now      // instead of Every and these: by what all answers together cost; nil = none
}

// Poll reads the feed's Source now, every interval, and whenever Wake is rung, until ctx ends. A failed read is sent
// too: during an outage the error is the observation. A read is given up after 80 % of the interval, so a stalled
// target costs one sample and never delays the next.
func Poll(ctx context.Context, f Feed, out chan<- record.Sample) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	defer f.passed() // others wait for their turn
	var begun time.Time
	for {
		if !f.wait(ctx, timer, begun) {
			return
		}
		begun = time.Now()
		if !f.once(ctx, out) {
			return
		}
		timer.Reset(time.Until(f.next(begun)))
	}
}

// once polls once; false if ctx ended. The Sample is then out of sight of this goroutine, which waits long: a page may be large.
func (f Feed) once(ctx context.Context, out chan<- record.Sample) bool {
	every := f.Every
	if f.Paced != nil {
		every = max(every, f.Paced().Every) // it may have to wait for its turn
	}
	s := read(ctx, f.Source, every*8/10)
	if ctx.Err() != nil {
		return false // the result then says something about us, not about the target
	}
	if f.Paced != nil {
		s.Pace = f.Paced().Said
	}
	select {
	case out <- s:
	case <-ctx.Done():
		return false
	}
	f.passed()
	return true
}

// passed tells the Source that what it read was passed on.
func (f Feed) passed() {
	if p, ok := f.Source.(interface{ Passed() }); ok {
		p.Passed()
	}
}

// wait returns when the next poll is due; false if ctx ended.
func (f Feed) wait(ctx context.Context, timer *time.Timer, begun time.Time) bool {
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	case <-f.Wake:
	}
	timer.Reset(time.Until(begun.Add(f.ring())))
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// next returns when to poll after a poll that started at then, if nothing rings. On the beat all feeds wake together,
// and the machine sleeps in between; with a clock of its own each would drift by how late it is woken.
func (f Feed) next(begun time.Time) time.Time {
	pace, offset := f.pace()
	due := begun.Add(pace)
	if f.Beat.IsZero() {
		return due
	}
	beat := f.Beat.Add(offset)
	due = beat.Add(due.Sub(beat).Truncate(pace))
	if soonest := begun.Add(f.gap()); due.Before(soonest) {
		return soonest
	}
	return due
}

// pace is the time from one poll to the next if nothing rings, and how much later than the beat it is.
func (f Feed) pace() (every, offset time.Duration) {
	every = f.Every
	if f.Paced != nil {
		now := f.Paced()
		every, offset = now.Every, now.Offset
	}
	if f.Dense != nil && f.Dense() {
		near := f.Close
		if f.Share != nil {
			near = max(near, f.Share())
		}
		every = min(every, near)
	}
	if s, ok := f.Source.(interface{ Rest() time.Duration }); ok {
		every = max(every, s.Rest())
	}
	return max(every, f.gap()), offset
}

// ring is the least time from one poll to the next when something rings.
func (f Feed) ring() time.Duration {
	if f.Paced != nil {
		return max(f.gap(), f.Paced().Ring)
	}
	return f.gap()
}

// gap is the least time from one poll to the next: longer for a Source whose target has much to report.
func (f Feed) gap() time.Duration {
	if s, ok := f.Source.(interface{ Gap() time.Duration }); ok {
		return max(minGap, s.Gap())
	}
	return minGap
}

// bell wakes a feed. Ringing it several times before it is heard counts once.
type bell chan struct{}

func newBell() bell { return make(bell, 1) }

func (b bell) ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}
