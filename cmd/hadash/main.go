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

// The exit codes, which scripts and CI jobs may rely on.
const (
	exitOK          = 0
	exitBroken      = 1   // status: a watched node is broken; other commands: see docs/commands.md
	exitUsage       = 2   // a wrong flag, a missing file, or no terminal to draw on
	exitUnreachable = 3   // no Docker, or no such project
	exitInterrupted = 130 // ctrl+c
)

// exitError is an error with an exit code.
type exitError struct {
	code int
	err  error // nil: nothing is printed
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func main() {
	log.SetOutput(io.Discard) // net/http logs there what it also returns as errors
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	root := newRoot()
	endSoon(root)
	err := execute(ctx, root, os.Stdout)
	interrupted := ctx.Err() != nil
	stop()
	os.Exit(exitCode(err, interrupted))
}

// exitCode prints an error and returns the exit code of the process.
func exitCode(err error, interrupted bool) int {
	var exit *exitError
	var healed *interruption
	switch {
	case err == nil:
		return exitOK
	case len(notHealed(err)) > 0: // that a heal ran into its time limit is no interruption
		tell(os.Stderr, err)
		return exitBroken
	case errors.As(err, &healed):
		tell(os.Stderr, healed)
		return exitInterrupted
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
