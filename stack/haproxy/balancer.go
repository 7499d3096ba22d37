// Package haproxy controls a running HAProxy through its Runtime API, here or inside its container, and through its
// stats page.
package haproxy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hadash/record"
	"hadash/stack/journal"
	"hadash/stack/label"
)

// balancerLimit bounds the wait for one answer of HAProxy, which answers at once or, when paused, never.
const balancerLimit = 3 * time.Second

// Balancer is a HAProxy of the project, and the addresses of its interfaces. Status and Admin are nil if there is no
// address; NoStatus and NoAdmin then say why.
type Balancer struct {
	Node     string
	Status   *url.URL // its statistics as CSV
	NoStatus error
	Admin    *url.URL // its Runtime API
	NoAdmin  error
	Inside   Inside // the way to Admin if its socket is in the container
}

// ErrNobody marks that there is no Runtime API to talk to, so nothing can have changed.
var ErrNobody = errors.New("no Runtime API")

// ErrDoubt marks that a command was sent and not answered, so it may have been obeyed, or will be: a frozen HAProxy
// executes it when it is thawed.
var ErrDoubt = errors.New("it may have taken effect anyway")

// Ask sends one command to HAProxy's Runtime API and returns its answer without the empty line at the end.
func (b Balancer) Ask(ctx context.Context, command string) (string, error) {
	switch {
	case b.Admin == nil:
		return "", fmt.Errorf("%w: %w", ErrNobody, b.NoAdmin)
	case b.Admin.Scheme == "exec":
		answer, err := b.Inside.Ask(ctx, command)
		return strings.TrimSpace(answer), err
	}
	answer, err := b.askHere(ctx, command)
	if b.Admin.Scheme == "unix" && errors.Is(err, fs.ErrNotExist) { // the path may be inside the container
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
	answer, err := io.ReadAll(io.LimitReader(conn, 64<<10))
	var late net.Error
	switch {
	case errors.As(err, &late) && late.Timeout():
		return "", fmt.Errorf("%w: %s does not answer", ErrDoubt, b.Admin.Redacted())
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
	return nil, fmt.Errorf("label %s %q is neither exec:// nor unix:// nor tcp://", label.Admin, b.Admin.Redacted())
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

// ErrGone marks that HAProxy is not running or does not know the server, so no fault is left there.
var ErrGone = errors.New("nothing to change there")

// Weights returns a server's weight as it was set, which slowstart does not change, and its configured one.
func (b Balancer) Weights(ctx context.Context, s journal.Server) (now, initial string, err error) {
	now, initial, err = b.weights(ctx, s.Name())
	return now, initial, onlyThere(err)
}

// WeightOf returns that percentage of a configured weight, as HAProxy rounds it (server_parse_weight_change_request);
// "" if it is no number.
func WeightOf(initial string, percent int) string {
	n, err := strconv.Atoi(initial)
	if err != nil {
		return ""
	}
	return strconv.Itoa(n * percent / 100)
}

// weights returns a server's current weight, as it was set, and its configured one.
func (b Balancer) weights(ctx context.Context, server string) (now, initial string, err error) {
	answer, err := b.Ask(ctx, "get weight "+server)
	if err != nil {
		return "", "", err
	}
	now, rest, ok := strings.Cut(answer, " ")
	initial, configured := strings.CutPrefix(strings.TrimSuffix(rest, ")"), "(initial ")
	if !ok || !configured {
		return "", "", refusal(answer)
	}
	return now, initial, nil
}
