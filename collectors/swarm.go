package collectors

import (
	"context"
	"time"

	"hadash/record"
	"hadash/record/swarm"
)

// Swarm is what collectors need of the managers of a swarm.
type Swarm interface {
	// SwarmState returns what a manager says of the project and of the hosts; nil if no Engine is in a swarm.
	SwarmState(ctx context.Context) (*swarm.State, error)
	// SwarmEvents calls each whenever a service or a host of the swarm changes, until ctx ends or the stream breaks; it returns the
	// reason.
	SwarmEvents(ctx context.Context, each func()) error
}

// inSwarm asks a swarm for its word.
type inSwarm struct{ of Swarm }

func (*inSwarm) Name() string { return record.SourceSwarm }

// Node is "": the answer covers the project as a whole.
func (*inSwarm) Node() string { return "" }

func (w *inSwarm) Read(ctx context.Context, s *record.Sample) error {
	state, err := w.of.SwarmState(ctx)
	if err != nil {
		return failed("swarm", nil, err)
	}
	s.Swarm = state
	return nil
}

// calm is how long the swarm's events are left alone after they broke.
const calm = 2 * time.Second

// swarm starts the feed of the swarm's word. Where there is no swarm it is asked like any other, and nothing is said.
func (r *run) swarm(ctx context.Context, of Swarm) {
	b := newBell()
	r.mu.Lock()
	r.project[record.SourceSwarm+"\x00"] = b // no host has such a name
	r.mu.Unlock()
	said := make(chan record.Sample)
	feed := Feed{Source: &inSwarm{of}, Every: listing * r.plan.Interval, Beat: r.beat, Wake: b, Dense: r.plan.Dense, Close: r.plan.Interval / 2}
	r.start(func() {
		defer close(said)
		Poll(ctx, feed, said)
	})
	r.start(func() {
		for s := range said {
			if s.Swarm != nil || s.Err != "" {
				send(ctx, r.out, s)
			}
		}
	})
	r.start(func() {
		for ctx.Err() == nil {
			_ = of.SwarmEvents(ctx, b.ring) // the polls say why
			select {
			case <-time.After(calm):
			case <-ctx.Done():
			}
		}
	})
}
