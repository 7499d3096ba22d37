package main

import (
	"context"
	"database/sql"
	"time"
)

// writes runs statements on the master. A write is never repeated automatically, since it may have been done. It has a
// deadline, so that a master that is frozen or cut off leads to an answer of 503 and not to a hanging client.
//
// A statement that has begun is finished within that deadline even if the client leaves: cancelling a query loses its
// connection, and clients leave by the dozen just when the master is slow and can least afford new connections.
type writes struct {
	pool    *pool
	timeout time.Duration
	reads   *reads // for queries that only the master can answer: one attempt, with the same deadline
}

func newWrites(p *pool, timeout time.Duration) *writes {
	return &writes{p, timeout, &reads{pool: p, tries: 1, timeout: timeout}}
}

func (w *writes) row(ctx context.Context, query string, args []any, dest ...any) error {
	return w.reads.row(context.WithoutCancel(ctx), query, args, dest...)
}

func (w *writes) do(ctx context.Context, f func(context.Context, *sql.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.timeout)
	defer cancel()
	return w.pool.do(ctx, func(conn *sql.Conn) error { return f(ctx, conn) })
}

func (w *writes) exec(ctx context.Context, statement string, args ...any) error {
	return w.do(ctx, func(ctx context.Context, conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, statement, args...)
		return err
	})
}
