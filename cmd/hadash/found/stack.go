package found

import (
	"context"
	"net/url"

	"hadash/cmd/hadash/hands"
	"hadash/collectors"
	"hadash/conf/balancer"
	"hadash/host"
	"hadash/journal"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack"
)

// Stack is a compose project with its labels, on one Engine or on several.
type Stack interface {
	collectors.Site
	hands.Project

	Name() string
	Engines() []collectors.Engine
	Topology(ctx context.Context) (record.Topology, error)
	Changed() <-chan struct{}
	Reload(ctx context.Context, node string) error
	Left() ([]journal.Left, error)
	HealLeft(ctx context.Context, all []journal.Left, tell func(journal.Left, error)) error
	Theirs() []record.Fault
	Close() error

	// What a discovery asks.
	Facts(ctx context.Context) ([]host.Container, error)
	ReadFile(ctx context.Context, id, file string) (host.File, error)
	ReadFolder(ctx context.Context, id, folder string) ([]balancer.File, error)
	LastLines(ctx context.Context, id string, n int) []string
	ID(ctx context.Context, node string) (string, error)
	AskInside(ctx context.Context, id, at string, commands ...string) (string, error)
	AskBeside(ctx context.Context, id, socket, line string) (string, error)
	GetInside(ctx context.Context, id string, u *url.URL) ([]byte, error)
	FindBalancers(find func(ctx context.Context) ([]runtimeapi.Balancer, error))

	// What is said where there is nothing to watch.
	Nobody(ctx context.Context) error
	Labelled(ctx context.Context) ([]string, error)
	ComposeName(ctx context.Context) string
}

// One is a project on one Engine.
type One struct{ *stack.Project }

// Engines is that one.
func (p One) Engines() []collectors.Engine { return []collectors.Engine{p.Project} }

// Swarm is that of several Engines, or of the one that is its manager; nil of an Engine without one.
func (p *Project) Swarm() collectors.Swarm {
	s, _ := p.Stack.(collectors.Swarm)
	return s
}
