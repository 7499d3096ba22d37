// Package program runs other programs and keeps their output.
package program

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Runner runs other programs.
type Runner interface {
	// Find reports whether a program exists.
	Find(name string) bool
	// Run runs a program and waits for its end.
	Run(ctx context.Context, c Command) error
}

// Command is a program to run.
type Command struct {
	Args           []string
	Dir            string
	Env            []string // added to ours
	Stdout, Stderr io.Writer
	Group          bool // it starts other programs, which must end with it
}

// stopLimit is how long an interrupted program has to clean up.
const stopLimit = 15 * time.Second

// System runs the programs of this machine.
type System struct{}

// Find reports whether a program is in the PATH.
func (System) Find(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// Run runs a program and interrupts it when ctx ends.
func (System) Run(ctx context.Context, c Command) error {
	cmd := exec.CommandContext(ctx, c.Args[0], c.Args[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = c.Dir, c.Stdout, c.Stderr
	cmd.Env = append(os.Environ(), c.Env...)
	// An interrupt lets compose and mmdebstrap clean up; a kill would not.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	if c.Group {
		inGroup(cmd)
	}
	cmd.WaitDelay = stopLimit
	err := cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(c.Args, " "), err)
	}
	return nil
}
