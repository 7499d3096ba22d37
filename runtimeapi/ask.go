package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"strings"
	"time"

	"hadash/record"
)

// Ask sends one command to HAProxy's Runtime API and returns its answer without the empty line at the end.
func (b Balancer) Ask(ctx context.Context, command string) (string, error) {
	switch {
	case b.Admin == nil:
		return "", fmt.Errorf("%w: %w", ErrNobody, b.NoAdmin)
	case b.Admin.Scheme == "exec" && b.Inside != nil:
		answer, err := b.Inside.Ask(ctx, command)
		return strings.TrimSpace(answer), err
	}
	answer, err := b.askHere(ctx, command)
	if b.Admin.Scheme == "unix" && errors.Is(err, fs.ErrNotExist) && b.Inside != nil && !b.found() { // the path may be inside the container
		answer, err = b.Inside.Ask(ctx, command)
	}
	return strings.TrimSpace(answer), err
}

// askHere sends a command to an address or a socket of this machine. An answer without even the empty line does not
// come from HAProxy: the Engine's proxy accepts connections to a published port on which nothing listens, and closes
// them.
func (b Balancer) askHere(ctx context.Context, command string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, balancerLimit)
	defer cancel()
	conn, err := b.dial(ctx)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNobody, err)
	}
	defer func() { _ = conn.Close() }()
	end, _ := ctx.Deadline()
	_ = conn.SetDeadline(end)
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Now()) })
	defer stop()
	_, _ = io.WriteString(conn, command+"\n") // the read below reports an error
	answer, err := io.ReadAll(io.LimitReader(conn, maxAnswer))
	var late net.Error
	switch {
	case errors.As(err, &late) && late.Timeout():
		return "", Unanswered(command, fmt.Errorf("%s does not answer", b.Admin.Redacted()))
	case len(answer) == 0:
		return "", fmt.Errorf("%w: %s closed the connection without an answer", ErrNobody, b.Admin.Redacted())
	}
	return string(answer), err
}

func (b Balancer) dial(ctx context.Context) (net.Conn, error) {
	var d net.Dialer
	switch b.Admin.Scheme {
	case "unix":
		return d.DialContext(ctx, "unix", b.Admin.Path)
	case "tcp":
		return d.DialContext(ctx, "tcp", b.Admin.Host)
	}
	return nil, fmt.Errorf("label %s %q is neither exec:// nor unix:// nor tcp://", adminLabel, b.Admin.Redacted())
}

// order sends a command whose success is an empty answer.
func (b Balancer) order(ctx context.Context, command string) error {
	answer, err := b.Ask(ctx, command)
	if err != nil || answer == "" {
		return err
	}
	return refusal(answer)
}

// refusal returns HAProxy's own error text, with a hint if its configuration can solve it.
func refusal(answer string) error {
	first, _, _ := strings.Cut(answer, "\n")
	text := record.Clean(first)
	switch {
	case strings.HasPrefix(text, "No such server") || strings.HasPrefix(text, "No such backend"):
		return fmt.Errorf("%w: HAProxy answers: %s", ErrGone, text)
	case strings.HasPrefix(text, "Permission denied"):
		text += " (its `stats socket` needs `level admin`)"
	}
	return fmt.Errorf("HAProxy answers: %s", text)
}
