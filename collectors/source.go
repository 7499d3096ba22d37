// Package collectors polls HAProxy, nginx, k6, the databases, the applications and Docker, reads the containers' logs,
// and turns the answers into Samples.
package collectors

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"hadash/record"
)

// Source is one feed that is polled. Name is a record.Source constant, Node the compose service polled ("" for the
// project as a whole). Read fills in its part of the Sample, or returns why it cannot; it ends when ctx does. One
// goroutine at a time calls Read, and what a Sample points to is never changed once Read has returned.
type Source interface {
	Name() string
	Node() string
	Read(ctx context.Context, s *record.Sample) error
}

// errLate is the cause of our own deadline, so that the error says so.
type errLate struct{ within time.Duration }

func (e errLate) Error() string { return record.NoAnswer + e.within.String() }

// read polls src once. It always returns a Sample: a failure, or a panic, is in its Err.
func read(ctx context.Context, src Source, within time.Duration) (s record.Sample) {
	begun := time.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, within, errLate{within})
	defer cancel()
	blank := record.Sample{Source: src.Name(), Node: src.Node()}
	s = blank
	defer func() {
		if p := recover(); p != nil {
			s = blank
			s.Err = record.Clean(fmt.Sprintf("poll %s: panic: %v %s", record.SourceWord(src.Name()), p, panicked()))
		}
		s.At = time.Now()
		s.Took = s.At.Sub(begun)
	}()
	if err := src.Read(ctx, &s); err != nil {
		s = blank
		s.Err = record.Clean(late(ctx, err).Error())
	}
	return s
}

// late names our own deadline where an error only says that some deadline passed.
func late(ctx context.Context, err error) error {
	var cause errLate
	if !errors.As(context.Cause(ctx), &cause) || !isTimeout(err) {
		return err
	}
	var at *pollError
	if errors.As(err, &at) {
		return &pollError{what: at.what, where: at.where, err: cause}
	}
	return cause
}

// panicked returns the place in our code that panicked: the first frame below that of panic.
func panicked() string {
	_, stack, _ := strings.Cut(string(debug.Stack()), "\npanic(")
	for line := range strings.Lines(stack) {
		line = strings.TrimSpace(line)
		if i := strings.Index(line, "/collectors/"); i >= 0 && strings.Contains(line, ".go:") {
			at, _, _ := strings.Cut(line[i+1:], " ")
			return "at " + at
		}
	}
	return ""
}
