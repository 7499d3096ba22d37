package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// newMaster returns a master, and writes to it with a deadline of a second.
func newMaster(t *testing.T) (*fakeServer, *writes) {
	server := &fakeServer{name: "master"}
	p := newPool(&fakeProxy{servers: []*fakeServer{server}}, time.Second)
	t.Cleanup(func() { p.db.Close() })
	return server, newWrites(p, time.Second)
}

func TestFrozenMasterCostsAtMostTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, w := newMaster(t)
		for _, what := range []string{"new connections", "idle connections"} {
			server.set(func(is *condition) { is.frozen = what == "new connections" })
			if what == "idle connections" {
				if err := w.exec(t.Context(), "INSERT"); err != nil {
					t.Fatal(err)
				}
				server.set(func(is *condition) { is.frozen = true })
			}
			start := time.Now()
			err := w.exec(t.Context(), "INSERT")
			if took := time.Since(start); took != time.Second || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s, write: %v after %s, want a deadline exceeded after 1s", what, err, took)
			}
		}
		var value string
		start := time.Now()
		err := w.row(t.Context(), "SELECT value", nil, &value)
		if took := time.Since(start); took != time.Second || err == nil {
			t.Errorf("read: %v after %s, want an error after 1s", err, took)
		}
	})
}

func TestWriteOutlivesItsClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, w := newMaster(t)
		server.set(func(is *condition) { is.slow = 200 * time.Millisecond })
		ctx, leave := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer leave()
		if err := w.exec(ctx, "INSERT"); err != nil {
			t.Errorf("got %v, want the write done", err)
		}
	})
}

func TestSessionNotYetReplicatedIsReadFromTheMaster(t *testing.T) {
	s := newStand(t)
	server, master := newMaster(t)
	for _, server := range append(s.servers, server) {
		server.set(func(is *condition) { is.row = []driver.Value{int64(7), []byte{}} })
	}
	for _, server := range s.servers {
		server.set(func(is *condition) { is.empty = true })
	}
	table := &sessionTable{s.reads, master}
	v := &visit{}
	row, err := table.find(context.WithValue(t.Context(), visitKey{}, v), "id")
	if err != nil || row.user != 7 || v.replica != "master" {
		t.Errorf("got user %d, %v from %q; want the master's row", row.user, err, v.replica)
	}
	server.set(func(is *condition) { is.empty = true })
	if _, err := table.find(t.Context(), "id"); !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("nowhere: got %v, want sql.ErrNoRows", err)
	}
	server.set(func(is *condition) { is.gone = true })
	if _, err := table.find(t.Context(), "id"); err == nil || errors.Is(err, sql.ErrNoRows) {
		t.Errorf("master gone: got %v, want an error that does not say the session is not there", err)
	}
	s.servers[0].set(func(is *condition) { is.empty = false })
	if _, err := table.find(t.Context(), "id"); err != nil {
		t.Errorf("replicated, master gone: %v", err)
	}
}

func TestExpiredSessionsAreAllRemoved(t *testing.T) {
	server, master := newMaster(t)
	server.set(func(is *condition) { is.expired = 2*expiredAtOnce + 7 })
	if err := (&sessionTable{master: master}).removeExpired(t.Context()); err != nil {
		t.Fatal(err)
	}
	if is := server.now(); is.expired != 0 || is.queries != 3 {
		t.Errorf("%d are left after %d statements, want none after 3", is.expired, is.queries)
	}
}
