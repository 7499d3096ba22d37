package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// race is one read in several attempts. If an attempt has no answer within the timeout, the next one starts on another
// connection, and the first continues; the first answer wins. So slowness costs no connection: cancelling a query loses
// its connection, and a busy machine that must also make new ones becomes busier still.
//
// For the same reason an attempt continues when the read is over, because another has won or the client has left: its
// answer is dropped, and its connection goes back to the pool.
//
// A refused attempt counts. An attempt that ends only because no answer came is replaced by another for as long as the
// read may take: no server has refused, and the client still waits.
type race struct {
	*attempts
	reads   *reads
	dest    []any
	left    int // attempts that may still begin
	started int
	running int
	pause   time.Duration
	next    *time.Timer // starts the next attempt
	lost    *outcome    // why the next attempt starts; nil = there was no answer in time
}

func newRace(ctx context.Context, r *reads, query string, args, dest []any) *race {
	return &race{attempts: newAttempts(ctx, r, query, args), reads: r, dest: dest, left: r.tries, pause: r.pause}
}

// run reads. It returns at once when ctx ends.
func (c *race) run(ctx context.Context) error {
	defer c.finish()
	c.next = time.NewTimer(0)
	c.next.Stop() // it does not tick before start has set it
	defer c.next.Stop()
	c.start()
	for {
		select {
		case <-ctx.Done():
			return failure(c.newest(), c.started, ctx.Err())
		case <-c.next.C:
			c.start()
		case o := <-c.outcomes:
			if answer(o.err) {
				visitOf(ctx).replica = o.server
				o.copyTo(c.dest)
				return o.err
			}
			if !c.goOn(o) {
				return failure(o.server, c.started, o.err)
			}
		}
	}
}

// start starts an attempt, and the timer for the one after it.
func (c *race) start() {
	if c.started > 0 {
		c.tellWhy()
	}
	c.left--
	c.started++
	c.running++
	go c.attempt(c.begin(), fresh(c.dest))
	if c.left > 0 && c.reads.timeout > 0 {
		c.next.Reset(c.reads.timeout)
	}
}

func (c *race) tellWhy() {
	if c.lost != nil {
		c.reads.retried(c.lost.server, c.lost.err)
		c.lost = nil
		return
	}
	c.reads.retried(c.newest(), fmt.Errorf("no answer within %s", c.reads.timeout))
}

// goOn reports whether the read goes on after o, which failed: another attempt may still answer, or one is left.
func (c *race) goOn(o outcome) bool {
	c.running--
	if !lost(o.err) || c.late() {
		return false
	}
	if c.reads.limit > 0 && errors.Is(o.err, context.DeadlineExceeded) {
		c.left++
	}
	if c.left == 0 {
		return c.running > 0
	}
	c.lost = &o
	c.next.Reset(c.pause)
	c.pause = min(2*c.pause, max(c.reads.timeout, c.reads.pause))
	return true
}
