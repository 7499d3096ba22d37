package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"strings"
	"time"

	"hadash/record"
	"hadash/stack/label"
)

// balancer is a HAProxy of the project, and where it can be asked; status and admin are nil
// where it cannot, and noStatus and noAdmin then say why.
type balancer struct {
	node     string
	status   *url.URL
	noStatus error
	admin    *url.URL
	noAdmin  error
	inside   inside // where admin's socket is one in the container
}

// balancers are the services of role balancer; one that does not run has no status to be read.
func (p *Project) balancers(ctx context.Context) ([]balancer, error) {
	all, err := p.list(ctx)
	if err != nil {
		return nil, err
	}
	var out []balancer
	for _, s := range all {
		if s.Labels[label.Role] != string(record.RoleBalancer) {
			continue
		}
		b, runs, err := p.balancer(ctx, s.Labels[label.Service])
		if err != nil {
			return nil, err
		}
		if !runs {
			b.status, b.noStatus = nil, fmt.Errorf("%w: it does not run", errGone)
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no service of project %s has the label hadash.role=balancer", p.name)
	}
	return out, nil
}

// balancer finds where one balancer is asked; runs tells whether there is anybody to ask.
func (p *Project) balancer(ctx context.Context, node string) (b balancer, runs bool, err error) {
	c, err := p.target(ctx, node)
	if err != nil {
		return balancer{}, false, err
	}
	b.node = node
	if b.status, b.noStatus = p.locate(c, label.Status); b.status != nil {
		b.status = record.StatsPage(b.status, "csv")
	}
	if b.admin, b.noAdmin = p.locate(c, label.Admin); b.admin != nil {
		b.inside = inside{p: p, node: node, id: c.ID, path: b.admin.Path}
	}
	return b, c.State.Running, nil
}

// errNobody marks that there is no Runtime API to talk to, so that nothing can have been changed.
var errNobody = errors.New("no Runtime API")

// errDoubt marks that a command was given and not answered, so that it may have been obeyed, or will be: a HAProxy that is
// frozen takes it when it goes on.
var errDoubt = errors.New("it may have been done all the same")

// ask gives HAProxy's Runtime API one command, and returns its answer without the empty line that
// ends it.
func (b balancer) ask(ctx context.Context, command string) (string, error) {
	switch {
	case b.admin == nil:
		return "", fmt.Errorf("%w: %w", errNobody, b.noAdmin)
	case b.admin.Scheme == "exec":
		answer, err := b.inside.ask(ctx, command)
		return strings.TrimSpace(answer), err
	}
	answer, err := b.askHere(ctx, command)
	if b.admin.Scheme == "unix" && errors.Is(err, fs.ErrNotExist) { // the path may be one in the container
		answer, err = b.inside.ask(ctx, command)
	}
	return strings.TrimSpace(answer), err
}

// askHere reaches an address or a socket of this machine. An answer that lacks even the empty line is nobody's: the
// Engine's proxy takes connections to a published port that nothing listens on, and hangs up.
func (b balancer) askHere(ctx context.Context, command string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, balancerLimit)
	defer cancel()
	conn, err := b.dial(ctx)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errNobody, err)
	}
	defer func() { _ = conn.Close() }()
	end, _ := ctx.Deadline()
	_ = conn.SetDeadline(end)
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Now()) })
	defer stop()
	_, _ = io.WriteString(conn, command+"\n") // what goes wrong here is seen below
	answer, err := io.ReadAll(io.LimitReader(conn, 64<<10))
	var late net.Error
	switch {
	case errors.As(err, &late) && late.Timeout():
		return "", fmt.Errorf("%w: %s does not answer", errDoubt, b.admin.Redacted())
	case len(answer) == 0:
		return "", fmt.Errorf("%w: %s hangs up without an answer", errNobody, b.admin.Redacted())
	}
	return string(answer), err
}

func (b balancer) dial(ctx context.Context) (net.Conn, error) {
	var d net.Dialer
	switch b.admin.Scheme {
	case "unix":
		return d.DialContext(ctx, "unix", b.admin.Path)
	case "tcp":
		return d.DialContext(ctx, "tcp", b.admin.Host)
	}
	return nil, fmt.Errorf("label %s %q is neither exec:// nor unix:// nor tcp://", label.Admin, b.admin.Redacted())
}

// order gives a command whose success is an empty answer.
func (b balancer) order(ctx context.Context, command string) error {
	answer, err := b.ask(ctx, command)
	if err != nil || answer == "" {
		return err
	}
	return refusal(answer)
}

// refusal is HAProxy's own text, and what to do about the one that is a matter of configuration.
func refusal(answer string) error {
	first, _, _ := strings.Cut(answer, "\n")
	text := record.Clean(first)
	switch {
	case strings.HasPrefix(text, "No such server") || strings.HasPrefix(text, "No such backend"):
		return fmt.Errorf("%w: it says %s", errGone, text)
	case strings.HasPrefix(text, "Permission denied"):
		text += " (its `stats socket` needs `level admin`)"
	}
	return fmt.Errorf("it says %s", text)
}

// errGone marks that HAProxy does not run or does not know the server, so that no fault is left there.
var errGone = errors.New("nothing to change there")

// weight asks for a server's weight as it was set, which slowstart does not change.
func (b balancer) weight(ctx context.Context, server string) (string, error) {
	now, _, err := b.weights(ctx, server)
	return now, err
}

// weights are a server's weight as it was set, and as it is configured.
func (b balancer) weights(ctx context.Context, server string) (now, initial string, err error) {
	answer, err := b.ask(ctx, "get weight "+server)
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
