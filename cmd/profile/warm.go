package main

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// warmPause is between two attempts to connect while nobody is served yet: twenty that come at once and often are what
// HAProxy counts as econ when no replica is there yet.
const warmPause = 250 * time.Millisecond

// warm opens the connections that pools may keep, for no longer than limit, so that the first requests need none: who
// begins to serve when its pools are empty has a dozen clients wait for as many log-ins at the database. It says how
// many it opened. A database that is not there yet is no reason not to serve.
func warm(ctx context.Context, limit time.Duration, each int, pools ...*pool) int {
	if limit == 0 {
		return 0
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	opened := make(chan *sql.Conn, each*len(pools))
	var all sync.WaitGroup
	for _, p := range pools {
		for range each {
			all.Go(func() {
				if conn := p.patiently(ctx); conn != nil {
					opened <- conn
				}
			})
		}
	}
	all.Wait() // all are open at once before the first goes back: else one could do for several
	close(opened)
	n := 0
	for conn := range opened {
		conn.Close()
		n++
	}
	return n
}

// patiently gives a connection as soon as one can be had; nil when ctx ends before.
func (p *pool) patiently(ctx context.Context) *sql.Conn {
	for {
		conn, err := p.db.Conn(ctx)
		if err == nil {
			return conn
		}
		if !sleep(ctx, warmPause) {
			return nil
		}
	}
}
