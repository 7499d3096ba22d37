package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-sql-driver/mysql"
)

// stand has three servers behind a proxy, and reads from them with attempts of 100 ms and pauses of 5 and 10 ms.
type stand struct {
	*reads
	proxy   *fakeProxy
	servers []*fakeServer
	retries int
}

func newStand(t *testing.T) *stand {
	s := &stand{servers: []*fakeServer{{name: "one"}, {name: "two"}, {name: "three"}}}
	s.proxy = &fakeProxy{servers: s.servers}
	p := newPool(s.proxy, 0)
	p.db.SetMaxIdleConns(20)
	t.Cleanup(func() { p.db.Close() })
	s.reads = &reads{p, 3, 100 * time.Millisecond, 0, 5 * time.Millisecond, func(string, error) { s.retries++ }}
	return s
}

// read returns the server that answered, how long that took, and the error.
func (s *stand) read(ctx context.Context) (server string, took time.Duration, err error) {
	v := &visit{}
	start := time.Now()
	var value string
	err = s.row(context.WithValue(ctx, visitKey{}, v), "SELECT value", nil, &value)
	return v.replica, time.Since(start), err
}

// settle lets queries in flight end. It sleeps for a second, so call it only in a synctest bubble.
func (s *stand) settle() { time.Sleep(patience * s.timeout) }

// fill leaves n idle connections to each server in the pool.
func (s *stand) fill(t *testing.T, n int) {
	var conns []*sql.Conn
	for range n * len(s.servers) {
		conn, _, err := s.pool.take(t.Context(), nowhere)
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, conn)
	}
	for _, conn := range conns {
		conn.Close()
	}
}

func TestReadSaysWhoAnswered(t *testing.T) {
	s := newStand(t)
	server, _, err := s.read(t.Context())
	if err != nil || server != "one" {
		t.Errorf("got %q, %v; want one", server, err)
	}
	s.servers[0].set(func(is *condition) { is.empty = true })
	server, _, err = s.read(t.Context())
	if !errors.Is(err, sql.ErrNoRows) || server != "one" {
		t.Errorf("no row: got %q, %v; want one and sql.ErrNoRows", server, err)
	}
}

// TestFrozenServerCostsOneDeadlineInAll has five idle connections to a server that freezes. One read finds out; the
// reads after it, ten at a time, must not use the other four.
func TestFrozenServerCostsOneDeadlineInAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t)
		s.fill(t, 5)
		dials := s.proxy.total()
		time.Sleep(time.Second)
		for _, server := range s.servers {
			server.set(func(is *condition) { is.slow = time.Millisecond })
		}
		s.servers[2].set(func(is *condition) { is.frozen = true })
		if server, took, err := s.read(t.Context()); err != nil || server == "three" || took != 101*time.Millisecond {
			t.Errorf("the first read: got %q after %s, %v; want another after 101ms", server, took, err)
		}
		var readers sync.WaitGroup
		for range 10 {
			readers.Go(func() {
				server, took, err := s.read(t.Context())
				if err != nil || server == "three" || took != time.Millisecond {
					t.Errorf("afterwards: got %q after %s, %v; want another after 1ms", server, took, err)
				}
			})
		}
		readers.Wait()
		if hung := s.servers[2].now().hung; hung != 1 || s.retries != 1 {
			t.Errorf("%d queries hung, %d retries; want 1 and 1", hung, s.retries)
		}
		if s.proxy.total() != dials || s.pool.db.Stats().OpenConnections != 15 {
			t.Errorf("%d new connections, %+v; want none made and none lost", s.proxy.total()-dials, s.pool.db.Stats())
		}
		s.settle()
		s.proxy.servers = s.servers[:2]
		if s.fill(t, 5); s.proxy.total() != dials+5 {
			t.Errorf("%d new connections, want 5: the old ones to the frozen server are of no use", s.proxy.total()-dials)
		}
	})
}

func TestThawedServerIsUsedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t)
		s.fill(t, 1)
		time.Sleep(time.Second)
		for _, server := range s.servers {
			server.set(func(is *condition) { is.frozen = true })
		}
		if _, _, err := s.read(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("frozen: got %v, want a deadline exceeded", err)
		}
		for _, server := range s.servers {
			server.set(func(is *condition) { is.frozen = false })
		}
		server, took, err := s.read(t.Context())
		if took != 0 || err != nil {
			t.Errorf("thawed: got %q after %s, %v", server, took, err)
		}
		if s.pool.servers.silent(server) || s.pool.servers.frozen(server) {
			t.Error("it answers, and still counts as frozen")
		}
	})
}

func TestKilledServerCostsNothing(t *testing.T) {
	s := newStand(t)
	s.fill(t, 5)
	s.servers[2].set(func(is *condition) { is.gone = true })
	for range 10 {
		if server, _, err := s.read(t.Context()); err != nil || server == "three" {
			t.Errorf("got %q, %v", server, err)
		}
	}
	if s.retries != 0 {
		t.Errorf("%d retries: idle connections that are closed must be noticed before a query is sent", s.retries)
	}
}

// TestConnectionsThatDieAtOnce would never end if new connections were checked as idle ones are.
func TestConnectionsThatDieAtOnce(t *testing.T) {
	s := newStand(t)
	s.proxy.dying = true
	if _, _, err := s.read(t.Context()); err == nil || s.proxy.total() != 3 {
		t.Errorf("got %v after %d connections, want an error after 3", err, s.proxy.total())
	}
}

func TestPausesDoubleAndTriesEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t)
		for _, server := range s.servers {
			server.set(func(is *condition) { is.gone = true })
		}
		_, took, err := s.read(t.Context())
		if want := 15 * time.Millisecond; took != want || s.proxy.total() != 3 {
			t.Errorf("took %s with %d attempts, want %s with 3", took, s.proxy.total(), want)
		}
		if err == nil || !strings.HasPrefix(err.Error(), "attempt 3, no connection: ") {
			t.Errorf("got %v", err)
		}
	})
}

func TestBaselineNeverRetriesNorHurries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t)
		s.tries, s.timeout = 1, 0
		s.servers[0].set(func(is *condition) { is.slow = time.Minute })
		if _, took, err := s.read(t.Context()); took != time.Minute || err != nil {
			t.Errorf("slow: got %s, %v; want a minute's wait", took, err)
		}
		s.servers[0].set(func(is *condition) { is.says = mysql.ErrInvalidConn; is.slow = 0 })
		if _, _, err := s.read(t.Context()); !errors.Is(err, mysql.ErrInvalidConn) {
			t.Errorf("lost: got %v, want the error at once", err)
		}
		if s.servers[0].now().queries != 2 || s.retries != 0 {
			t.Errorf("%d queries, %d retries; want 2 and 0", s.servers[0].now().queries, s.retries)
		}
	})
}

func TestNoRetryOfWhatIsWrong(t *testing.T) {
	s := newStand(t)
	for _, server := range s.servers {
		server.set(func(is *condition) { is.says = &mysql.MySQLError{Number: 1064, Message: "syntax"} })
	}
	if _, _, err := s.read(t.Context()); err == nil || s.retries != 0 {
		t.Errorf("got %v after %d retries; want an error after none", err, s.retries)
	}
}

func TestRetryStaysWithinTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t)
		for _, server := range s.servers {
			server.set(func(is *condition) { is.slow = time.Second })
		}
		ctx, cancel := context.WithTimeout(t.Context(), 102*time.Millisecond)
		defer cancel()
		_, took, err := s.read(ctx)
		if err == nil || took != 102*time.Millisecond {
			t.Errorf("got %v after %s, want an error after 102ms", err, took)
		}
		short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		s.retries = 0
		if _, _, err := s.read(short); !errors.Is(err, context.DeadlineExceeded) || s.retries != 0 {
			t.Errorf("request over: got %v after %d retries, want none", err, s.retries)
		}
		s.settle()
	})
}

func TestNewConnectionHasALimitOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t)
		s.servers[0].set(func(is *condition) { is.frozen = true })
		c := &connector{s.proxy, 50 * time.Millisecond}
		start := time.Now()
		_, err := c.Connect(t.Context())
		if took := time.Since(start); took != 50*time.Millisecond || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v after %s, want a deadline exceeded after 50ms", err, took)
		}
	})
}

func TestLost(t *testing.T) {
	for err, want := range map[error]bool{
		driver.ErrBadConn:                       true,
		mysql.ErrInvalidConn:                    true,
		io.ErrUnexpectedEOF:                     true,
		context.DeadlineExceeded:                true,
		&net.OpError{Err: io.EOF}:               true,
		&mysql.MySQLError{Number: 1053}:         true,
		&mysql.MySQLError{Number: 1927}:         true,
		&mysql.MySQLError{Number: 1062}:         false,
		&mysql.MySQLError{Number: 1146}:         false,
		context.Canceled:                        false,
		errors.New("sql: Scan error on column"): false,
	} {
		if got := lost(errors.Join(errors.New("read"), err)); got != want {
			t.Errorf("lost(%v) = %v, want %v", err, got, want)
		}
	}
}
