package collectors

import (
	"context"
	"net/url"
	"time"

	"hadash/record"
)

// Daemon is what collectors need of the Docker Engine, for one compose project.
type Daemon interface {
	// Containers says how every container of the project is.
	Containers(ctx context.Context) ([]record.Container, error)
	// Events calls each for every event of the project's containers from since on, until ctx
	// ends or the stream breaks (then it returns why).
	Events(ctx context.Context, since time.Time, each func(at time.Time, e record.DockerEvent)) error
	// Logs calls each for every line the service's container logs from since on (Docker's own
	// timestamps, ns), until the container stops, ctx ends or the stream breaks. Text is raw.
	Logs(ctx context.Context, node string, since time.Time, each func(at time.Time, stderr bool, text []byte)) error
	// Locate gives the URL of a node's hadash.status as it can be reached from here now
	// (published port or container address).
	Locate(ctx context.Context, node string) (*url.URL, error)
	// Secret reads the container environment variable that the label hadash.password-env names;
	// "" when there is none.
	Secret(ctx context.Context, node string) (string, error)
	// Config reads a file of the node's container, running or not.
	Config(ctx context.Context, node, file string) ([]byte, error)
	// Environment is the environment that the node's container was made with, as "NAME=value". It holds secrets: it is
	// only looked up in, never shown or recorded.
	Environment(ctx context.Context, node string) ([]string, error)
}

// Locate says where a Source's target is now. It may change when a container is made anew.
type Locate func(ctx context.Context) (*url.URL, error)

// Fixed is the Locate of a target that never moves, such as any HAProxy by its URL.
func Fixed(rawURL string) Locate {
	return func(context.Context) (*url.URL, error) { return url.Parse(rawURL) }
}

// place remembers where a target is, and looks again only after a failure.
type place struct {
	locate Locate
	last   *url.URL
	fresh  bool
}

// where gives the target's URL. When it cannot be told anew, because the container is stopped say,
// it is the last one known: "connection refused" there is what a user expects to read.
func (p *place) where(ctx context.Context) (*url.URL, error) {
	if p.fresh {
		return p.last, nil
	}
	u, err := p.locate(ctx)
	switch {
	case err == nil:
		p.last, p.fresh = u, true
	case p.last == nil:
		return nil, err
	}
	return p.last, nil
}

// forget makes the next where look again.
func (p *place) forget() { p.fresh = false }
