package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-sql-driver/mysql"
)

// pool is a database/sql pool whose connections know which server they lead to.
type pool struct {
	db      *sql.DB
	servers *servers
}

// openPool returns a pool that makes connections to addr as they are needed, each within connectTimeout; 0: no limit.
func openPool(cfg config, addr string, connectTimeout time.Duration, log *slog.Logger) (*pool, error) {
	my := mysql.NewConfig()
	my.User, my.Passwd, my.DBName = cfg.DBUser, cfg.DBPassword, cfg.DBName
	my.Net, my.Addr = "tcp", addr
	my.InterpolateParams = true // one round trip instead of three: prepare, execute, close
	my.Logger = driverLog{log}
	dial, err := mysql.NewConnector(my)
	if err != nil {
		return nil, fmt.Errorf("database at %s: %w", addr, err)
	}
	p := newPool(dial, connectTimeout)
	p.db.SetMaxOpenConns(cfg.MaxOpenConns)
	p.db.SetMaxIdleConns(cfg.MaxIdleConns)
	p.db.SetConnMaxLifetime(cfg.ConnLifetime)
	return p, nil
}

func newPool(dial driver.Connector, connectTimeout time.Duration) *pool {
	return &pool{db: sql.OpenDB(&connector{dial, connectTimeout}), servers: newServers()}
}

// errElsewhere means that a connection is good, but others are better.
var errElsewhere = errors.New("pass over this connection")

// take returns a connection that is not known to be dead and does not lead to a frozen server. If possible without
// waiting, it is one that leads neither to a silent server nor to one that the caller wants to avoid. take goes through
// all idle connections before it makes a new one: database/sql itself gives up on idle ones after two, and a new
// connection may lead to any server.
func (p *pool) take(ctx context.Context, avoid func(server string) bool) (*sql.Conn, *link, error) {
	for {
		conn, err := p.db.Conn(ctx)
		if err != nil {
			return nil, nil, err
		}
		var l *link
		err = conn.Raw(func(dc any) error {
			l = dc.(*link)
			return p.fit(ctx, l, avoid)
		})
		switch {
		case err == nil:
			return conn, l, nil
		case errors.Is(err, errElsewhere):
			defer conn.Close() // not now: the pool would return it again
		default:
			conn.Close() // if fit returned ErrBadConn, the pool discards it
		}
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
	}
}

// fit returns why a connection must not be used, or nil. It returns nil for every new connection, so that take ends.
func (p *pool) fit(ctx context.Context, l *link, avoid func(string) bool) error {
	if !l.used {
		l.used = true
		return nil
	}
	if p.servers.frozen(l.server) {
		return driver.ErrBadConn
	}
	if err := l.dead(ctx); err != nil {
		return err
	}
	if (avoid(l.server) || p.servers.silent(l.server)) && p.db.Stats().Idle > 0 {
		return errElsewhere
	}
	return nil
}

// nowhere is the avoid of a caller without a preference.
func nowhere(string) bool { return false }

// do runs f on a connection of its own.
func (p *pool) do(ctx context.Context, f func(*sql.Conn) error) error {
	conn, _, err := p.take(ctx, nowhere)
	if err != nil {
		return err
	}
	defer conn.Close()
	return f(conn)
}

// driverLog logs the driver's complaints about connections at level debug: there is one for every pooled connection
// that HAProxy cut, and reads report what they cost.
type driverLog struct{ log *slog.Logger }

func (d driverLog) Print(v ...any) {
	d.log.Debug("mysql driver", "message", fmt.Sprint(v...))
}
