package main

import (
	"context"
	"net/http"
	"time"
)

// visit is what serving one request leaves behind, for its headers and its line in the log. One goroutine uses it: the
// request's own.
type visit struct {
	replica string // the server that answered the last read
	reason  error  // why the request failed
}

type visitKey struct{}

// visitOf never gives nil: what runs outside a request, such as a check, has a visit that nobody reads.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{}
}

// recorder keeps the status for the log, and adds to the headers what only serving the request could tell.
type recorder struct {
	http.ResponseWriter
	visit  *visit
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= 200 {
		r.status = status
		if r.visit.replica != "" {
			r.Header().Set("X-Profile-Replica", r.visit.replica)
		}
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	return r.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// observe counts requests, recovers panics, and gives failed requests a line in the log: those that succeed have none.
func (s *service) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &recorder{ResponseWriter: w, visit: &visit{}}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, rec.visit))
		s.tally.requests.Add(1)
		s.tally.inflight.Add(1)
		defer func() {
			s.tally.inflight.Add(-1)
			abort := s.recovered(recover(), rec, r)
			s.conclude(rec, r, time.Since(start))
			if abort {
				panic(http.ErrAbortHandler)
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

func (s *service) conclude(rec *recorder, r *http.Request, took time.Duration) {
	if rec.status < 500 {
		return
	}
	reason := "unknown"
	if rec.visit.reason != nil {
		reason = rec.visit.reason.Error()
	}
	about := []any{"method", r.Method, "path", r.URL.Path, "status", rec.status, "took_ms", took.Milliseconds(),
		"replica", rec.visit.replica, "reason", reason}
	// What failed because the client left is not our error. It matters all the same: nginx leaves when its patience ends.
	if r.Context().Err() != nil {
		s.log.Warn("client left", about...)
		return
	}
	s.tally.errors.Add(1)
	s.log.Error("request failed", about...)
}
