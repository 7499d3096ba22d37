package stack

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"hadash/record"

	"github.com/docker/docker/api/types/container"
)

// HasLog reports that every container has a log.
func (p *Project) HasLog(string) bool { return true }

// Logs calls each for every line that a service's container writes, with Docker's own timestamp and without the
// newline. It returns nil when the container stops, and an error when the stream breaks or ctx ends. It starts with the
// lines of the instant since: to continue after a line, pass a time one nanosecond later. The text is only valid during
// the call.
func (p *Project) Logs(
	ctx context.Context, node string, since time.Time, each func(at time.Time, stderr bool, text []byte),
) error {
	c, err := p.find(ctx, node)
	if err != nil {
		return err
	}
	opts := container.LogsOptions{ShowStdout: true, ShowStderr: true, Timestamps: true, Follow: true}
	if !since.IsZero() {
		opts.Since = stamp(since)
	}
	stream, err := p.api.ContainerLogs(ctx, c.ID, opts)
	if err != nil {
		p.forget(node) // the service may have another container by now
		return fmt.Errorf("logs of %s: %w", node, err)
	}
	defer func() { _ = stream.Close() }()
	if err = readLogs(stream, c.Config.Tty, each); err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("logs of %s: %w", node, err)
}

// lastLines returns the last n lines of a container's log, for an error message.
func (p *Project) lastLines(ctx context.Context, node string, n int) []string {
	c, err := p.find(ctx, node)
	if err != nil {
		return nil
	}
	return p.LastLines(ctx, c.ID, n)
}

// LastLines returns the last n lines of a container's log; none if it cannot be read.
func (p *Project) LastLines(ctx context.Context, id string, n int) []string {
	c, err := p.api.ContainerInspect(ctx, id)
	if err != nil || c.Config == nil {
		return nil
	}
	stream, err := p.api.ContainerLogs(ctx, id, container.LogsOptions{
		ShowStdout: true, ShowStderr: true, Timestamps: true, Tail: strconv.Itoa(n),
	})
	if err != nil {
		return nil
	}
	defer func() { _ = stream.Close() }()
	var out []string
	_ = readLogs(stream, c.Config.Tty, func(_ time.Time, _ bool, text []byte) {
		out = append(out, record.Clean(string(text)))
	})
	return out
}
