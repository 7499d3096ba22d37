// Package command reads lines from a command of the user's: "kubectl logs -f deploy/haproxy", "ssh lb1 tail -F /var/log/haproxy.log".
package command

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"hadash/lines/dated"
	"hadash/lines/run"
	"hadash/lines/told"
)

// Options of a Command. The zero value is ready.
type Options struct {
	// Zone is that of times that do not name theirs; nil = that of this machine.
	Zone *time.Location
	// Env is added to the environment, as "NAME=value".
	Env []string
}

// Command is a command line, for the shell. It is followed by one caller at a time.
type Command struct {
	text   string
	o      Options
	clock  *dated.Clock
	pause  run.Backoff
	last   error // how it ended
	replay replay
}

// New returns the source of what a command writes to its standard output.
func New(text string, o Options) *Command {
	return &Command{text: text, o: o, clock: dated.New(o.Zone)}
}

// Follow runs the command and calls each for every line that was written since an instant, until ctx ends or the command does; the error holds the
// last lines of its standard error, and no more of the command than its first word. When it returns, nothing of the command is left. Called again, it
// leaves out what a command repeats from its beginning. A command that does not last is started less often: too soon, the same error is returned.
func (c *Command) Follow(ctx context.Context, since time.Time, each func(at time.Time, stderr bool, text []byte)) error {
	if !c.pause.Begin() {
		return c.last
	}
	defer c.pause.End()
	c.replay.begin()
	line := func(line []byte) {
		if at, how := c.clock.At(line, time.Now()); how == dated.ByReading || !at.Before(since) {
			each(at, false, line)
		}
	}
	shell := run.Command{Args: []string{"sh", "-c", c.text}, Env: c.o.Env, Hide: secrets(c.text, c.o.Env)}
	err := run.Lines(ctx, shell, func(text []byte) { c.replay.pass(text, line) })
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c.last = told.New("exec:"+Name(c.text)+": "+err.Error(), err)
	return c.last
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_./][A-Za-z0-9_./+-]{0,39}$`)

// Name is what may be shown of a command: its first word. The others may be secrets.
func Name(text string) string {
	if first := words(text); len(first) > 0 && plain.MatchString(first[0]) {
		return first[0]
	}
	return "…"
}

// words returns the words of a command, without the variables that are set before it.
func words(text string) []string {
	all := strings.Fields(text)
	for len(all) > 0 && assignment.MatchString(all[0]) {
		all = all[1:]
	}
	return all
}

var assignment = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*=`)

// secrets returns what may be a secret: every word but the first, and its parts. The longest are first.
func secrets(text string, env []string) (out []string) {
	all := words(text)
	for _, word := range append(strings.Fields(text), env...) {
		if len(all) > 0 && word == all[0] {
			continue
		}
		bare := strings.Trim(word, `"'`)
		out = append(out, word, bare)
		if len(bare) > 2 && bare[0] == '-' && bare[1] != '-' {
			out = append(out, bare[2:]) // -pSECRET
		}
		out = append(out, strings.FieldsFunc(bare, func(r rune) bool { return strings.ContainsRune(`"'=:@`, r) })...)
	}
	out = slices.DeleteFunc(out, func(s string) bool { return len(s) < 4 || s == "http" || s == "https" })
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(-cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	return slices.Compact(out)
}
