package collectors

import (
	"context"
	"time"

	"hadash/record"
)

// Watch follows the Engine's event stream across everything that can break it. No event is lost, as far as the Engine
// still has it (it keeps 256), and none is delivered twice. Of earlier events only those of containers that still exist
// count: a project that was taken down and brought up again is another one, and the end of the first is no fault of the
// second.
type Watch struct {
	Engine Engine
	Since  time.Time
	Each   func(record.DockerEvent) // called with every event, before its Sample is sent; may be nil

	begun time.Time
	there map[string]bool // the containers that existed at the start, by ID; nil = not known yet
	seen  seen
	told  bool // the broken stream has been reported
}

// Run sends a Sample for every event, with Docker's own time as its instant, until ctx ends; and one each time the
// stream breaks.
func (w *Watch) Run(ctx context.Context, out chan<- record.Sample) {
	w.seen.floor, w.begun = w.Since, time.Now()
	var again backoff
	for {
		err := w.follow(ctx, out, &again)
		if ctx.Err() != nil {
			return
		}
		if err != nil && !w.told {
			w.told = true
			s := record.Sample{At: time.Now(), Source: record.SourceDocker, Node: w.Engine.Host()}
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
	if err := w.look(ctx); err != nil {
		return err
	}
	return w.Engine.Events(ctx, w.seen.open(), func(at time.Time, e record.DockerEvent) {
		text := e.Node + "\x00" + e.ID + "\x00" + e.Action + "\x00" + e.Detail
		if !w.seen.add(at, markOf(at, 0, []byte(text))) {
			return
		}
		if at.Before(w.begun) && !w.there[e.ID] {
			return
		}
		again.reset()
		w.told = false
		if w.Each != nil {
			w.Each(e)
		}
		send(ctx, out, record.Sample{At: at, Source: record.SourceDocker, Node: w.Engine.Host(), Docker: &e})
	})
}

// look asks once which containers there are.
func (w *Watch) look(ctx context.Context) error {
	if w.there != nil {
		return nil
	}
	all, err := w.Engine.Containers(ctx)
	if err != nil {
		return err
	}
	w.there = make(map[string]bool, len(all))
	for _, c := range all {
		w.there[c.ID] = true
	}
	return nil
}

// send sends a Sample unless ctx ends first.
func send(ctx context.Context, out chan<- record.Sample, s record.Sample) {
	select {
	case out <- s:
	case <-ctx.Done():
	}
}
