package collectors

import (
	"context"
	"time"
)

// A stream that ended is reopened after firstPause, then after twice that, up to lastPause.
const (
	firstPause = 100 * time.Millisecond
	lastPause  = 2 * time.Second
)

// asleep is the longest pause for a stream that has nothing to deliver: the log of a stopped container. The start of
// the container wakes it; if that event is missed, the lines arrive at most this much later.
const asleep = 15 * time.Second

// backoff computes how long to wait before a stream is reopened. The zero value is ready.
type backoff struct{ pause time.Duration }

// reset makes the next pause the first one again, after a stream that worked.
func (b *backoff) reset() { b.pause = 0 }

// wait returns after the pause, which is at most last, or when wake is rung; it returns false if ctx ended.
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
