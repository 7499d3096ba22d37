package main

import (
	"context"
	"net/http"
	"time"
)

// visit records how one request was served, for its headers and its line in the log. Only the request's own goroutine
// uses it.
type visit struct {
	replica string // the server that answered the last read
	reason  error  // why the request failed
}

type visitKey struct{}

// visitOf returns the visit of a request. Outside a request, such as in a check, it returns one that is not read, never
// nil.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{}
}

// recorder keeps the status for the log, and adds the header that is known only once the request was served.
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

// observe counts requests, recovers panics, and logs failed requests. Requests that succeed are not logged.
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
	// A request that failed because the client left is not our error. It still matters: nginx leaves when its timeout
	// passes.
	if r.Context().Err() != nil {
		s.log.Warn("client left", about...)
		return
	}
	s.tally.errors.Add(1)
	s.log.Error("request failed", about...)
}
