package main

import (
	"io"
	"net/http"
	"time"
)

// maxBody is the longest body, in bytes: much more than any form needs.
const maxBody = 16 << 10

// linger is how long the rest of an unread body is still read after the answer. Closing a connection with unread bytes
// would reset it, and the client might lose the answer.
const linger = 500 * time.Millisecond

// bounded limits the request's body, and lets the answer go out at once even if the body was not read to its end.
// net/http would first wait for the rest of an unread body, for up to ReadTimeout, to reuse the connection. So the
// answer says that the connection is closed, unless the handler has read the whole body, and the rest is read only for
// linger.
//
// The limit is set here because http.MaxBytesReader tells only the server's own ResponseWriter that a body is too large,
// not one that wraps it.
func (s *service) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Connection", "close")
		body := &wholeBody{ReadCloser: http.MaxBytesReader(w, r.Body, maxBody), end: func() {
			if !s.draining.Load() {
				w.Header().Del("Connection")
			}
		}}
		r.Body = body
		next.ServeHTTP(w, r)
		if !body.ended {
			// This cannot fail on net/http's own connections; on others there is no linger.
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(linger))
		}
	})
}

// wholeBody calls end when it has been read to its end.
type wholeBody struct {
	io.ReadCloser
	end   func()
	ended bool
}

func (b *wholeBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF && !b.ended {
		b.ended = true
		b.end()
	}
	return n, err
}
