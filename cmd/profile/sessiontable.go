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

// find asks the master when a replica does not know the session: it may have been written a moment ago. Only signed
// cookies come so far, so that nobody can make the master work by inventing some.
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

// removeExpired takes a bounded number at a time, so that the replicas never have a long transaction to apply. The order
// is for binary logs that keep statements: without it each replica would be free to delete others.
func (t *sessionTable) removeExpired(ctx context.Context) error {
	return t.master.exec(ctx, "DELETE FROM sessions WHERE expires_at < ? ORDER BY expires_at, id LIMIT 1000", time.Now().UTC())
}
