// Package engines watches and breaks one project over several Docker Engines: those of a swarm, or of machines without one.
//
// Each node is at one Engine at a time, and everything about it goes there. An Engine that does not answer keeps its nodes: what was
// last known of them is stale, and what could not be asked is an error that names the Engine.
package engines

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"hadash/collectors"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack"
)

// Project is one project over several Engines. Its methods may be called from any goroutine.
type Project struct {
	members []*member
	changed chan struct{}
	closed  chan struct{}

	mu    sync.Mutex
	home  map[string]*member // the Engine that has a node, as last seen
	ids   map[string]*member // the same of a container
	alone map[string]bool    // services of the swarm whose first task has their name
	left  map[string]*member // whose journal a fault that was left is in
	swarm lastState
	finds func(context.Context) ([]runtimeapi.Balancer, error)

	reached map[string][]string // where other hosts reach a node, as last seen
}

// Names splits the value of --context: several contexts are separated by commas.
func Names(context string) []string {
	var out []string
	for name := range strings.SplitSeq(context, ",") {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// ServiceNames returns the names of a project's nodes; on one Engine those of its services, as stack.ServiceNames does.
func ServiceNames(ctx context.Context, opts stack.Options) (names []string, err error) {
	if len(Names(opts.Context)) < 2 {
		return stack.ServiceNames(ctx, opts)
	}
	p, err := Connect(ctx, opts, nil)
	if err != nil {
		return nil, err
	}
	t, err := p.Topology(ctx)
	for i := range t.Nodes {
		names = append(names, t.Nodes[i].Name)
	}
	slices.Sort(names)
	return append(names, t.Others...), errors.Join(err, p.Close())
}

func newProject() *Project {
	return &Project{changed: make(chan struct{}, 1), closed: make(chan struct{}), home: map[string]*member{}, ids: map[string]*member{},
		alone: map[string]bool{}, left: map[string]*member{}}
}

// Of is the value of --context for the Engines of the configuration, "" where the environment names another one.
func Of(cluster func() (contexts []string, addresses map[string]string)) string {
	if os.Getenv("DOCKER_HOST") != "" || os.Getenv("DOCKER_CONTEXT") != "" {
		return ""
	}
	contexts, _ := cluster()
	return strings.Join(contexts, ",")
}

// Connect finds the project on the Engines of several Docker contexts. Those that do not answer now are asked again later; it is an
// error if none does. addresses says where published ports of a context's machine answer, where its Engine's address does not.
func Connect(ctx context.Context, opts stack.Options, addresses map[string]string) (*Project, error) {
	p := newProject()
	for _, name := range Names(opts.Context) {
		if err := stack.KnownContext(name); err != nil {
			return nil, err // it is no Engine that may answer later
		}
		o := opts
		o.Context, o.Host, o.Address = name, name, addresses[name]
		p.members = append(p.members, &member{opts: o, found: p.found, again: p.ring, left: p.elsewhere})
	}
	if err := p.first(ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(p.oneName(), p.different(ctx)); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	p.count(ctx)
	_, _ = p.SwarmState(ctx) // what runs on hosts that are not watched; it is asked again
	return p, nil
}

// first waits for all Engines; for the others not long once one has answered.
func (p *Project) first(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make([]error, len(p.members))
	var all sync.WaitGroup
	for i, m := range p.members {
		all.Go(func() {
			if _, errs[i] = m.project(ctx); errs[i] == nil {
				time.AfterFunc(patience, cancel)
			}
		})
	}
	all.Wait()
	if !slices.Contains(errs, nil) {
		return errors.Join(errs...)
	}
	return nil
}

// oneName makes all Engines look for the same project: one that was not named is found on each by itself.
func (p *Project) oneName() error {
	var first *member
	for _, m := range p.members {
		s := m.known()
		switch {
		case s == nil:
		case first == nil:
			first = m
		case s.Name() != p.Name():
			return fmt.Errorf("%s has the project %s, and %s has %s: name one with --project", first.Host(), p.Name(), m.Host(), s.Name())
		}
	}
	name := p.Name()
	for _, m := range p.members {
		m.mu.Lock()
		m.opts.Project = name
		m.mu.Unlock()
	}
	return nil
}

// count finds out which services of a swarm have one task: it is called as the service is, and stays so when others join it.
func (p *Project) count(ctx context.Context) {
	tasks := map[string]int{}
	var mu sync.Mutex
	_ = p.each(ctx, func(ctx context.Context, _ *member, s *stack.Project) error { // who does not answer is said where its containers are asked for
		here, err := s.Tasks(ctx)
		mu.Lock()
		defer mu.Unlock()
		for service, numbers := range here {
			tasks[service] += len(numbers)
		}
		return err
	})
	p.mu.Lock()
	for service, n := range tasks {
		p.alone[service] = n == 1
	}
	p.mu.Unlock()
	_, _ = p.SwarmState(ctx) // it knows how many are wanted, also those of an Engine that does not answer
}

// found takes in an Engine that answered for the first time.
func (p *Project) found(s *stack.Project) {
	s.NameTasks(func(service string) bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		alone, known := p.alone[service]
		return alone || !known
	})
	s.Elsewhere(func(node string) []string {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.reached[node]
	})
	s.Join(p.joinedTo)
	p.mu.Lock()
	finds := p.finds
	p.mu.Unlock()
	if finds != nil {
		s.FindBalancers(finds)
	}
	go func() {
		for {
			select {
			case <-s.Changed():
				p.ring()
			case <-p.closed:
				return
			}
		}
	}()
	p.ring()
}

func (p *Project) ring() {
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

// Changed is rung when the containers of an Engine have changed.
func (p *Project) Changed() <-chan struct{} { return p.changed }

// Engines are those of all members, in the order in which the user named them.
func (p *Project) Engines() []collectors.Engine {
	var out []collectors.Engine
	for _, m := range p.members {
		out = append(out, m)
	}
	return out
}

// Name is the project's.
func (p *Project) Name() string {
	for _, m := range p.members {
		if s := m.known(); s != nil {
			return s.Name()
		}
	}
	return ""
}

// Close leaves open faults to the next hadash.
func (p *Project) Close() error {
	close(p.closed)
	var errs []error
	for _, m := range p.members {
		if s := m.known(); s != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}

// each calls do for every Engine, at the same time, and joins the errors of those that do not answer.
func (p *Project) each(ctx context.Context, do func(ctx context.Context, m *member, s *stack.Project) error) error {
	var all sync.WaitGroup
	errs := make([]error, len(p.members))
	for i, m := range p.members {
		all.Go(func() {
			_, err := asked(ctx, m, func(ctx context.Context, s *stack.Project) (any, error) { return nil, do(ctx, m, s) })
			if err != nil {
				errs[i] = fmt.Errorf("%s: %w", record.Clean(m.opts.Host), err)
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}
