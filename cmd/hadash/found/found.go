// Package found watches a compose project that has no labels: what a discovery finds in it takes their place.
package found

import (
	"context"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"hadash/attach"
	"hadash/collectors"
	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// Project is a compose project. What its labels say counts; the rest is found.
type Project struct {
	Stack
	exec bool // commands may be run in containers, where nothing else reaches a HAProxy

	mu     sync.Mutex
	last   *attach.Found
	told   map[string]bool // nodes whose label says where their numbers are
	at     time.Time       // of last
	looked time.Time       // when a socket that is gone was looked for
}

// Watch returns a project that is watched with or without labels, and whose faults at HAProxy go the way that is found. With exec
// commands may be run in containers, where nothing else reaches a HAProxy.
func Watch(p Stack, exec bool) *Project {
	w := &Project{Stack: p, exec: exec}
	p.FindBalancers(w.balancers)
	return w
}

// engine lets a discovery ask the Docker Engine.
type engine struct {
	p    Stack
	exec bool // commands may be run in containers
}

func (e engine) Containers(ctx context.Context) ([]host.Container, error) { return e.p.Facts(ctx) }

func (e engine) Read(ctx context.Context, id, path string) (host.File, error) {
	return e.p.ReadFile(ctx, id, path)
}

func (e engine) Folder(ctx context.Context, id, path string) ([]balancer.File, error) {
	return e.p.ReadFolder(ctx, id, path)
}

// lastLines is how many last lines of a balancer that does not run are told.
const lastLines = 3

func (e engine) Last(ctx context.Context, id string) []string {
	return e.p.LastLines(ctx, id, lastLines)
}

// Discover finds out what a project is, whatever labels it has. With exec it may run commands in containers that read numbers.
func Discover(ctx context.Context, p Stack, exec bool) (*attach.Found, error) {
	f, err := attach.Discover(ctx, engine{p, exec})
	if f != nil {
		f.Exec = exec
	}
	return f, err
}

// Topology is that of the labels, with what is found where they say nothing. Where they say all, nothing is looked for.
func (p *Project) Topology(ctx context.Context) (record.Topology, error) {
	t, err := p.Stack.Topology(ctx)
	if err != nil || whole(&t) {
		return t, err
	}
	f, err := p.discover(ctx)
	if err != nil {
		return t, err
	}
	told := map[string]bool{}
	for i := range t.Nodes {
		told[t.Nodes[i].Name] = t.Nodes[i].Status != ""
	}
	p.mu.Lock()
	p.told = told
	p.mu.Unlock()
	if len(f.Balancers) == 0 {
		return t, nil
	}
	all := f.Topology(p.Name())
	return merged(&t, &all), nil
}

// discover finds out what the project is now.
func (p *Project) discover(ctx context.Context) (*attach.Found, error) {
	f, err := Discover(ctx, p.Stack, p.exec)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last, p.at = f, time.Now()
	return f, nil
}

// Locate returns where a node's numbers are: by its label, else by what was found, with the login of the configuration. A socket
// that is not there any more is looked for again: that of a container is elsewhere after each start.
func (p *Project) Locate(ctx context.Context, node string) (*url.URL, error) {
	return p.locate(ctx, node, p.numbers, p.Stack.Locate)
}

// LocateMaster returns where a HAProxy's master is asked, as Locate does.
func (p *Project) LocateMaster(ctx context.Context, node string) (*url.URL, error) {
	return p.locate(ctx, node, func(b *attach.Balancer) *attach.Way { return b.Master }, p.Stack.LocateMaster)
}

// locate returns where one of the ways to a node leads; of a node that was not found, what its label says.
func (p *Project) locate(ctx context.Context, node string, by func(*attach.Balancer) *attach.Way, label func(context.Context, string) (*url.URL, error)) (*url.URL, error) {
	w, known := p.way(node, by)
	if !known {
		return label(ctx, node)
	}
	u, err := Target(w)
	if err != nil || u.Scheme != "unix" {
		return u, err
	}
	if _, gone := os.Stat(u.Path); gone == nil || !p.again() {
		return u, nil
	}
	_, failed := p.Topology(ctx)
	if now, known := p.way(node, by); failed == nil && known {
		return Target(now)
	}
	return u, nil // as before: that it does not answer is the error to tell
}

// numbers is how a balancer's numbers are read; nil if they are not, or its label says where they are.
func (p *Project) numbers(b *attach.Balancer) *attach.Way {
	if p.told[b.Node] {
		return nil
	}
	return b.Watchable(p.exec)
}

// way is how a node is asked, while by is called under the lock; false if that was not found.
func (p *Project) way(node string, by func(*attach.Balancer) *attach.Way) (*attach.Way, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last == nil {
		return nil, false
	}
	for i := range p.last.Balancers {
		b := &p.last.Balancers[i]
		if w := by(b); b.Node == node && w != nil {
			return w, true
		}
	}
	return nil, false
}

// pause is how long a socket that is gone is not looked for again.
const pause = 2 * time.Second

// again reports whether it is time to look again.
func (p *Project) again() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.looked) < pause {
		return false
	}
	p.looked = time.Now()
	return true
}

// Target is the URL of a way, with the login of the configuration: never show or record it.
func Target(w *attach.Way) (*url.URL, error) {
	u, err := url.Parse(w.URL)
	if err != nil {
		return nil, err
	}
	if w.Page != nil && w.Page.Login != "" {
		user, password, _ := strings.Cut(w.Page.Login, ":")
		u.User = url.UserPassword(user, password)
	}
	if w.Unchecked {
		u = collectors.Unchecked(u)
	}
	return u, nil
}
