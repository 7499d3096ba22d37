package main

import (
	"context"
	"fmt"
	"reflect"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"time"

	"hadash/cmd/hadash/world"
	"hadash/collectors"
	"hadash/collectors/pace"
	"hadash/incident"
	"hadash/incident/handoff"
	"hadash/record"
)

// stream is a running watch: it turns Samples into Frames.
type stream struct {
	frames <-chan incident.Frame // newest Frame, every Event; closed when the watch has ended
	done   <-chan struct{}       // closed when every collector has ended too
	acts   chan record.Act
	costs  pace.Costs  // of reading HAProxies
	broken atomic.Bool // a fault is open, or not over yet: the collectors poll faster
	tap    func(record.Sample)
	bug    atomic.Pointer[error]
	bugged chan struct{}      // closed when there is a bug
	end    context.CancelFunc // ends the stream
}

// newStream starts the collectors on what is watched and folds their Samples until ctx ends.
func newStream(ctx context.Context, w world.World, o *options) (*stream, error) {
	topology, err := w.Topology(ctx)
	if err != nil {
		return nil, err
	}
	if len(topology.Nodes) == 0 {
		return nil, w.Nothing(ctx)
	}
	changes := make(chan record.Topology)
	st := &stream{acts: make(chan record.Act, 16), tap: o.tap, bugged: make(chan struct{})}
	ctx, st.end = context.WithCancel(ctx)
	st.start(ctx, collectors.Plan{
		Topology: topology, Changes: changes, Site: w, Engines: w.Engines(), Swarm: w.Swarm(), Interval: o.interval,
		Since: time.Now().Add(-o.since), Events: time.Now().Add(-max(o.since, o.events)), Dense: st.broken.Load, Costs: &st.costs,
	}, o.gather)
	for _, text := range w.Hints() {
		st.act(record.Act{Note: text})
	}
	go st.guard(func() { st.others(ctx, w.Theirs) })
	go st.guard(func() { follow(ctx, w, topology, changes) })
	return st, nil
}

// start starts a plan: the collectors, the fold and the handoff.
func (st *stream) start(ctx context.Context, plan collectors.Plan, gather time.Duration) {
	samples := make(chan record.Sample, 16)
	folded, newest, frames := make(chan incident.Frame), make(chan incident.Frame), make(chan incident.Frame)
	ran, done := make(chan struct{}), make(chan struct{})
	st.frames, st.done = frames, done
	go func() {
		defer close(ran)
		st.guard(func() { collectors.Run(ctx, plan, samples) })
	}()
	go func() {
		defer close(folded)
		st.guard(func() { st.fold(ctx, samples, folded) })
	}()
	go st.guard(func() { handoff.Run(ctx, folded, newest, paced(gather)) })
	go func() {
		defer close(done)
		st.guard(func() { st.join(ctx, newest, frames) })
		<-ran
	}()
}

// slowly is from how many rows on a Frame is drawn rarely, because to join and draw them takes some hundredths of a second: once in
// slowest, or in slow if something changed.
const (
	slowly  = 5000
	slow    = 250 * time.Millisecond
	slowest = time.Second
)

// paced holds Frames back for gather, and those of many rows longer.
func paced(gather time.Duration) handoff.Pace {
	of := handoff.Gathering(gather)
	return func(f *incident.Frame, changed bool) (time.Duration, time.Duration) {
		hold, least := of(f, changed)
		if h := f.HAProxy; h != nil && len(h.Servers) > slowly {
			least = slowest
			if changed {
				least = slow
			}
		}
		return hold, least
	}
}

// relisten is how often the journals of other hadash processes are read.
const relisten = time.Second

// others sends which faults other hadash processes have open, when that changes: what the Engine and HAProxy report of them does not
// say who made them.
func (st *stream) others(ctx context.Context, theirs func() []record.Fault) {
	tick := time.NewTicker(relisten)
	defer tick.Stop()
	var was []record.Fault
	for {
		if now := theirs(); !slices.Equal(now, was) {
			was = now
			select {
			case st.acts <- record.Act{Others: &record.Others{Faults: now}}:
			case <-ctx.Done():
				return
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// join joins the pages of several HAProxies in the Frames that are looked at: one in many.
func (st *stream) join(ctx context.Context, in <-chan incident.Frame, out chan<- incident.Frame) {
	defer close(out)
	for f := range in {
		st.costs.Alone(f.Join)
		select {
		case out <- f:
		case <-ctx.Done():
			for range in { // the one who sends ends, too
			}
			return
		}
	}
}

// How often the Topology is read without a notice of a change: a label of a container cannot change, but an Engine can
// fail to report an event. If the Engine does not answer, it is asked again soon: the notice is not repeated.
const (
	relook   = 30 * time.Second
	askAgain = 3 * time.Second
)

// survey reads the topology of a project, and notifies of possible changes to it.
type survey interface {
	Topology(ctx context.Context) (record.Topology, error)
	Changed() <-chan struct{}
}

// follow sends the Topology when it changes: a service may be created, or get another address, while hadash watches.
func follow(ctx context.Context, p survey, was record.Topology, changes chan<- record.Topology) {
	due := time.NewTimer(relook)
	defer due.Stop()
	for {
		select {
		case <-p.Changed():
		case <-due.C:
		case <-ctx.Done():
			return
		}
		is, err := p.Topology(ctx)
		if err != nil {
			due.Reset(askAgain) // its own source reports it
			continue
		}
		due.Reset(relook)
		if len(is.Nodes) == 0 || reflect.DeepEqual(is, was) {
			continue
		}
		select {
		case changes <- is:
			was = is
		case <-ctx.Done():
			return
		}
	}
}

// fold turns Samples into Frames; no other code does.
func (st *stream) fold(ctx context.Context, samples <-chan record.Sample, out chan<- incident.Frame) {
	var f incident.Frame
	for {
		var s record.Sample
		select {
		case s = <-samples:
		case a := <-st.acts:
			s = record.Sample{At: time.Now(), Source: record.SourceYou, Act: &a}
		case <-ctx.Done():
			return
		}
		took := st.costs.Alone(func() {
			s = record.Settle(s)
			if st.tap != nil {
				st.tap(s)
			}
			f = incident.FoldApart(f, s)
		})
		if s.HAProxy != nil {
			st.costs.Folded(s.Node, took)
		}
		st.broken.Store(f.Running())
		select {
		case out <- f:
		case <-ctx.Done():
			return
		}
	}
}

// guard keeps a panic for failed and ends the stream. The terminal must be restored and all faults healed, and a panic
// in a goroutine would end the process before that.
func (st *stream) guard(do func()) {
	defer func() {
		if r := recover(); r != nil {
			err := fmt.Errorf("this is a bug in hadash, report it with this trace: panic: %v\n\n%s", r, debug.Stack())
			if st.bug.CompareAndSwap(nil, &err) {
				close(st.bugged)
			}
			st.end()
		}
	}()
	do()
}

// failed returns the bug that ended the stream, nil if none did.
func (st *stream) failed() error {
	if err := st.bug.Load(); err != nil {
		return *err
	}
	return nil
}

// until returns a context that a bug of the stream ends, so that the screen does not stand still.
func (st *stream) until(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-st.bugged:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// act adds an action of the user to the stream. It never waits: a key must not block on a full queue.
func (st *stream) act(a record.Act) {
	select {
	case st.acts <- a:
	default:
	}
}
