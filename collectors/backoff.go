package collectors

import (
	"context"
	"time"
)

// A stream that ended is opened again after firstPause, then after twice that, up to lastPause.
const (
	firstPause = 100 * time.Millisecond
	lastPause  = 2 * time.Second
)

// asleep is the last pause for a stream that ended because there is nothing to tell: the log of a container that does
// not run. Its start wakes it; should nobody hear of that, the lines come this much later, but they come.
const asleep = 15 * time.Second

// backoff is how long to wait before a stream is opened again. The zero value is ready.
type backoff struct{ pause time.Duration }

// reset is for a stream that worked: the next pause is the first again.
func (b *backoff) reset() { b.pause = 0 }

// wait returns after the pause, which is last at most, or as soon as wake is rung; false when ctx ended.
func (b *backoff) wait(ctx context.Context, last time.Duration, wake <-chan struct{}) bool {
	b.pause = min(max(b.pause*2, firstPause), last)
	timer := time.NewTimer(b.pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
		b.reset()
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}
