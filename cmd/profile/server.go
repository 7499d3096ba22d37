package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// service is one running instance.
type service struct {
	cfg       config
	log       *slog.Logger
	started   time.Time
	draining  atomic.Bool
	tally     tally
	sessions  *sessionStore
	accounts  accounts
	profiles  profiles
	passwords *passwords
	ready     func(context.Context) error
}

// tally counts the requests served, except health checks.
type tally struct{ requests, errors, inflight atomic.Int64 }

// handler handles all requests to the service. Health checks do not pass through observe: they must neither be counted
// nor fill the log.
func (s *service) handler() http.Handler {
	app := http.NewServeMux()
	app.HandleFunc("GET /{$}", s.home)
	app.HandleFunc("POST /register", s.register)
	app.HandleFunc("POST /login", s.login)
	app.HandleFunc("POST /logout", s.logout)
	app.HandleFunc("GET /profile/{$}", s.profile)

	all := http.NewServeMux()
	all.HandleFunc("GET /healthz", s.healthz)
	all.HandleFunc("GET /readyz", s.readyz)
	all.Handle("/", s.observe(sameOrigin(app)))
	return s.label(s.bounded(all))
}

// label adds the instance's name to the answer. While draining, it makes the client close the connection, so that it
// connects to another instance.
func (s *service) label(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Profile-Instance", s.cfg.Instance)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		if s.draining.Load() {
			h.Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// recovered answers 500 after a panic. It returns true if part of an answer is out already, so that the connection must
// be cut instead.
func (s *service) recovered(p any, rec *recorder, r *http.Request) (abort bool) {
	if p == nil {
		return false
	}
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		return true
	}
	s.log.Error("panic", "path", r.URL.Path, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
	rec.visit.reason = errors.New("panic")
	if rec.status != 0 {
		rec.status = http.StatusInternalServerError
		return true
	}
	refuse(rec, r, http.StatusInternalServerError, "internal error")
	return false
}

func newServer(s *service) *http.Server {
	return &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 2 * time.Second,
		ReadTimeout:       5 * time.Second,
		// Longer than nginx waits by default (60 s), so that nginx decides about an answer that comes so late.
		WriteTimeout: 65 * time.Second,
		// Longer than nginx keeps an idle connection (60 s), so that nginx closes it: a request sent on a connection
		// that we are closing would be lost.
		IdleTimeout:    75 * time.Second,
		MaxHeaderBytes: 16 << 10,
	}
}

// listenAndServe serves until ctx ends, then lets the requests in flight finish.
func (s *service) listenAndServe(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.cfg.Addr)
	if err != nil {
		return err
	}
	return s.serveOn(ctx, listener)
}

func (s *service) serveOn(ctx context.Context, listener net.Listener) error {
	server := newServer(s)
	server.ErrorLog = slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	s.log.Info("serving", "addr", listener.Addr().String(),
		"read_tries", s.cfg.ReadTries, "read_timeout", s.cfg.ReadTimeout.String())
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	return s.shutdown(server)
}

// shutdown first continues to accept requests for the drain delay, and tells every client to close its connection.
// Connections that nginx keeps open and uses are then closed between two requests. If Shutdown closed a connection just
// when a request arrives on it, the request would be lost.
func (s *service) shutdown(server *http.Server) error {
	s.draining.Store(true)
	grace := s.cfg.ShutdownGrace
	s.log.Info("stopping", "inflight", s.tally.inflight.Load(), "grace", grace.String())
	if grace == 0 {
		return server.Close()
	}
	time.Sleep(s.cfg.DrainDelay)
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		cut := s.tally.inflight.Load()
		return errors.Join(fmt.Errorf("cut %d requests after %s: %w", cut, grace, err), server.Close())
	}
	s.log.Info("stopped")
	return nil
}
