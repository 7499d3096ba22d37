package collectors

import (
	"context"
	"net/url"
	"time"

	"hadash/collectors/pace"
	"hadash/host"
	"hadash/record"
)

// Plan says what to watch, and how.
type Plan struct {
	Topology record.Topology
	Changes  <-chan record.Topology // later states of the project; may be nil
	Site     Site                   // nil = each node's Status is a URL that can be reached as it stands, and there are no logs
	Engines  []Engine               // empty = no Docker
	Swarm    Swarm                  // nil = it is in no swarm
	Interval time.Duration          // between two polls of a Source; 0 = 1 s
	Since    time.Time              // logs and events from then on; zero = from now on
	Events   time.Time              // events from then on, if that is earlier; zero = Since
	Costs    *pace.Costs            // of reading HAProxies, to which the caller adds what it does with their answers; nil = none are added
	Dense    func() bool            // while it returns true (a fault is open), nodes that would notice are polled every 100 ms, and instances every 250 ms; may be nil
}

// saidBefore is how far back the log of a node that shares its address is read at least: keepalived says again every few seconds
// who has it, where it is told to.
const saidBefore = 30 * time.Second

// since is from when on the log of a node is read.
func (p *Plan) since(n *record.Node, now time.Time) time.Time {
	if before := now.Add(-saidBefore); n.Address != "" && before.Before(p.Since) {
		return before
	}
	return p.Since
}

// The polling intervals while a fault is open: for nodes that notice it, and for nodes that it may have hit.
const (
	closeBalancer = 100 * time.Millisecond
	closeInstance = 250 * time.Millisecond
)

// listing is how many intervals pass between two lists of all containers. The Engine's events report every change at
// once and trigger a list; the regular list covers what events do not report.
const listing = 3

// rereading is how often a configuration is read again, in addition to each start of its container.
const rereading = time.Minute

// source returns the Source that polls a node. The kind and the scheme of its status URL decide, never its name. It
// returns nil for a node without a status URL.
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
	case "exec", "exec+http":
		if in, ok := p.Site.(Insider); ok && n.Runs(record.KindHAProxy) {
			return NewInside(n.Name, in)
		}
		return nil
	case "tcp", "unix":
		if !n.Runs(record.KindHAProxy) {
			return nil
		}
	default:
		return nil
	}
	switch n.Software() {
	case record.KindHAProxy:
		return NewHAProxy(n.Name, locate)
	case record.KindNginx:
		return NewNginx(n.Name, locate)
	case record.KindK6:
		return NewK6(n.Name, locate)
	}
	return NewPage(n.Name, locate)
}

func (p Plan) locate(n record.Node) Locate {
	if p.Site == nil {
		return Fixed(n.Status)
	}
	return func(ctx context.Context) (*url.URL, error) { return p.Site.Locate(ctx, n.Name) }
}

// workers returns the Source that asks a HAProxy's master for its workers; nil for a node without a master's socket.
func (p Plan) workers(n record.Node) Source {
	switch {
	case !n.Runs(record.KindHAProxy) || n.Master == "":
		return nil
	case p.Site == nil:
		return NewWorkers(n.Name, Fixed(n.Master))
	}
	return NewWorkers(n.Name, func(ctx context.Context) (*url.URL, error) { return p.Site.LocateMaster(ctx, n.Name) })
}

func (p Plan) secret(n record.Node) func(context.Context) (string, error) {
	if p.Site == nil {
		return nil
	}
	return func(ctx context.Context) (string, error) { return p.Site.Secret(ctx, n.Name) }
}

// settings returns the Source that reads a balancer's configuration and tells logs its log formats; nil for a node without
// one.
func (p Plan) settings(n record.Node, logs *formats) Source {
	if p.Site == nil || !n.Software().Balances() || len(n.Config) == 0 {
		return nil
	}
	set := NewSettings(n, func(ctx context.Context, path string) (host.File, error) { return p.Site.Config(ctx, n.Name, path) })
	set.logs = logs
	if at := n.Keepalived; at.Node != "" && at.File != "" {
		set.beside = func(ctx context.Context) (file host.File, env []string, err error) {
			if file, err = p.Site.Config(ctx, at.Node, at.File); err == nil {
				env, err = p.Site.Environment(ctx, at.Node)
			}
			return file, env, err
		}
	}
	return set.Within(func(ctx context.Context) ([]string, error) { return p.Site.Environment(ctx, n.Name) })
}
