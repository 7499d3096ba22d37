package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
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

// take gives a connection that is not known to be dead and does not lead to a frozen server. It goes through all idle
// ones before a new one is made: database/sql alone gives up on them after two, and a new connection may lead anywhere.
func (p *pool) take(ctx context.Context) (*sql.Conn, *link, error) {
	for {
		conn, err := p.db.Conn(ctx)
		if err != nil {
			return nil, nil, err
		}
		var l *link
		err = conn.Raw(func(dc any) error {
			l = dc.(*link)
			return p.fit(ctx, l)
		})
		if err == nil {
			return conn, l, nil
		}
		conn.Close() // with an ErrBadConn, which it was told of, the pool throws it away
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
	}
}

// fit is nil for a connection that was made just now: so take ends.
func (p *pool) fit(ctx context.Context, l *link) error {
	if !l.used {
		l.used = true
		return nil
	}
	if p.servers.frozen(l.server) {
		return driver.ErrBadConn
	}
	return l.dead(ctx)
}

// do runs f on a connection of its own.
func (p *pool) do(ctx context.Context, f func(*sql.Conn) error) error {
	conn, _, err := p.take(ctx)
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
