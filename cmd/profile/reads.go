package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// reads runs queries that may be repeated. With more than one try, a read is a race.
type reads struct {
	pool    *pool
	tries   int           // 1: never repeat
	timeout time.Duration // without an answer for that long, the next attempt starts; for a single attempt, its limit; 0: none
	limit   time.Duration // how long a read of several attempts may take in total, if that is longer than an attempt may take; 0: no longer
	pause   time.Duration // before the second attempt when the first was lost, doubling
	retried func(server string, why error)
}

// row reads one row. It returns sql.ErrNoRows if there is none, and records in the context's visit which server
// answered.
func (r *reads) row(ctx context.Context, query string, args []any, dest ...any) error {
	if r.tries > 1 {
		return newRace(ctx, r, query, args, dest).run(ctx)
	}
	server, err := r.once(ctx, query, args, dest)
	if answer(err) {
		visitOf(ctx).replica = server
		return err
	}
	return failure(server, 1, err)
}

// answer reports whether the server answered; that there is no such row is an answer too.
func answer(err error) bool { return err == nil || errors.Is(err, sql.ErrNoRows) }

func failure(server string, try int, err error) error {
	if server == "" {
		server = "no connection"
	}
	return fmt.Errorf("attempt %d, %s: %w", try, server, err)
}

// once makes a single attempt. It returns the server that it reached, or "".
func (r *reads) once(ctx context.Context, query string, args, dest []any) (server string, err error) {
	attempt, cancel := r.deadline(ctx)
	defer cancel()
	conn, link, err := r.pool.take(attempt, nowhere)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	err = conn.QueryRowContext(attempt, query, args...).Scan(dest...)
	switch {
	case answer(err):
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
