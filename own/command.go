package own

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"

	"hadash/apart"
	"hadash/record"
)

// Failed is a command that failed. Its text has the first and the last line that it wrote, not the command.
type Failed struct {
	What string // "inject", "heal", "check"
	Why  string // "exit status 1", "killed after 20s"
	Said string // by the command; "" = nothing
}

func (f *Failed) Error() string {
	if f.Said == "" {
		return f.brief()
	}
	return f.brief() + ": " + f.Said
}

// brief is the error without what the command wrote.
func (f *Failed) brief() string { return fmt.Sprintf("its %s command failed (%s)", f.What, f.Why) }

// withoutSaid takes from a text what the commands wrote that failed with err.
func withoutSaid(err error, text string) string {
	switch e := err.(type) { //nolint:errorlint // each of the wrapped errors is visited
	case *Failed:
		return strings.ReplaceAll(text, e.Error(), e.brief())
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			text = withoutSaid(one, text)
		}
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			return withoutSaid(inner, text)
		}
	}
	return text
}

// killWait is how long the pipes of a killed command may stay open.
const killWait = time.Second

// run runs a command with sh. At the limit it is killed, with all that it started. It has no terminal to ask questions at.
func run(ctx context.Context, what, command string, limit time.Duration) error {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(limited, "sh", "-c", command) //nolint:gosec // the user's own command
	var out ends
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &out, &out, killWait
	apart.From(cmd)
	if what != "heal" { // what heals goes on when this hadash is killed
		withUs(cmd)
	}
	cmd.Cancel = func() error { apart.Kill(cmd); return nil }
	runtime.LockOSThread() // a command that is killed with us is killed at the end of the thread that starts it
	err := cmd.Run()
	runtime.UnlockOSThread()
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay) && limited.Err() == nil: // what it started in the background goes on
		return nil
	case ctx.Err() != nil:
		return &Failed{what, "interrupted", out.String()}
	case limited.Err() != nil:
		return &Failed{what, fmt.Sprintf("killed after %s", limit), out.String()}
	}
	return &Failed{what, err.Error(), out.String()}
}

// ends keeps the first and the last line of what is written to it.
type ends struct {
	mu          sync.Mutex
	first, line []byte
	last        []byte
}

// maxSaid bounds a line, in bytes.
const maxSaid = 300

func (e *ends) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := len(p)
	for len(p) > 0 {
		text, rest, whole := bytes.Cut(p, []byte("\n"))
		if room := maxSaid - len(e.line); room > 0 {
			e.line = append(e.line, text[:min(len(text), room)]...)
		}
		if whole {
			e.end()
		}
		p = rest
	}
	return n, nil
}

// end takes in the line that is complete.
func (e *ends) end() {
	if len(bytes.TrimSpace(e.line)) > 0 {
		if e.first == nil {
			e.first = bytes.Clone(e.line)
		}
		e.last = append(e.last[:0], e.line...)
	}
	e.line = e.line[:0]
}

// String returns the first line, and the last if it is another.
func (e *ends) String() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.end()
	first, last := clean(e.first), clean(e.last)
	if first == last {
		return first
	}
	return first + " ... " + last
}

func clean(line []byte) string {
	return strings.TrimSpace(record.Printable(strings.ToValidUTF8(string(line), "")))
}
