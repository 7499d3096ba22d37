package main

import (
	"context"
	"sync/atomic"
	"time"

	"hadash/collectors"
	"hadash/incident"
	"hadash/record"
	"hadash/stack"
)

// stream is a running watch: Samples come in, Frames go out.
type stream struct {
	frames <-chan incident.Frame // newest Frame, every Event; closed when the watch has ended
	done   <-chan struct{}       // closed when every collector has ended too
	acts   chan record.Act
	broken atomic.Bool // a fault is open: the collectors look closely
}

// watch starts the collectors on a project and folds what they see, until ctx ends.
func watch(ctx context.Context, p *stack.Project, o *options) (*stream, error) {
	topology, err := p.Topology(ctx)
	if err != nil {
		return nil, err
	}
	samples := make(chan record.Sample, 64)
	folded, frames := make(chan incident.Frame), make(chan incident.Frame)
	ran, done := make(chan struct{}), make(chan struct{})
	st := &stream{frames: frames, done: done, acts: make(chan record.Act, 16)}
	go func() {
		defer close(ran)
		collectors.Run(ctx, collectors.Plan{
			Topology: topology, Daemon: p, Interval: o.interval, Since: time.Now().Add(-o.since), Dense: st.broken.Load,
		}, samples)
	}()
	go st.fold(ctx, samples, folded)
	go func() {
		defer close(done)
		incident.Handoff(ctx, folded, frames)
		<-ran
	}()
	return st, nil
}

// fold is the one place where Samples become Frames.
func (st *stream) fold(ctx context.Context, samples <-chan record.Sample, out chan<- incident.Frame) {
	defer close(out)
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
		f = incident.Fold(f, s)
		st.broken.Store(len(f.Faults) > 0)
		select {
		case out <- f:
		case <-ctx.Done():
			return
		}
	}
}

// act puts what the user did into the stream. It never waits: a key must not hang on a full queue.
func (st *stream) act(a record.Act) {
	select {
	case st.acts <- a:
	default:
	}
}
