package collectors

import (
	"context"
	"net/url"
	"time"

	"hadash/host"
	"hadash/record"
)

// Site is what collectors need of what is watched, a compose project or the targets of a user: where its nodes are asked, their
// logs, and their configuration.
type Site interface {
	// HasLog reports whether a node has a log that Logs can read.
	HasLog(node string) bool
	// Logs calls each for every line that a node logs from since on, until its log ends, ctx ends or the stream breaks. The time is
	// when it was logged, by the best that is known: Docker's own in ns, that of the line, or when it was read. Text is raw.
	Logs(ctx context.Context, node string, since time.Time, each func(at time.Time, stderr bool, text []byte)) error
	// Locate returns a URL at which a node's status can be reached from here.
	Locate(ctx context.Context, node string) (*url.URL, error)
	// LocateMaster returns a URL at which the socket of a HAProxy's master can be reached from here.
	LocateMaster(ctx context.Context, node string) (*url.URL, error)
	// Secret returns the password of a node's status that its URL lacks; "" if there is none.
	Secret(ctx context.Context, node string) (string, error)
	// Config reads a file of a node's configuration.
	Config(ctx context.Context, node, file string) (host.File, error)
	// Environment returns the environment of a balancer's process, as "NAME=value". It holds secrets: look values up in it, never
	// show or record it.
	Environment(ctx context.Context, node string) ([]string, error)
}

// Engine is what they need of a Docker Engine, where one runs the nodes.
type Engine interface {
	// Host names the machine that it is on, where a project has several Engines; else "".
	Host() string
	// Containers returns the state of every container of the project.
	Containers(ctx context.Context) ([]record.Container, error)
	// Events calls each for every event of the project's containers from since on, until ctx ends or the stream breaks;
	// it returns the reason.
	Events(ctx context.Context, since time.Time, each func(at time.Time, e record.DockerEvent)) error
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
