package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/go-sql-driver/mysql"
)

// accounts are the users who may log in.
type accounts interface {
	// find returns an account without a hash if no user has that login.
	find(ctx context.Context, login string) (account, error)
	// create returns the id of the new profile, or errTaken.
	create(ctx context.Context, a newAccount) (profileID uint64, err error)
}

type account struct {
	userID, profileID uint64
	hash              []byte
}

type newAccount struct {
	login                    string
	hash                     []byte
	name, email, city, about string
}

var errTaken = errors.New("login is taken")

// accountTable is the table `users`, with a row of `profiles` for each. It is read from the master: a log-in needs the
// master anyway to write its session, and a replica may not have a new user yet.
type accountTable struct{ master *writes }

func (t *accountTable) find(ctx context.Context, login string) (a account, err error) {
	err = t.master.row(ctx,
		"SELECT u.id, u.password_hash, COALESCE(p.id, 0) FROM users u LEFT JOIN profiles p ON p.user_id = u.id WHERE u.login = ?",
		[]any{login}, &a.userID, &a.hash, &a.profileID)
	if errors.Is(err, sql.ErrNoRows) {
		return account{}, nil
	}
	return a, err
}

func (t *accountTable) create(ctx context.Context, a newAccount) (profileID uint64, err error) {
	err = t.master.do(ctx, func(ctx context.Context, conn *sql.Conn) error {
		profileID, err = insertAccount(ctx, conn, a)
		return err
	})
	if said, ok := errors.AsType[*mysql.MySQLError](err); ok && said.Number == 1062 {
		return 0, errTaken
	}
	return profileID, err
}

func insertAccount(ctx context.Context, conn *sql.Conn, a newAccount) (uint64, error) {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() // after Commit it does nothing
	userID, err := insert(ctx, tx, "INSERT INTO users (login, password_hash) VALUES (?, ?)", a.login, a.hash)
	if err != nil {
		return 0, fmt.Errorf("insert user: %w", err)
	}
	profileID, err := insert(ctx, tx, "INSERT INTO profiles (user_id, name, email, city, about) VALUES (?, ?, ?, ?, ?)",
		userID, a.name, a.email, a.city, a.about)
	if err != nil {
		return 0, fmt.Errorf("insert profile: %w", err)
	}
	return profileID, tx.Commit()
}

func insert(ctx context.Context, tx *sql.Tx, statement string, args ...any) (uint64, error) {
	result, err := tx.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	id, err := result.LastInsertId()
	return uint64(id), err
}
