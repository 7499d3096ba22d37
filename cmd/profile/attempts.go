package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// attempts is the state that the attempts of one race share. Each attempt runs in a goroutine of its own and ends
// independently.
type attempts struct {
	pool     *pool
	timeout  time.Duration
	ctx      context.Context
	deadline time.Time // of all of them; zero: none
	query    string
	args     []any
	outcomes chan outcome // has room for all that can run at once, so that a loser never blocks
	over     atomic.Bool
	mu       sync.Mutex
	servers  []string // by attempt, "" = none reached yet
}

// patience, in timeouts, is the hard limit of an attempt: without an answer by then the attempt and its connection are
// given up. It is longer than a server that only lacks CPU time is silent, and short enough that a frozen server does
// not hold connections, of which there are few, for seconds. It is also the limit of a whole read that has no limit of
// its own.
const patience = 10

// newAttempts returns attempts that continue when the client leaves, unless there is no timeout that would end them.
func newAttempts(ctx context.Context, r *reads, query string, args []any) *attempts {
	a := &attempts{pool: r.pool, timeout: r.timeout, ctx: ctx, query: query, args: args,
		outcomes: make(chan outcome, r.tries)}
	if r.timeout > 0 {
		a.ctx, a.deadline = context.WithoutCancel(ctx), time.Now().Add(max(patience*r.timeout, r.limit))
	}
	return a
}

var errOver = errors.New("the read is over")

func (a *attempts) attempt(n int, values []any) {
	ctx, cancel := a.limited()
	defer cancel()
	server, err := a.ask(ctx, n, values)
	if errors.Is(err, errOver) { // no outcome may come before the winner's, which may be on its way
		return
	}
	if err != nil && ctx.Err() != nil && a.timeout > 0 {
		err = fmt.Errorf("no answer within %s: %w", patience*a.timeout, err)
	}
	a.outcomes <- outcome{server, values, err}
}

func (a *attempts) limited() (context.Context, context.CancelFunc) {
	if a.deadline.IsZero() {
		return a.ctx, func() {}
	}
	own := time.Now().Add(patience * a.timeout)
	if own.After(a.deadline) {
		own = a.deadline
	}
	return context.WithDeadline(a.ctx, own)
}

func (a *attempts) ask(ctx context.Context, n int, values []any) (server string, err error) {
	conn, link, err := a.pool.take(ctx, a.tried)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	a.reached(n, link.server)
	if a.over.Load() { // it waited for a connection until the read was over
		return link.server, errOver
	}
	defer a.watch(link.server)()
	err = conn.QueryRowContext(ctx, a.query, a.args...).Scan(values...)
	if answer(err) {
		a.finish() // before the connection is free for the attempts that wait for it
		a.pool.servers.answered(link.server)
	}
	return link.server, err
}

// watch reports a query that hangs, after one timeout and after two, until it is stopped. Two reports are enough for
// the server to count as frozen. The time runs from when the query was sent: the wait for a connection says nothing
// about a server.
func (a *attempts) watch(server string) (stop func()) {
	if a.timeout == 0 {
		return func() {}
	}
	hung := func() { a.pool.servers.hung(server, a.timeout) }
	once, twice := time.AfterFunc(a.timeout, hung), time.AfterFunc(2*a.timeout, hung)
	return func() {
		once.Stop()
		twice.Stop()
	}
}

// late reports whether the read has taken as long as it may.
func (a *attempts) late() bool { return !a.deadline.IsZero() && !time.Now().Before(a.deadline) }

func (a *attempts) finish() { a.over.Store(true) }

// begin adds an attempt that has not reached a server yet, and returns its number.
func (a *attempts) begin() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.servers = append(a.servers, "")
	return len(a.servers) - 1
}

func (a *attempts) reached(n int, server string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.servers[n] = server
}

// tried reports whether an attempt, over or not, was sent to a server.
func (a *attempts) tried(server string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Contains(a.servers, server)
}

// newest returns the server of the last attempt that reached one; "" if none did.
func (a *attempts) newest() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, server := range slices.Backward(a.servers) {
		if server != "" {
			return server
		}
	}
	return ""
}
