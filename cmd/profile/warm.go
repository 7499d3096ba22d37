package main

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// warmPause is the pause between two attempts to connect before the service starts. While no replica is up, HAProxy
// counts each attempt as econ, and there are twenty at a time.
const warmPause = 250 * time.Millisecond

// warm opens the connections that pools may keep, for no longer than limit, so that the first requests need not
// connect: a service that starts with empty pools makes a dozen clients wait for as many log-ins at the database. It
// returns how many it opened. If the database is not up yet, the service starts all the same.
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
	all.Wait() // all are open before the first goes back: otherwise one connection could be counted several times
	close(opened)
	n := 0
	for conn := range opened {
		conn.Close()
		n++
	}
	return n
}

// patiently returns a connection as soon as it can be made; nil if ctx ends first.
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
