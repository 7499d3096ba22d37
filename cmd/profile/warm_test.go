package main

import (
	"context"
	"testing"
	"time"
)

// The first requests need not connect: all connections that may be kept are open before anything is served, on all
// servers.
func TestWarmOpensAllThatMayBeKept(t *testing.T) {
	proxy := &fakeProxy{servers: []*fakeServer{{name: "db1"}, {name: "db2"}}}
	p := newPool(proxy, time.Second)
	defer p.db.Close()
	p.db.SetMaxIdleConns(6)
	if n := warm(t.Context(), time.Minute, 6, p); n != 6 {
		t.Errorf("%d connections, want 6", n)
	}
	if idle := p.db.Stats().Idle; idle != 6 {
		t.Errorf("%d are kept, want 6", idle)
	}
	dials := proxy.total()
	err := (&reads{pool: p, tries: 1}).row(t.Context(), "SELECT", nil, new(string))
	if err != nil || proxy.total() != dials {
		t.Errorf("the first read: %v, %d new connections", err, proxy.total()-dials)
	}
}

// A server that is down when the application starts costs another attempt, and one that stays down costs only the
// limit.
func TestWarmWithoutAServer(t *testing.T) {
	gone := &fakeServer{name: "db1"}
	gone.set(func(is *condition) { is.gone = true })
	proxy := &fakeProxy{servers: []*fakeServer{gone, {name: "db2"}}}
	p := newPool(proxy, time.Second)
	defer p.db.Close()
	p.db.SetMaxIdleConns(4)
	if n := warm(t.Context(), time.Minute, 4, p); n != 4 || proxy.total() < 5 {
		t.Errorf("%d connections of %d attempts, want 4 of more", n, proxy.total())
	}
	none := newPool(&fakeProxy{servers: []*fakeServer{gone}}, time.Second)
	defer none.db.Close()
	if n := warm(t.Context(), 50*time.Millisecond, 4, none); n != 0 {
		t.Errorf("%d connections, want none", n)
	}
}

func TestWarmEndsWithTheService(t *testing.T) {
	gone := &fakeServer{}
	gone.set(func(is *condition) { is.gone = true })
	p := newPool(&fakeProxy{servers: []*fakeServer{gone}}, time.Second)
	defer p.db.Close()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if n := warm(ctx, time.Hour, 4, p); n != 0 {
		t.Errorf("%d connections, want none", n)
	}
}
