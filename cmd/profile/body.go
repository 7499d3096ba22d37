package main

import (
	"io"
	"net/http"
	"time"
)

// maxBody is plenty for every form there is.
const maxBody = 16 << 10

// linger is how long the rest of an unread body is taken in after its answer. To close a connection with bytes unread
// would reset it, and the client might lose the answer.
const linger = 500 * time.Millisecond

// bounded answers at once, whatever is left of the request's body. net/http would first wait for the rest of an unread
// body, for as long as ReadTimeout, to use the connection again. So the answer says that the connection ends, unless the
// handler has read the body whole, and what the client still sends is waited for only shortly.
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
			// It cannot fail on net/http's own connections; with another one nothing lingers.
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
