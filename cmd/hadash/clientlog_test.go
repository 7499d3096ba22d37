package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"
)

// asked is one request as recorded by its client.
type sentRequest struct {
	Start, End   time.Time
	Method, Path string
	Status       int    // 0: no answer
	Wrong        string `json:",omitempty"` // why it failed: the error, or what is wrong with the answer
}

func (a *sentRequest) took() time.Duration { return a.End.Sub(a.Start) }
func (a *sentRequest) failed() bool        { return a.Wrong != "" }

// clientLog is the clients' own record, request by request, and the delays of their process: a client counts these to
// the server's time.
type clientLog struct {
	mu     sync.Mutex
	all    []sentRequest
	stalls []stall
}

type stall struct {
	until time.Time
	late  time.Duration
}

func (l *clientLog) add(a sentRequest) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, a)
}

func (l *clientLog) late(by time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stalls = append(l.stalls, stall{time.Now(), by})
}

// during returns the record of the requests that ended within a span.
func (l *clientLog) during(from, until time.Time) (r clientRecord) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.all {
		if !a.End.Before(from) && !a.End.After(until) {
			r.add(a)
		}
	}
	for _, s := range l.stalls {
		if !s.until.Before(from) && !s.until.Add(-s.late).After(until) {
			r.stall = max(r.stall, s.late)
		}
	}
	return r
}

// write writes every request of a span, one a line.
func (l *clientLog) write(to io.Writer, from, until time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := bufio.NewWriter(to)
	enc := json.NewEncoder(w)
	for _, a := range l.all {
		if a.End.Before(from) || a.End.After(until) {
			continue
		}
		if err := enc.Encode(a); err != nil {
			return err
		}
	}
	return w.Flush()
}

// clientRecord sums up a clients' record of a span.
type clientRecord struct {
	requests, failed int
	first, last      time.Time // of the failed ones
	slowest          sentRequest
	stall            time.Duration // the longest delay of the clients' process itself
}

func (r *clientRecord) add(a sentRequest) {
	r.requests++
	if a.took() > r.slowest.took() {
		r.slowest = a
	}
	if !a.failed() {
		return
	}
	r.failed++
	if r.first.IsZero() || a.End.Before(r.first) {
		r.first = a.End
	}
	if a.End.After(r.last) {
		r.last = a.End
	}
}

func (r *clientRecord) String() string {
	text := fmt.Sprintf("%d of %d failed, slowest %.3f s (%s %s: %d)", r.failed, r.requests, r.slowest.took().Seconds(),
		r.slowest.Method, r.slowest.Path, r.slowest.Status)
	if r.failed > 0 {
		text += fmt.Sprintf(", failures from %s to %s", r.first.Format("15:04:05.000"), r.last.Format("15:04:05.000"))
	}
	return text + fmt.Sprintf("; they themselves were up to %.3f s late", r.stall.Seconds())
}
