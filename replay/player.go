// Package replay plays a recording: it folds its Samples at their original pace, or at any other, and finds any Frame
// of it.
package replay

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"hadash/record"
)

// slice is how long the player reads before it checks for input.
const slice = 20 * time.Millisecond

// pace is the shortest time between two Frames shown.
const pace = 40 * time.Millisecond

// Player plays a recording on a screen that receives values of type S. Its methods may be called from any goroutine.
type Player[S any] struct {
	moves chan func(*playback)
	shown chan S
	as    func(Shown) S
	done  chan struct{}
	torn  atomic.Pointer[string]
	bug   atomic.Pointer[error]
}

// Play plays a recording from its beginning until ctx ends; as converts what is shown into the screen's type. The
// recording is opened twice, because it is read at two places at once.
func Play[S any](ctx context.Context, open func() (*record.Recording, error), as func(Shown) S) (*Player[S], error) {
	here, err := open()
	if err != nil {
		return nil, err
	}
	ahead, err := open()
	if err != nil {
		return nil, errors.Join(err, here.Close())
	}
	x := newIndexer()
	pb, err := newPlayback(here, x)
	if err != nil {
		return nil, errors.Join(err, here.Close(), ahead.Close())
	}
	p := &Player[S]{moves: make(chan func(*playback), 64), shown: make(chan S), as: as, done: make(chan struct{})}
	go p.guard(func() { x.run(ctx, ahead) })
	go func() {
		defer close(p.done)
		defer close(p.shown)
		p.guard(func() { p.play(ctx, pb) })
		<-x.ended
	}()
	return p, nil
}

// guard keeps a panic for Err, so that the screen can be restored.
func (p *Player[S]) guard(do func()) {
	defer func() {
		if r := recover(); r != nil {
			err := fmt.Errorf("panic: %v\n\n%s", r, debug.Stack())
			p.bug.Store(&err)
		}
	}()
	do()
}

// Err waits for the player to end, and returns the panic that ended it, nil if there was none.
func (p *Player[S]) Err() error {
	<-p.done
	if err := p.bug.Load(); err != nil {
		return *err
	}
	return nil
}

// Torn returns what is missing at the recording's end, as far as it was read.
func (p *Player[S]) Torn() string {
	if torn := p.torn.Load(); torn != nil {
		return *torn
	}
	return ""
}

// play works in slices, and handles requests between them.
func (p *Player[S]) play(ctx context.Context, pb *playback) {
	defer pb.close()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		var out chan<- S
		var next S
		if pb.fresh {
			out, next = p.shown, p.as(pb.next)
		}
		select {
		case move := <-p.moves:
			move(pb)
			timer.Reset(0)
		case out <- next:
			pb.taken()
		case <-pb.indexer.news:
			timer.Reset(0)
		case <-timer.C:
			timer.Reset(pb.work(time.Now()))
		case <-ctx.Done():
			return
		}
		if torn := pb.indexer.torn(); torn != "" {
			p.torn.Store(&torn)
		}
	}
}

// ask passes a request to the player. It never waits: a player that is too far behind loses the request.
func (p *Player[S]) ask(move func(*playback)) {
	select {
	case p.moves <- move:
	default:
	}
}

// Shown returns the channel of what is to be shown.
func (p *Player[S]) Shown() <-chan S { return p.shown }

// Pause stops or resumes playing; at the end it starts from the beginning.
func (p *Player[S]) Pause() { p.ask((*playback).pause) }

// Faster doubles the speed, up to the maximum.
func (p *Player[S]) Faster() { p.ask(func(pb *playback) { pb.shift(+1) }) }

// Slower halves the speed.
func (p *Player[S]) Slower() { p.ask(func(pb *playback) { pb.shift(-1) }) }

// Step pauses, and moves some Frames forward or back.
func (p *Player[S]) Step(frames int) { p.ask(func(pb *playback) { pb.step(frames) }) }

// Shift moves forward or back by a duration.
func (p *Player[S]) Shift(by time.Duration) { p.ask(func(pb *playback) { pb.move(by) }) }

// Seek goes to the last Frame of a time.
func (p *Player[S]) Seek(at time.Time) { p.ask(func(pb *playback) { pb.seek(goal{at: at}) }) }

// Part goes to the Frame at a share of the recording's time: 0 is its beginning, 1 its end.
func (p *Player[S]) Part(share float64) { p.ask(func(pb *playback) { pb.part(share) }) }

// Event goes to the next event (+1), or to the previous one (-1).
func (p *Player[S]) Event(by int) {
	p.ask(func(pb *playback) { pb.seek(goal{event: by, from: pb.aim()}) })
}

// Fault goes to the next fault, or to the previous one.
func (p *Player[S]) Fault(by int) {
	p.ask(func(pb *playback) { pb.seek(goal{event: by, faults: true, from: pb.aim()}) })
}
