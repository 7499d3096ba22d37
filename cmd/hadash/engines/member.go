package engines

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"hadash/host"
	"hadash/record"
	"hadash/stack"
	"hadash/stack/tasks"
)

// redial is how long an Engine that did not answer is left alone. Tests do not wait.
var redial = 2 * time.Second

// member is one of the Engines. It is connected when it first answers.
type member struct {
	opts  stack.Options
	found func(*stack.Project)   // told when it is
	again func()                 // told when it answers again
	left  func(node string) bool // whether the swarm runs a node on a host that is not watched

	mu     sync.Mutex
	p      *stack.Project
	dial   chan struct{} // closed when the connecting that goes on has ended; nil = none does
	err    error         // why there is none, or why it does not answer
	tried  time.Time     // when that was found
	since  time.Time     // when it first was
	turned chan struct{} // closed when it has fallen silent, and when it answers again
	last   record.Topology
	began  map[string]time.Time // of its containers, by node, as last seen
	facts  []host.Container     // as last asked
	files  map[string]any       // of its containers, as last read, by container and path
	asked  time.Time            // when it was last asked for
	swarm  tasks.Member         // what it is in its swarm, as last known
}

// Host is the name that the user gave its machine: that of the Docker context.
func (m *member) Host() string { return m.opts.Host }

// known is its part of the project, nil while it has never answered.
func (m *member) known() *stack.Project {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.p
}

// project is its part of the project. An Engine that does not answer is asked again, though not at once; whoever asks waits for it no
// longer than its ctx lasts.
func (m *member) project(ctx context.Context) (*stack.Project, error) {
	m.mu.Lock()
	if m.p != nil || m.err != nil && time.Since(m.tried) < redial {
		defer m.mu.Unlock()
		if m.p != nil {
			return m.p, nil
		}
		return nil, m.err
	}
	if m.dial == nil {
		m.dial = make(chan struct{})
		go m.connect(m.dial, m.opts)
	}
	done, before := m.dial, m.err
	m.mu.Unlock()
	select {
	case <-done:
		m.mu.Lock()
		defer m.mu.Unlock()
		return m.p, m.err
	case <-ctx.Done():
		if before != nil {
			return nil, before
		}
		return nil, fmt.Errorf("no answer yet: %w", ctx.Err())
	}
}

func (m *member) connect(done chan struct{}, opts stack.Options) {
	p, err := stack.Connect(context.Background(), opts) // it has a limit of its own
	if err == nil {
		m.found(p)
	}
	m.mu.Lock()
	m.p, m.err, m.tried, m.dial = p, err, time.Now(), nil
	m.mu.Unlock()
	close(done)
	if err == nil {
		m.again()
	}
}

// Containers returns the state of every container that it has of the project, without what is left of tasks that run elsewhere. It is what finds out whether the Engine answers.
func (m *member) Containers(ctx context.Context) ([]record.Container, error) {
	p, err := m.project(ctx)
	if err != nil {
		return nil, err
	}
	all, err := p.Containers(ctx)
	m.note(ctx, err)
	if err == nil {
		all = slices.DeleteFunc(all, func(c record.Container) bool { return c.Task != "" && !c.Running() && m.left != nil && m.left(c.Node) })
		m.mu.Lock()
		m.began = make(map[string]time.Time, len(all))
		for _, c := range all {
			m.began[c.Node] = c.Started
		}
		m.mu.Unlock()
	}
	return all, err
}

// Events calls each for every event of those containers, as stack.Project does.
func (m *member) Events(ctx context.Context, since time.Time, each func(at time.Time, e record.DockerEvent)) error {
	return m.stream(ctx, func(ctx context.Context, p *stack.Project) error { return p.Events(ctx, since, each) })
}

// topology is its part of the project as it is now, and as it was last known if it does not answer.
func (m *member) topology(ctx context.Context) (record.Topology, error) {
	t, err := asked(ctx, m, func(ctx context.Context, p *stack.Project) (record.Topology, error) {
		if _, err := m.Containers(ctx); err != nil { // when they began decides where a task is
			return record.Topology{}, err
		}
		return p.Topology(ctx)
	})
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		return m.last, err
	}
	m.last = t
	return t, nil
}

// allFacts is what discovery asks about its containers, as last known if it does not answer.
func (m *member) allFacts(ctx context.Context) ([]host.Container, error) {
	all, err := asked(ctx, m, func(ctx context.Context, p *stack.Project) ([]host.Container, error) { return p.Facts(ctx) })
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		return slices.Clone(m.facts), err
	}
	m.facts = all
	return slices.Clone(all), nil
}

// remembered asks for something that seldom changes, such as a file; of an Engine that does not answer it is as last read.
func remembered[T any](ctx context.Context, m *member, key string, ask func(context.Context, *stack.Project) (T, error)) (T, error) {
	v, err := asked(ctx, m, ask)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		if was, ok := m.files[key].(T); ok && m.err != nil {
			return was, nil
		}
		return v, err
	}
	if m.files == nil || len(m.files) >= mostFiles {
		m.files = map[string]any{}
	}
	m.files[key] = v
	return v, nil
}

// mostFiles bounds the remembered files of an Engine.
const mostFiles = 1000
