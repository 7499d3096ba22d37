package engines

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"hadash/record"
	"hadash/stack"
)

// A host that is cut off refuses nothing: whoever asks it hears nothing until a limit. So each question has one, and for some time
// after it nobody asks but the list of containers. Streams of before end with the silence, and are opened again when the Engine answers:
// what the connections of then still hold may come minutes later.

// patience is how long an Engine is waited for with a question.
const patience = 3 * time.Second

// asked asks an Engine, within limits.
func asked[T any](ctx context.Context, m *member, ask func(context.Context, *stack.Project) (T, error)) (T, error) {
	var none T
	if err := m.silent(); err != nil {
		return none, err
	}
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	p, err := m.project(within)
	if err != nil {
		return none, err
	}
	v, err := ask(within, p)
	m.note(ctx, err)
	return v, err
}

// silent is why an Engine is not asked now; nil if it is.
func (m *member) silent() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil && time.Since(m.tried) < redial {
		return m.err
	}
	return nil
}

// note takes in how an Engine answered. asking is the context of the one who asked: if it was given up, nothing is known.
func (m *member) note(asking context.Context, err error) {
	if errors.Is(asking.Err(), context.Canceled) {
		return
	}
	m.mu.Lock()
	was := m.err
	if m.err = nil; stack.Unanswered(err) {
		m.err, m.tried = err, time.Now()
	}
	if m.err != nil && was == nil {
		m.since = m.tried
	}
	answers := was != nil && m.err == nil
	if (answers || m.lost() != nil) && m.turned != nil {
		close(m.turned)
		m.turned = nil
	}
	m.mu.Unlock()
	if answers {
		m.again()
	}
}

// lost is why what an Engine sends cannot come; nil while it answers, or has only just failed to. The lock is held.
func (m *member) lost() error {
	if m.err == nil || m.tried.Sub(m.since) < redial {
		return nil
	}
	return &SilentError{Host: m.Host(), err: m.err}
}

// stream follows a stream of an Engine until it ends, or the Engine falls silent, which the stream does not say, or answers again.
func (m *member) stream(ctx context.Context, follow func(context.Context, *stack.Project) error) error {
	p, err := m.project(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	if err := m.lost(); err != nil {
		m.mu.Unlock()
		return err
	}
	if m.turned == nil {
		m.turned = make(chan struct{})
	}
	turned := m.turned
	m.mu.Unlock()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-turned:
			cancel(errTurned)
		case <-ctx.Done():
		}
	}()
	err = follow(ctx, p)
	if !errors.Is(context.Cause(ctx), errTurned) {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return cmp.Or(m.lost(), errTurned)
}

var errTurned = errors.New("the Engine answers again")

// ready returns an error at once, or soon, if an Engine does not answer: a fault or a heal would wait for it.
func (m *member) ready(ctx context.Context) (*stack.Project, error) {
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	p, err := m.project(within)
	if err == nil {
		err = p.Ping(within)
		m.note(ctx, err)
	}
	if err != nil {
		return nil, &SilentError{Host: m.Host(), err: err}
	}
	return p, nil
}

// SilentError says that an Engine does not answer.
type SilentError struct {
	Host string
	err  error
}

func (e *SilentError) Error() string {
	why := e.err
	if errors.Is(why, context.DeadlineExceeded) {
		why = fmt.Errorf("nothing within %v", patience)
	}
	return fmt.Sprintf("the Docker Engine at %s does not answer: %v", record.Clean(e.Host), why)
}

func (e *SilentError) Unwrap() error { return e.err }
