package main

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// sessionTable is the table `sessions`: read from the replicas, written to the master.
type sessionTable struct {
	replicas *reads
	master   *writes
}

// find reads from the master if a replica does not have the session: it may have been written a moment ago. Only signed
// cookies get this far, so invented ones cause the master no work.
func (t *sessionTable) find(ctx context.Context, id string) (row sessionRow, err error) {
	const query = "SELECT COALESCE(user_id, 0), data FROM sessions WHERE id = ? AND expires_at > ?"
	args := []any{id, time.Now().UTC()}
	err = t.replicas.row(ctx, query, args, &row.user, &row.data)
	if errors.Is(err, sql.ErrNoRows) {
		err = t.master.row(ctx, query, args, &row.user, &row.data)
	}
	return row, err
}

func (t *sessionTable) insert(ctx context.Context, row sessionRow) error {
	return t.master.exec(ctx, "INSERT INTO sessions (id, user_id, data, expires_at) VALUES (?, NULLIF(?, 0), ?, ?)",
		row.id, row.user, row.data, row.expires.UTC())
}

func (t *sessionTable) remove(ctx context.Context, id string) error {
	return t.master.exec(ctx, "DELETE FROM sessions WHERE id = ?", id)
}

// expiredAtOnce is how many rows one statement removes, so that the replicas never have a long transaction to apply.
const expiredAtOnce = 1000

// removeExpired removes the expired rows, the oldest first. The order is needed for binary logs that contain
// statements: without it each replica might remove different rows.
func (t *sessionTable) removeExpired(ctx context.Context) error {
	for {
		var removed int64
		err := t.master.do(ctx, func(ctx context.Context, conn *sql.Conn) error {
			result, err := conn.ExecContext(ctx, "DELETE FROM sessions WHERE expires_at < ? ORDER BY expires_at, id LIMIT ?",
				time.Now().UTC(), expiredAtOnce)
			if err == nil {
				removed, err = result.RowsAffected()
			}
			return err
		})
		if err != nil || removed < expiredAtOnce {
			return err
		}
	}
}
