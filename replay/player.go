// Package replay plays a recording: it folds its Samples at the pace at which they came, or at any other, and
// finds its way to any Frame of it.
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

// slice is how long the player reads before it looks again whether a key was pressed.
const slice = 20 * time.Millisecond

// pace is how often a Frame is shown at most.
const pace = 40 * time.Millisecond

// Player plays a recording on a screen that takes S for what is shown. Any goroutine may ask it for something.
type Player[S any] struct {
	moves chan func(*deck)
	shown chan S
	as    func(Shown) S
	done  chan struct{}
	torn  atomic.Pointer[string]
	bug   atomic.Pointer[error]
}

// Play plays a recording from its beginning, until ctx ends; as makes what is shown into what the screen takes. Because
// the recording is read at two places at once, it is opened twice.
func Play[S any](ctx context.Context, open func() (*record.Recording, error), as func(Shown) S) (*Player[S], error) {
	here, err := open()
	if err != nil {
		return nil, err
	}
	ahead, err := open()
	if err != nil {
		return nil, errors.Join(err, here.Close())
	}
	x := newScout()
	d, err := newDeck(here, x)
	if err != nil {
		return nil, errors.Join(err, here.Close(), ahead.Close())
	}
	p := &Player[S]{moves: make(chan func(*deck), 64), shown: make(chan S), as: as, done: make(chan struct{})}
	go p.guard(func() { x.run(ctx, ahead) })
	go func() {
		defer close(p.done)
		defer close(p.shown)
		p.guard(func() { p.play(ctx, d) })
		<-x.ended
	}()
	return p, nil
}

// guard keeps a panic for Err: the screen must be left in order.
func (p *Player[S]) guard(do func()) {
	defer func() {
		if r := recover(); r != nil {
			err := fmt.Errorf("panic: %v\n\n%s", r, debug.Stack())
			p.bug.Store(&err)
		}
	}()
	do()
}

// Err waits for the player to end, and gives the bug that ended it, nil when none did.
func (p *Player[S]) Err() error {
	<-p.done
	if err := p.bug.Load(); err != nil {
		return *err
	}
	return nil
}

// Torn says what is missing at the recording's end, as far as it was read.
func (p *Player[S]) Torn() string {
	if torn := p.torn.Load(); torn != nil {
		return *torn
	}
	return ""
}

// play works in slices, and between them does what it is asked.
func (p *Player[S]) play(ctx context.Context, d *deck) {
	defer d.close()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		var out chan<- S
		var next S
		if d.fresh {
			out, next = p.shown, p.as(d.next)
		}
		select {
		case move := <-p.moves:
			move(d)
			timer.Reset(0)
		case out <- next:
			d.taken()
		case <-d.scout.news:
			timer.Reset(0)
		case <-timer.C:
			timer.Reset(d.work(time.Now()))
		case <-ctx.Done():
			return
		}
		if torn := d.scout.torn(); torn != "" {
			p.torn.Store(&torn)
		}
	}
}

// ask hands a move to the player. It never waits: a player that is so far behind loses a key.
func (p *Player[S]) ask(move func(*deck)) {
	select {
	case p.moves <- move:
	default:
	}
}

// Shown gives what is to be seen.
func (p *Player[S]) Shown() <-chan S { return p.shown }

// Pause stops playing, or plays on; at the end, from the beginning.
func (p *Player[S]) Pause() { p.ask((*deck).pause) }

// Faster plays twice as fast, at last as fast as it goes.
func (p *Player[S]) Faster() { p.ask(func(d *deck) { d.shift(+1) }) }

// Slower plays half as fast.
func (p *Player[S]) Slower() { p.ask(func(d *deck) { d.shift(-1) }) }

// Step pauses, and goes some Frames on or back.
func (p *Player[S]) Step(frames int) { p.ask(func(d *deck) { d.step(frames) }) }

// Shift goes to the Frame that was there so much later or earlier.
func (p *Player[S]) Shift(by time.Duration) { p.ask(func(d *deck) { d.move(by) }) }

// Seek goes to the last Frame of a time.
func (p *Player[S]) Seek(at time.Time) { p.ask(func(d *deck) { d.seek(goal{at: at}) }) }

// Part goes to the Frame at a share of the recording's time: 0 is its beginning, 1 its end.
func (p *Player[S]) Part(share float64) { p.ask(func(d *deck) { d.part(share) }) }

// Event goes to the next event (+1), or to the one before (-1).
func (p *Player[S]) Event(by int) { p.ask(func(d *deck) { d.seek(goal{event: by, from: d.aim()}) }) }

// Fault goes to the next fault, or to the one before.
func (p *Player[S]) Fault(by int) {
	p.ask(func(d *deck) { d.seek(goal{event: by, faults: true, from: d.aim()}) })
}
