package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestPanicIsAnswered(t *testing.T) {
	db := newFakeDB(t)
	s, log := newTestService(t, db)
	h := s.handler()
	cookie := enter(t, h)
	db.busy = func() { panic("a bug") }
	resp := ask(h, "GET", "/profile/?id=7", "", "Cookie", cookie)
	if resp.StatusCode != 500 || !strings.Contains(text(t, resp), `"error"`) {
		t.Errorf("got %s", resp.Status)
	}
	if !strings.Contains(log.String(), "a bug") || s.tally.errors.Load() != 1 || s.tally.inflight.Load() != 0 {
		t.Errorf("%d errors, %d in flight, log:\n%s", s.tally.errors.Load(), s.tally.inflight.Load(), log)
	}
}

// TestShutdown keeps a request in flight while the service stops.
func TestShutdown(t *testing.T) {
	db := newFakeDB(t)
	s, _ := newTestService(t, db)
	s.cfg.DrainDelay = 0
	cookie := enter(t, s.handler())
	inside, leave := make(chan struct{}), make(chan struct{})
	db.busy = func() { close(inside); <-leave }
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- s.serveOn(ctx, listener) }()
	answer := make(chan int, 1)
	go func() {
		req, _ := http.NewRequest("GET", "http://"+listener.Addr().String()+"/profile/?id=7", nil)
		req.Header.Set("Cookie", cookie)
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Error(err)
			answer <- 0
			return
		}
		resp.Body.Close()
		answer <- resp.StatusCode
	}()
	<-inside
	stop()
	for !s.draining.Load() {
		time.Sleep(time.Millisecond)
	}
	select {
	case err := <-stopped:
		t.Fatalf("stopped with a request in flight: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	close(leave)
	if got := <-answer; got != 200 {
		t.Errorf("the request in flight got %d", got)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestShutdownDoesNotWaitForever(t *testing.T) {
	db := newFakeDB(t)
	s, _ := newTestService(t, db)
	s.cfg.DrainDelay, s.cfg.ShutdownGrace = 0, 10*time.Millisecond
	cookie := enter(t, s.handler())
	inside, leave := make(chan struct{}), make(chan struct{})
	defer close(leave)
	db.busy = func() { close(inside); <-leave }
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- s.serveOn(ctx, listener) }()
	go func() {
		req, _ := http.NewRequest("GET", "http://"+listener.Addr().String()+"/profile/?id=7", nil)
		req.Header.Set("Cookie", cookie)
		if resp, err := http.DefaultTransport.RoundTrip(req); err == nil {
			resp.Body.Close()
		}
	}()
	<-inside
	stop()
	if err := <-stopped; !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "cut 1 requests") {
		t.Errorf("got %v", err)
	}
}
