// Package run runs a program whose output is lines, and leaves nothing of it behind.
package run

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"hadash/apart"
	"hadash/lines/cut"
)

// Command is a program to run.
type Command struct {
	Args []string
	Env  []string // added to ours
	// Most is how much is kept of one line; 0 = cut.Longest.
	Most int
	// Hide are texts that no error may hold: arguments that may be secrets.
	Hide []string
	// Note is called for every line of its standard error; it may stop the program by returning an error, which is returned. It may be nil.
	Note func(line string) error
}

const (
	// grace is how long a program has to end that was asked to.
	grace = 300 * time.Millisecond
	// kept is how many of the last lines of its standard error are in the error, and noted how long each may be.
	kept  = 3
	noted = 200
)

// Ended is how a program ended.
type Ended struct {
	How string   // "exit status 1"
	Out []string // the last lines of its standard error
}

func (e *Ended) Error() string {
	if len(e.Out) == 0 {
		return "it ended (" + e.How + ")"
	}
	return "it ended (" + e.How + "): " + strings.Join(e.Out, "; ")
}

// Lines runs a program and calls each for every line that it writes to its standard output, until it ends or ctx does. When it returns, neither the
// program nor any other that it started in its group is left. The error is an *Ended, if the program ended by itself, whether well or not.
func Lines(ctx context.Context, c Command, each func(line []byte)) error {
	own, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	cmd := exec.Command(c.Args[0], c.Args[1:]...) //nolint:noctx // its whole group is ended below
	cmd.Env = append(os.Environ(), c.Env...)
	out := &writer{lines: cut.Cutter{Most: c.Most}, each: each}
	note := &diagnostics{command: &c, stop: stop}
	errs := &writer{each: note.add}
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = out, errs, grace
	apart.From(cmd)
	if err := cmd.Start(); err != nil {
		var is *exec.Error
		if errors.As(err, &is) {
			err = is.Err
		}
		return err
	}
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		await(cmd)
	}()
	select {
	case <-exited:
	case <-own.Done():
		apart.Terminate(cmd)
		limit := time.NewTimer(grace)
		defer limit.Stop()
		select {
		case <-exited:
		case <-limit.C:
		}
	}
	apart.Kill(cmd) // before it is waited for: its number is not another's yet
	<-exited
	err := cmd.Wait()
	out.lines.Rest(each)
	errs.lines.Rest(note.add)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case own.Err() != nil:
		return context.Cause(own)
	}
	return &Ended{How: how(cmd, err), Out: note.last}
}

func how(cmd *exec.Cmd, err error) string {
	if cmd.ProcessState != nil {
		return cmd.ProcessState.String()
	}
	return fmt.Sprint(err)
}

// writer passes lines on.
type writer struct {
	lines cut.Cutter
	each  func(line []byte)
}

func (w *writer) Write(p []byte) (int, error) {
	w.lines.Cut(p, w.each)
	return len(p), nil
}

// diagnostics keeps the last lines of the standard error.
type diagnostics struct {
	command *Command
	stop    context.CancelCauseFunc
	last    []string
}

func (d *diagnostics) add(line []byte) {
	text := d.command.hidden(printable(line))
	if d.command.Note != nil {
		if err := d.command.Note(text); err != nil {
			d.stop(err)
		}
	}
	d.last = append(d.last, text[:min(len(text), noted)])
	d.last = d.last[max(0, len(d.last)-kept):]
}

// hidden removes what no error may hold.
func (c *Command) hidden(text string) string {
	for _, secret := range c.Hide {
		if len(secret) > 3 {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return text
}

func printable(line []byte) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(string(line[:min(len(line), 4*noted)]), "?"))
}

// Backoff keeps a program that does not last from being started too often.
type Backoff struct {
	pause        time.Duration
	begun, until time.Time
}

const (
	shortest = 250 * time.Millisecond
	longest  = 30 * time.Second
	lasting  = 10 * time.Second
)

// Begin reports whether the program may be started now.
func (b *Backoff) Begin() bool {
	now := time.Now()
	if now.Before(b.until) {
		return false
	}
	b.begun = now
	return true
}

// End makes the next start wait: for a moment after a program that ran for some time, else twice as long as the last time.
func (b *Backoff) End() {
	if time.Since(b.begun) >= lasting {
		b.pause = 0
	}
	b.pause = min(max(2*b.pause, shortest), longest)
	b.until = time.Now().Add(b.pause)
}
