package collectors

import (
	"context"
	"net/url"
	"time"

	"hadash/record"
)

// Plan is what to watch, and how.
type Plan struct {
	Topology record.Topology
	Changes  <-chan record.Topology // the project as it has become; may be nil
	Daemon   Daemon                 // nil = no Docker: each node's Status is a URL that can be reached as it stands
	Interval time.Duration          // between two polls of a Source; 0 = 1 s
	Since    time.Time              // logs and events from then on; zero = from now on
	Dense    func() bool            // while it says true (a fault is open), who would notice is polled every 100 ms, and instances every 250 ms; may be nil
}

// How close the polls are while a fault is open: of who notices it, and of what it may have hit.
const (
	closeBalancer = 100 * time.Millisecond
	closeInstance = 250 * time.Millisecond
)

// listing is how many intervals pass between two lists of all containers: the Engine's events tell of every change at
// once, and have the list asked for. It is there for what they do not tell.
const listing = 3

// rereading is how often a configuration is read again, besides when its container starts.
const rereading = time.Minute

// source is what asks a node how it is: its role and the scheme of its status URL decide, never its
// name. It is nil for a node that says nothing of where to ask.
func (p Plan) source(n record.Node) Source {
	status, err := url.Parse(n.Status)
	if err != nil || n.Status == "" {
		return nil
	}
	locate := p.locate(n)
	switch status.Scheme {
	case "mysql":
		return NewReplication(n.Name, locate, p.secret(n))
	case "http", "https":
	default:
		return nil
	}
	switch n.Role {
	case record.RoleBalancer:
		return NewHAProxy(n.Name, locate)
	case record.RoleWeb:
		return NewNginx(n.Name, locate)
	case record.RoleLoad:
		return NewK6(n.Name, locate)
	}
	return NewProbe(n.Name, locate)
}

func (p Plan) locate(n record.Node) Locate {
	if p.Daemon == nil {
		return Fixed(n.Status)
	}
	return func(ctx context.Context) (*url.URL, error) { return p.Daemon.Locate(ctx, n.Name) }
}

func (p Plan) secret(n record.Node) func(context.Context) (string, error) {
	if p.Daemon == nil {
		return nil
	}
	return func(ctx context.Context) (string, error) { return p.Daemon.Secret(ctx, n.Name) }
}

// settings is what reads a balancer's configuration; nil for a node that has none to be understood.
func (p Plan) settings(n record.Node) Source {
	balances := n.Role == record.RoleBalancer || n.Role == record.RoleWeb
	if p.Daemon == nil || !balances || len(n.Config) == 0 {
		return nil
	}
	set := NewSettings(n, func(ctx context.Context, path string) ([]byte, error) { return p.Daemon.Config(ctx, n.Name, path) })
	return set.Within(func(ctx context.Context) ([]string, error) { return p.Daemon.Environment(ctx, n.Name) })
}
