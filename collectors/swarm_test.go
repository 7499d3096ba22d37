package collectors

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
	"hadash/record/swarm"
)

// managers is a swarm that says what it is told to say.
type managers struct {
	mu    sync.Mutex
	state *swarm.State
	err   error
	ring  func()
	asked int
}

func (m *managers) SwarmState(context.Context) (*swarm.State, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	return m.state, m.err
}

func (m *managers) SwarmEvents(ctx context.Context, each func()) error {
	m.mu.Lock()
	m.ring = each
	m.mu.Unlock()
	<-ctx.Done()
	return ctx.Err()
}

// change is the event of a change.
func (m *managers) change() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ring()
}

// ofSwarm runs a plan with a swarm for some seconds, and returns what it said.
func ofSwarm(t *testing.T, m *managers, during func()) (all []record.Sample) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, done := make(chan record.Sample), make(chan struct{})
	go func() {
		defer close(done)
		Run(ctx, Plan{Swarm: m}, out)
	}()
	go func() {
		time.Sleep(7 * time.Second)
		during()
		time.Sleep(time.Second)
		cancel()
	}()
	for {
		select {
		case s := <-out:
			if s.Source == record.SourceSwarm {
				all = append(all, s)
			}
		case <-done:
			return all
		}
	}
}

// A manager is asked every three intervals, and at once when it reports a change.
func TestTheSwarmIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &managers{state: &swarm.State{Manager: "east"}}
		all := ofSwarm(t, m, m.change)
		if len(all) != 4 || all[0].Swarm.Manager != "east" || all[0].Node != "" {
			t.Errorf("%d answers: %+v", len(all), all)
		}
	})
}

// Where there is no swarm nothing is said; one whose managers do not answer says why.
func TestNoSwarm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &managers{}
		if all := ofSwarm(t, m, func() {}); len(all) != 0 || m.asked != 3 {
			t.Errorf("asked %d times, it said %+v", m.asked, all)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		m := &managers{err: errors.New("The swarm does not have a leader.")}
		all := ofSwarm(t, m, func() {})
		if len(all) != 3 || all[0].Err != "poll swarm: The swarm does not have a leader." {
			t.Errorf("%+v", all)
		}
	})
}
