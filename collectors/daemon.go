package collectors

import (
	"context"
	"net/url"
	"time"

	"hadash/host"
	"hadash/record"
)

// Daemon is what collectors need of the Docker Engine, for one compose project.
type Daemon interface {
	// Containers returns the state of every container of the project.
	Containers(ctx context.Context) ([]record.Container, error)
	// Events calls each for every event of the project's containers from since on, until ctx ends or the stream breaks;
	// it returns the reason.
	Events(ctx context.Context, since time.Time, each func(at time.Time, e record.DockerEvent)) error
	// Logs calls each for every line the service's container logs from since on (timestamps are Docker's own, in ns),
	// until the container stops, ctx ends or the stream breaks. Text is raw.
	Logs(ctx context.Context, node string, since time.Time, each func(at time.Time, stderr bool, text []byte)) error
	// Locate returns a URL at which a node's hadash.status can be reached from here (published port or container
	// address).
	Locate(ctx context.Context, node string) (*url.URL, error)
	// LocateMaster returns a URL at which the socket of a HAProxy's master (hadash.master) can be reached from here.
	LocateMaster(ctx context.Context, node string) (*url.URL, error)
	// Secret reads the container environment variable that the label hadash.password-env names; "" if there is no such
	// label.
	Secret(ctx context.Context, node string) (string, error)
	// Config reads a file of the node's container, running or not.
	Config(ctx context.Context, node, file string) (host.File, error)
	// Environment returns the environment that the node's container was created with, as "NAME=value". It holds
	// secrets: look values up in it, never show or record it.
	Environment(ctx context.Context, node string) ([]string, error)
}

// Locate returns the current URL of a Source's target. It may change when a container is recreated.
type Locate func(ctx context.Context) (*url.URL, error)

// Fixed is the Locate of a target that never moves, such as a HAProxy given by its URL.
func Fixed(rawURL string) Locate {
	return func(context.Context) (*url.URL, error) { return url.Parse(rawURL) }
}

// place remembers where a target is, and locates it again only after a failure.
type place struct {
	locate Locate
	last   *url.URL
	fresh  bool
}

// where returns the target's URL. If it cannot be located now, because the container is stopped for example, where
// returns the last known URL: "connection refused" there is the error that a user expects.
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

// forget makes the next call of where locate the target again.
func (p *place) forget() { p.fresh = false }
