package collectors

import (
	"context"
	"time"

	"hadash/record"
)

// Watch follows the Engine's event stream across everything that can break it: no event is lost,
// as far as the Engine still knows it (it keeps 256), and none is told twice.
type Watch struct {
	Daemon Daemon
	Since  time.Time
	Each   func(record.DockerEvent) // called with every event, before its Sample is sent; may be nil

	seen seen
	told bool // that the stream is broken
}

// Run sends a Sample for every event, with Docker's own time as its instant, until ctx ends; and
// one for every way in which the stream breaks.
func (w *Watch) Run(ctx context.Context, out chan<- record.Sample) {
	w.seen.floor = w.Since
	var again backoff
	for {
		err := w.follow(ctx, out, &again)
		if ctx.Err() != nil {
			return
		}
		if err != nil && !w.told {
			w.told = true
			s := record.Sample{At: time.Now(), Source: record.SourceDocker}
			s.Err = record.Clean("watch docker's events: " + why(err).Error())
			send(ctx, out, s)
		}
		if !again.wait(ctx, lastPause, nil) {
			return
		}
	}
}

// follow reads the stream until it ends.
func (w *Watch) follow(ctx context.Context, out chan<- record.Sample, again *backoff) (err error) {
	defer recovered(&err)
	return w.Daemon.Events(ctx, w.seen.open(), func(at time.Time, e record.DockerEvent) {
		text := e.Node + "\x00" + e.ID + "\x00" + e.Action + "\x00" + e.Detail
		if !w.seen.add(at, markOf(at, 0, []byte(text))) {
			return
		}
		again.reset()
		w.told = false
		if w.Each != nil {
			w.Each(e)
		}
		send(ctx, out, record.Sample{At: at, Source: record.SourceDocker, Docker: &e})
	})
}

// send gives out a Sample unless ctx ends first.
func send(ctx context.Context, out chan<- record.Sample, s record.Sample) {
	select {
	case out <- s:
	case <-ctx.Done():
	}
}
