package collectors

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"sync"
	"time"

	"hadash/host"
	"hadash/record"
)

// entry is one line of a container's log as Docker keeps it.
type entry struct {
	at     time.Time
	stderr bool
	text   string
}

// engine is a fake Docker Engine: it keeps what was logged and what happened, delivers it from any instant on, and its
// streams can be broken.
type engine struct {
	mu         sync.Mutex
	host       string // one of several Engines
	log        map[string][]entry
	events     []happening
	containers []record.Container
	changed    chan struct{} // closed and replaced with every change
	down       error         // why no request can be answered
	stopped    map[string]bool
	broken     int // increased to break the open streams
	opened     []time.Time
	urls       map[string]string
	files      map[string]string // "node:path" to text
	written    time.Time         // each of them
	env        []string          // of every container
}

type happening struct {
	at time.Time
	e  record.DockerEvent
}

var errBroken = errors.New("unexpected EOF in the stream")

func (d *engine) Host() string { return d.host }

func newEngine() *engine {
	return &engine{log: map[string][]entry{}, changed: make(chan struct{}), stopped: map[string]bool{}, urls: map[string]string{},
		containers: []record.Container{{Node: "lb", State: "running"}}}
}

func (d *engine) change(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f()
	close(d.changed)
	d.changed = make(chan struct{})
}

func (d *engine) write(node, text string) {
	d.change(func() { d.log[node] = append(d.log[node], entry{time.Now(), false, text}) })
}

func (d *engine) happen(e record.DockerEvent) {
	d.change(func() { d.events = append(d.events, happening{time.Now(), e}) })
}

func (d *engine) breakStreams() { d.change(func() { d.broken++ }) }

func (d *engine) Containers(ctx context.Context) ([]record.Container, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.containers), d.down
}

// stream delivers what next returns until ctx ends, the stream is broken or the container stops.
func (d *engine) stream(ctx context.Context, node string, since time.Time, next func() (hand func(), more bool)) error {
	d.mu.Lock()
	generation := d.broken
	d.opened = append(d.opened, since)
	d.mu.Unlock()
	for {
		d.mu.Lock()
		changed, down, broken, stopped := d.changed, d.down, d.broken, d.stopped[node]
		hand, more := next()
		d.mu.Unlock()
		switch {
		case down != nil:
			return down
		case broken != generation:
			return errBroken
		case more:
			hand()
			continue
		case stopped:
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (d *engine) HasLog(string) bool { return true }

func (d *engine) Logs(ctx context.Context, node string, since time.Time, each func(time.Time, bool, []byte)) error {
	i := 0
	return d.stream(ctx, node, since, func() (func(), bool) {
		for ; i < len(d.log[node]); i++ {
			if e := d.log[node][i]; !e.at.Before(since) {
				i++
				return func() { each(e.at, e.stderr, []byte(e.text)) }, true
			}
		}
		return nil, false
	})
}

func (d *engine) Events(ctx context.Context, since time.Time, each func(time.Time, record.DockerEvent)) error {
	i := 0
	return d.stream(ctx, "", since, func() (func(), bool) {
		for ; i < len(d.events); i++ {
			if h := d.events[i]; !h.at.Before(since) {
				i++
				return func() { each(h.at, h.e) }, true
			}
		}
		return nil, false
	})
}

func (d *engine) Locate(_ context.Context, node string) (*url.URL, error) {
	if u, ok := d.urls[node]; ok {
		return url.Parse(u)
	}
	return nil, errors.New("no such container: " + node)
}

func (d *engine) LocateMaster(ctx context.Context, node string) (*url.URL, error) {
	return d.Locate(ctx, node+" master")
}

func (d *engine) Secret(context.Context, string) (string, error) { return "s3cret", nil }

func (d *engine) Config(_ context.Context, node, file string) (host.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if text, ok := d.files[node+":"+file]; ok {
		return host.File{Text: []byte(text), Changed: d.written}, nil
	}
	return host.File{}, errors.New("no such file: " + file)
}

func (d *engine) Environment(context.Context, string) ([]string, error) { return d.env, d.down }
