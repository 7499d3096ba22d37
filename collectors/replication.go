package collectors

import (
	"context"
	"database/sql"
	"errors"
	"net/url"

	"github.com/go-sql-driver/mysql"

	"hadash/record"
)

// Replication reads the replication status of a database server, MariaDB or MySQL, over one persistent connection.
type Replication struct {
	node   string
	place  place
	secret func(context.Context) (string, error)
	db     *sql.DB

	// Of the server at the other end of the connection:
	old  bool // it knows only SHOW SLAVE STATUS
	form int  // index in aboutItself of the query that it understands
}

// NewReplication returns a Source that reads the server that locate finds (mysql://user@host:port/) with the password
// that secret returns. A password in the URL takes precedence.
func NewReplication(node string, locate Locate, secret func(context.Context) (string, error)) *Replication {
	return &Replication{node: node, place: place{locate: locate}, secret: secret}
}

// Name is record.SourceReplication.
func (r *Replication) Name() string { return record.SourceReplication }

// Node is the compose service that is the server.
func (r *Replication) Node() string { return r.node }

// Close closes the persistent connection.
func (r *Replication) Close() error {
	if r.db == nil {
		return nil
	}
	db := r.db
	r.db, r.form = nil, 0
	return db.Close()
}

func (r *Replication) Read(ctx context.Context, s *record.Sample) error {
	u, err := r.place.where(ctx)
	if err != nil {
		return failed("replication", nil, err)
	}
	reading, err := r.ask(ctx, u)
	if err != nil {
		r.place.forget()
		_ = r.Close() // the connection is of no further use
		return failed("replication", u, unreadable(err))
	}
	s.Replica = reading
	return nil
}

func (r *Replication) ask(ctx context.Context, u *url.URL) (*record.Replica, error) {
	if r.db == nil {
		if err := r.open(ctx, u); err != nil {
			return nil, err
		}
	}
	status, err := r.status(ctx)
	if err != nil {
		return nil, err
	}
	server, err := r.variables(ctx)
	if err != nil {
		return nil, err
	}
	return replica(status, server), nil
}

// open prepares the one connection; the driver opens it with the first query. The only deadline is the context's, so a
// frozen server costs one Sample.
func (r *Replication) open(ctx context.Context, u *url.URL) error {
	c := mysql.NewConfig()
	c.Net, c.Addr, c.User = "tcp", u.Host, u.User.Username()
	c.Logger = &mysql.NopLogger{} // it would write over the screen; every error is also returned
	password, ok := u.User.Password()
	if !ok && r.secret != nil {
		var err error
		if password, err = r.secret(ctx); err != nil {
			return err
		}
	}
	c.Passwd = password
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return err
	}
	r.db = oneConnection(sql.OpenDB(connector))
	return nil
}

func oneConnection(db *sql.DB) *sql.DB {
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	return db
}

// status returns the row of SHOW REPLICA STATUS by column name; nil if there is none, as on a master. MySQL has the
// statement since 8.0.22, MariaDB since 10.5; older servers answer 1064, syntax error.
func (r *Replication) status(ctx context.Context) (map[string]string, error) {
	if !r.old {
		row, err := firstRow(ctx, r.db, "SHOW REPLICA STATUS")
		var no *mysql.MySQLError
		if !errors.As(err, &no) || no.Number != 1064 {
			return row, err
		}
		r.old = true
	}
	return firstRow(ctx, r.db, "SHOW SLAVE STATUS")
}

// aboutItself lists the queries for a server's version and executed GTIDs: for MariaDB, for MySQL, and for servers that
// are too old for GTIDs. Each is an error on the other servers.
var aboutItself = []string{
	"SELECT @@version AS version, @@read_only AS read_only, @@gtid_slave_pos AS slave_pos, @@gtid_binlog_pos AS binlog_pos",
	"SELECT @@version AS version, @@read_only AS read_only, @@GLOBAL.gtid_executed AS executed",
	"SELECT @@version AS version, @@read_only AS read_only",
}

// variables returns what the server says about itself, by the query that worked the last time.
func (r *Replication) variables(ctx context.Context) (map[string]string, error) {
	for {
		row, err := firstRow(ctx, r.db, aboutItself[r.form])
		var no *mysql.MySQLError
		if !errors.As(err, &no) || r.form == len(aboutItself)-1 {
			return row, err
		}
		r.form++
	}
}

// unreadable turns the server's refusals into a text for people, without their SQL state.
func unreadable(err error) error {
	var no *mysql.MySQLError
	switch {
	case errors.As(err, &no):
		return errors.New(no.Message)
	case errors.Is(err, mysql.ErrInvalidConn), errors.Is(err, sql.ErrConnDone):
		return errors.New("the server closed the connection")
	}
	return err
}
