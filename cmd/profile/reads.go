package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// reads runs queries that may be repeated. One attempt has a deadline of its own; when it is lost, another connection
// gets the next.
type reads struct {
	pool    *pool
	tries   int           // 1: never again
	timeout time.Duration // of one attempt; 0: none
	pause   time.Duration // before the second attempt, doubling
	retried func(server string, lost error)
}

// row asks for one row. It gives sql.ErrNoRows if there is none, and notes in the context's visit who answered.
func (r *reads) row(ctx context.Context, query string, args []any, dest ...any) error {
	pause := r.pause
	for try := 1; ; try++ {
		server, err := r.attempt(ctx, query, args, dest)
		if err == nil || errors.Is(err, sql.ErrNoRows) {
			visitOf(ctx).replica = server
			return err
		}
		if try >= r.tries || ctx.Err() != nil || !lost(err) {
			return failure(server, try, err)
		}
		r.retried(server, err)
		if !sleep(ctx, pause) {
			return failure(server, try, err)
		}
		pause *= 2
	}
}

func failure(server string, try int, err error) error {
	if server == "" {
		server = "no connection"
	}
	return fmt.Errorf("attempt %d, %s: %w", try, server, err)
}

// attempt says which server it was about, if it came so far as to reach one.
func (r *reads) attempt(ctx context.Context, query string, args, dest []any) (server string, err error) {
	attempt, cancel := r.deadline(ctx)
	defer cancel()
	conn, link, err := r.pool.take(attempt)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	err = conn.QueryRowContext(attempt, query, args...).Scan(dest...)
	switch {
	case err == nil || errors.Is(err, sql.ErrNoRows):
		r.pool.servers.answered(link.server)
	case r.timeout > 0 && attempt.Err() != nil && ctx.Err() == nil:
		r.pool.servers.hung(link.server, r.timeout)
		err = fmt.Errorf("no answer within %s: %w", r.timeout, err)
	}
	return link.server, err
}

func (r *reads) deadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if r.timeout == 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, r.timeout)
}

// sleep is false if ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
