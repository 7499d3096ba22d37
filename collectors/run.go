package collectors

import (
	"context"
	"io"
	"sync"
	"time"

	"hadash/record"
)

// Run watches what the plan says and sends what it observes to out, the Topology first, until ctx
// ends. It leaves no goroutine and no connection behind.
func Run(ctx context.Context, p Plan, out chan<- record.Sample) {
	if p.Interval <= 0 {
		p.Interval = time.Second
	}
	now := time.Now()
	if p.Since.IsZero() {
		p.Since = now
	}
	t := p.Topology
	select {
	case out <- record.Sample{At: now, Source: record.SourceTopology, Topology: &t}:
	case <-ctx.Done():
		return
	}
	r := run{plan: p, out: out, bells: map[string]bell{}, started: map[string]bell{}}
	r.polls(ctx)
	if p.Daemon != nil {
		r.docker(ctx)
	}
	r.wg.Wait()
}

// run is a plan at work.
type run struct {
	plan    Plan
	out     chan<- record.Sample
	wg      sync.WaitGroup
	feeds   int
	project bell            // wakes the feed of container states
	bells   map[string]bell // wake a node's own feed
	shared  []bell          // wake the balancers' feeds, whatever node something happened to
	started map[string]bell // tell a node's Tail that its container runs again
}

// polls starts the feed of every node that says where to ask.
func (r *run) polls(ctx context.Context) {
	for _, n := range r.plan.Topology.Nodes {
		src := r.plan.source(n)
		if src == nil {
			continue
		}
		b := newBell()
		r.bells[n.Name] = b
		var dense func() bool
		if n.Role == record.RoleBalancer || n.Role == record.RoleWeb {
			r.shared = append(r.shared, b)
			dense = r.plan.Dense // they are who notices a fault
		}
		r.poll(ctx, src, b, dense)
	}
}

func (r *run) poll(ctx context.Context, src Source, wake bell, dense func() bool) {
	f := Feed{Source: src, Every: r.plan.Interval, After: time.Duration(r.feeds) * stagger, Wake: wake, Dense: dense}
	r.feeds++
	r.wg.Go(func() {
		Poll(ctx, f, r.out)
		if c, ok := src.(io.Closer); ok {
			_ = c.Close() // nobody is left to hear of it
		}
	})
}

// docker starts what only Docker can tell: container states, events, logs.
func (r *run) docker(ctx context.Context) {
	r.project = newBell()
	r.poll(ctx, NewContainers(r.plan.Daemon), r.project, nil)
	for _, n := range r.plan.Topology.Nodes {
		r.started[n.Name] = newBell()
	}
	for _, n := range r.plan.Topology.Nodes {
		tail := Tail{Daemon: r.plan.Daemon, Node: n, Since: r.plan.Since, Started: r.started[n.Name]}
		if b, ok := r.bells[n.Name]; ok {
			tail.Changed = b.ring
		}
		r.wg.Go(func() { tail.Run(ctx, r.out) })
	}
	watch := Watch{Daemon: r.plan.Daemon, Since: r.plan.Since, Each: r.happened}
	r.wg.Go(func() { watch.Run(ctx, r.out) })
}

// happened has everything asked at once that a container's change can show in. It is called with
// every Docker event, before the event's own Sample is sent.
func (r *run) happened(e record.DockerEvent) {
	r.project.ring()
	for _, b := range r.shared {
		b.ring()
	}
	if b, ok := r.bells[e.Node]; ok {
		b.ring()
	}
	if b, ok := r.started[e.Node]; ok && e.Action == "start" {
		b.ring()
	}
}
