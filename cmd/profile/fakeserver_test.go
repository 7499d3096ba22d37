package main

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"
)

// fakeServer is a database server with one row in it. Its conditions may change while connections to it are open.
type fakeServer struct {
	name string
	mu   sync.Mutex
	is   condition
}

type condition struct {
	frozen  bool          // it accepts, and is silent
	gone    bool          // it refuses, and open connections are closed
	slow    time.Duration // before it answers
	says    error         // instead of a row
	empty   bool          // no row
	row     []driver.Value
	expired int64 // rows that it can still remove
	queries int   // that it got, except @@hostname
	hung    int   // queries that it got while frozen
}

func (s *fakeServer) set(change func(*condition)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.is)
}

func (s *fakeServer) now() condition {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.is
}

// fakeProxy connects to its servers in turn, as HAProxy does before its checks have noticed anything.
type fakeProxy struct {
	servers []*fakeServer
	dying   bool // its connections are closed at the first query
	mu      sync.Mutex
	dials   int
}

func (p *fakeProxy) Driver() driver.Driver { return nil }

func (p *fakeProxy) Connect(context.Context) (driver.Conn, error) {
	p.mu.Lock()
	server := p.servers[p.dials%len(p.servers)]
	p.dials++
	p.mu.Unlock()
	if server.now().gone {
		return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	}
	return &fakeConn{server: server, dying: p.dying}, nil
}

func (p *fakeProxy) total() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dials
}

// fakeConn has the methods of a mysqlConn that a read uses.
type fakeConn struct {
	mysqlConn
	server *fakeServer
	dying  bool
	closed bool
}

func (c *fakeConn) Close() error                             { c.closed = true; return nil }
func (c *fakeConn) IsValid() bool                            { return !c.closed }
func (c *fakeConn) CheckNamedValue(*driver.NamedValue) error { return nil }
func (c *fakeConn) ResetSession(context.Context) error {
	if c.closed || c.dying || c.server.now().gone {
		return driver.ErrBadConn
	}
	return nil
}

func (c *fakeConn) QueryContext(ctx context.Context, query string, _ []driver.NamedValue) (driver.Rows, error) {
	is := c.server.now()
	if is.frozen {
		c.server.set(func(is *condition) { is.hung++ })
		<-ctx.Done()
		c.closed = true
		return nil, ctx.Err()
	}
	if query == "SELECT @@hostname" {
		return fakeRow(c.server.name), nil
	}
	c.server.set(func(is *condition) { is.queries++ })
	if is.slow > 0 && !sleep(ctx, is.slow) {
		c.closed = true
		return nil, ctx.Err()
	}
	if is.gone || c.dying {
		c.closed = true
		return nil, mysql.ErrInvalidConn
	}
	switch {
	case is.empty:
		return &fakeRows{}, nil
	case is.row != nil:
		return fakeRow(is.row...), is.says
	}
	return fakeRow("row of " + c.server.name), is.says
}

// ExecContext hangs, waits and fails as a query does. It removes at most a thousand expired rows.
func (c *fakeConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if _, err := c.QueryContext(ctx, query, args); err != nil {
		return nil, err
	}
	removed := min(c.server.now().expired, expiredAtOnce)
	c.server.set(func(is *condition) { is.expired -= removed })
	return driver.RowsAffected(removed), nil
}

// fakeRows is one row, or none.
type fakeRows struct {
	row  []driver.Value
	done bool
}

func fakeRow(values ...driver.Value) *fakeRows { return &fakeRows{row: values} }

func (r *fakeRows) Columns() []string { return make([]string, len(r.row)) }
func (r *fakeRows) Close() error      { return nil }
func (r *fakeRows) Next(dest []driver.Value) error {
	if r.done || len(r.row) == 0 {
		return io.EOF
	}
	r.done = true
	copy(dest, r.row)
	return nil
}
