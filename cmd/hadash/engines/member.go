package engines

import (
	"context"
	"sync"
	"time"

	"hadash/record"
	"hadash/stack"
	"hadash/stack/tasks"
)

// redial is how long an Engine that did not answer is left alone.
const redial = 2 * time.Second

// member is one of the Engines. It is connected when it first answers.
type member struct {
	opts  stack.Options
	found func(*stack.Project) // told when it is

	dialling sync.Mutex // held while it is connected to

	mu    sync.Mutex
	p     *stack.Project
	err   error     // why there is none
	tried time.Time // when that was found
	last  record.Topology
	asked time.Time    // when it was last asked for
	swarm tasks.Member // what it is in its swarm, as last known
}

// Host is the name that the user gave its machine: that of the Docker context.
func (m *member) Host() string { return m.opts.Host }

// known is its part of the project, nil while it has never answered.
func (m *member) known() *stack.Project {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.p
}

// project is its part of the project. An Engine that has not answered yet is asked again, though not at once.
func (m *member) project(ctx context.Context) (*stack.Project, error) {
	m.dialling.Lock()
	defer m.dialling.Unlock()
	m.mu.Lock()
	p, err, waits := m.p, m.err, time.Since(m.tried) < redial
	m.mu.Unlock()
	if p != nil || err != nil && waits {
		return p, err
	}
	p, err = stack.Connect(ctx, m.opts)
	if err == nil {
		m.found(p)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.p, m.err, m.tried = p, err, time.Now()
	return p, err
}

// Containers returns the state of every container that it has of the project.
func (m *member) Containers(ctx context.Context) ([]record.Container, error) {
	p, err := m.project(ctx)
	if err != nil {
		return nil, err
	}
	return p.Containers(ctx)
}

// Events calls each for every event of those containers, as stack.Project does.
func (m *member) Events(ctx context.Context, since time.Time, each func(at time.Time, e record.DockerEvent)) error {
	p, err := m.project(ctx)
	if err != nil {
		return err
	}
	return p.Events(ctx, since, each)
}

// topology is its part of the project as it is now, and as it was last known if it does not answer.
func (m *member) topology(ctx context.Context) (record.Topology, error) {
	p, err := m.project(ctx)
	var t record.Topology
	if err == nil {
		t, err = p.Topology(ctx)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		return m.last, err
	}
	m.last = t
	return t, nil
}
