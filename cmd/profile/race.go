package main

import (
	"context"
	"fmt"
	"time"
)

// race is one read, of several attempts. When one has no answer within the timeout, the next joins in on another
// connection and the first goes on; whoever answers first wins. So slowness costs no connection: to cancel a query is to
// lose its connection, and a busy machine that must also make new ones becomes busier still.
//
// For the same reason an attempt goes on when the read is over, because another has won or the client has left: its
// answer is dropped, its connection goes back to the pool.
type race struct {
	*attempts
	reads   *reads
	dest    []any
	started int
	running int
	pause   time.Duration
	next    *time.Timer // starts the next attempt
	lost    *outcome    // why it starts, if not because of silence
}

func newRace(ctx context.Context, r *reads, query string, args, dest []any) *race {
	return &race{attempts: newAttempts(ctx, r, query, args), reads: r, dest: dest, pause: r.pause}
}

// run returns at once when ctx ends.
func (c *race) run(ctx context.Context) error {
	defer c.finish()
	c.next = time.NewTimer(0)
	c.next.Stop() // it does not tick before start says when
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

// start begins an attempt, and the wait for the one after it.
func (c *race) start() {
	if c.started > 0 {
		c.tellWhy()
	}
	c.started++
	c.running++
	go c.attempt(c.started-1, fresh(c.dest))
	if c.started < c.reads.tries && c.reads.timeout > 0 {
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

// goOn is false if o, which failed, is the end of the read. Else somebody else may still answer, or an attempt is left.
func (c *race) goOn(o outcome) bool {
	c.running--
	if !lost(o.err) || c.late() {
		return false
	}
	if c.started == c.reads.tries {
		return c.running > 0
	}
	c.lost = &o
	c.next.Reset(c.pause)
	c.pause *= 2
	return true
}
