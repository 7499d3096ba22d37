package stack

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hadash/record"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/events"
	"github.com/docker/docker/api/types/filters"
)

// actions are the requested events. With health_status among them the Engine compares prefixes
// (daemon/events/filter.go), so "health_status: healthy" matches, too.
var actions = []string{
	"start", "stop", "die", "kill", "pause", "unpause", "restart", "oom", "health_status", "connect", "disconnect",
}

// Events calls each for every event of the project's containers, and each time one of them joins or leaves a network,
// until ctx ends or the stream breaks: it always returns an error. A nonzero since starts with the events of that
// instant, as far as the Engine remembers them (the last 256): to continue after an event, pass a time one nanosecond
// later. The zero time means now.
func (p *Project) Events(ctx context.Context, since time.Time, each func(at time.Time, e record.DockerEvent)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the client's goroutine
	opts := events.ListOptions{Filters: filters.NewArgs(filters.Arg("type", "container"), filters.Arg("type", "network"))}
	// No filter by label: network events have no labels, and would be left out.
	for _, a := range actions {
		opts.Filters.Add("event", a)
	}
	if !since.IsZero() {
		opts.Since = stamp(since)
	}
	messages, errs := p.api.Events(ctx, opts)
	members := p.roll()
	for {
		select {
		case m := <-messages:
			if e, ok := members.event(ctx, m); ok {
				p.forget(e.Node)
				at := time.Unix(0, m.TimeNano)
				if record.Instant(at).IsZero() {
					at = time.Now() // the event's time is impossible: use the time it arrived
				}
				each(at, e)
			}
		case err := <-errs:
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return fmt.Errorf("docker events: %w", err)
		}
	}
}

// stamp formats a time as the Engine reads it.
func stamp(t time.Time) string { return fmt.Sprintf("%d.%09d", t.Unix(), t.Nanosecond()) }

// roll knows which containers belong to the project: network events contain only container IDs.
type roll struct {
	p     *Project
	nodes map[string]string // node by container ID, "" = not in the project
}

func (p *Project) roll() *roll { return &roll{p: p, nodes: map[string]string{}} }

// event converts a message, and reports whether it concerns a container of the project.
func (r *roll) event(ctx context.Context, m events.Message) (record.DockerEvent, bool) {
	m.Actor.Attributes = r.p.adopted(m.Actor.ID, m.Actor.Attributes) // they include the container's labels
	switch m.Type {
	case events.ContainerEventType:
		r.nodes[m.Actor.ID] = r.p.nodeOf(m.Actor.ID, m.Actor.Attributes)
		e, ours := containerEvent(r.nodes[m.Actor.ID], m)
		if ours {
			r.p.forget(e.Node)
		}
		return e, ours
	case events.NetworkEventType:
		id := m.Actor.Attributes["container"]
		e := record.DockerEvent{
			Node:   r.node(ctx, id),
			ID:     id,
			Action: string(m.Action),
			Detail: m.Actor.Attributes["name"],
		}
		return e, e.Node != "" && (e.Action == "connect" || e.Action == "disconnect")
	}
	return record.DockerEvent{}, false
}

func containerEvent(node string, m events.Message) (record.DockerEvent, bool) {
	action, detail, _ := strings.Cut(string(m.Action), ": ")
	switch action {
	case "die":
		detail = m.Actor.Attributes["exitCode"]
	case "kill":
		detail = m.Actor.Attributes["signal"]
	case "health_status", "start", "stop", "pause", "unpause", "restart", "oom":
	default:
		return record.DockerEvent{}, false
	}
	return record.DockerEvent{Node: node, ID: m.Actor.ID, Action: action, Detail: detail}, node != ""
}

// nodeOf returns the node that a container is, "" if its labels are not of this project. One that was not listed yet is
// taken for the only one of its service: the list that follows an event knows better.
func (p *Project) nodeOf(id string, labels map[string]string) string {
	if labels[label.Project] != p.name || oneoff(labels) {
		return ""
	}
	p.mu.Lock()
	name, known := p.names[id]
	p.mu.Unlock()
	if known {
		return name
	}
	return p.called(numberedOf(labels), 1)
}

func (r *roll) node(ctx context.Context, id string) string {
	if node, known := r.nodes[id]; known {
		return node
	}
	var c container.InspectResponse
	c, err := r.p.api.ContainerInspect(ctx, id)
	if err != nil || c.Config == nil {
		return "" // removed meanwhile, or the Engine is in trouble: do not remember this
	}
	label.Clean(c.Config.Labels)
	r.nodes[id] = r.p.nodeOf(id, c.Config.Labels)
	return r.nodes[id]
}
