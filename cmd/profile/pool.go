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

// openPool makes connections to addr as they are needed, each within connectTimeout; 0: no limit.
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

// errElsewhere is about a good connection: others are better.
var errElsewhere = errors.New("pass over this connection")

// take gives a connection that is not known to be dead and does not lead to a frozen server; if it can be had without
// waiting, one that leads neither to a silent server nor to one that the caller would avoid. It goes through all idle
// ones before a new one is made: database/sql alone gives up on them after two, and a new connection may lead anywhere.
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
			defer conn.Close() // not now: the pool would give it again
		default:
			conn.Close() // with an ErrBadConn, which it was told of, the pool throws it away
		}
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
	}
}

// fit is nil for a connection that was made just now: so take ends.
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

// nowhere is what a caller avoids who has no preference.
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

// driverLog turns the driver's complaints about connections into debug lines: it has one for every pooled connection
// that HAProxy cut, and what they cost is told by reads.
type driverLog struct{ log *slog.Logger }

func (d driverLog) Print(v ...any) {
	d.log.Debug("mysql driver", "message", fmt.Sprint(v...))
}
