package stack

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// runner starts other programs.
type runner interface {
	// find says whether a program is there.
	find(name string) bool
	// run runs a program to its end.
	run(ctx context.Context, c command) error
}

// command is a program to run.
type command struct {
	args           []string
	dir            string
	env            []string // added to ours
	stdout, stderr io.Writer
	group          bool // it starts others that must end with it
}

// stopLimit is how long an interrupted program may take to clean up.
const stopLimit = 15 * time.Second

// programs is the runner that really runs them.
type programs struct{}

func (programs) find(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

func (programs) run(ctx context.Context, c command) error {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = c.dir, c.stdout, c.stderr
	cmd.Env = append(os.Environ(), c.env...)
	// An interrupt lets compose and mmdebstrap leave things in order; killing them would not.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	if c.group {
		inGroup(cmd)
	}
	cmd.WaitDelay = stopLimit
	err := cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(c.args, " "), err)
	}
	return nil
}
