package main

import (
	"context"
	"database/sql/driver"
	"fmt"
	"time"
)

// mysqlConn has the methods of go-sql-driver's connection that database/sql looks for.
type mysqlConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// link is a connection, and the @@hostname of the server at its other end: HAProxy chooses that once per connection.
type link struct {
	mysqlConn
	server string
	used   bool
}

// ResetSession does nothing: pool.take checks idle connections.
func (l *link) ResetSession(context.Context) error { return nil }

// dead returns an error if the other end closed the connection while it was idle. It needs no round trip.
func (l *link) dead(ctx context.Context) error { return l.mysqlConn.ResetSession(ctx) }

// connector makes links.
type connector struct {
	driver.Connector
	timeout time.Duration // of the whole log-in, not only of TCP's part: a frozen server's kernel still accepts; 0: none
}

func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	if c.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.timeout)
		defer cancel()
	}
	dc, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := dc.(mysqlConn)
	if !ok {
		return nil, fmt.Errorf("driver connection %T lacks a method", dc)
	}
	server, err := hostname(ctx, conn)
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("ask for @@hostname: %w", err)
	}
	return &link{mysqlConn: conn, server: server}, nil
}

func hostname(ctx context.Context, conn driver.QueryerContext) (string, error) {
	rows, err := conn.QueryContext(ctx, "SELECT @@hostname", nil)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	row := make([]driver.Value, 1)
	if err := rows.Next(row); err != nil {
		return "", err
	}
	if b, ok := row[0].([]byte); ok {
		return string(b), nil
	}
	return fmt.Sprint(row[0]), nil
}
