// Command hadash watches HAProxy and nginx while things fail, and makes them fail.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes: what a script or a CI job may rely on.
const (
	exitOK          = 0
	exitBroken      = 1   // status: something watched is broken; anything else: it went wrong
	exitUsage       = 2   // a wrong flag, a missing file, or no terminal to draw on
	exitUnreachable = 3   // no Docker, or no such project
	exitInterrupted = 130 // ctrl+c
)

// exitError is an error that knows its exit code.
type exitError struct {
	code int
	err  error // nil: the code says it all
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func main() {
	log.SetOutput(io.Discard) // net/http says there what its callers are told as errors, too
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	root := newRoot()
	endSoon(root)
	err := root.ExecuteContext(ctx)
	interrupted := ctx.Err() != nil
	stop()
	os.Exit(exitCode(err, interrupted))
}

// exitCode prints an error, once, and says what the process ends with.
func exitCode(err error, interrupted bool) int {
	var exit *exitError
	switch {
	case err == nil:
		return exitOK
	case interrupted && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)):
		tell(os.Stderr, "interrupted")
		return exitInterrupted
	case errors.As(err, &exit):
		if exit.err != nil {
			tell(os.Stderr, exit.err)
		}
		return exit.code
	}
	tell(os.Stderr, err)
	return exitBroken
}
