package stack

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"strings"
	"time"

	"github.com/docker/docker/api/types/network"
	"hadash/record"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
)

// Containers returns Docker's state of every service of the project, stopped ones included, ordered by name.
func (p *Project) Containers(ctx context.Context) ([]record.Container, error) {
	all, err := p.list(ctx)
	if err != nil {
		return nil, err
	}
	p.compare(all)
	out := make([]record.Container, 0, len(all))
	for _, s := range all {
		node := s.Labels[label.Node]
		c, err := p.confirmed(ctx, node, s)
		if errors.Is(err, errNoContainer) {
			continue // gone since the list was made
		}
		if err != nil {
			return nil, err
		}
		out = append(out, toRecord(node, c))
	}
	return out, nil
}

// Changed receives a value when Containers finds other containers or other addresses than the time before: the Topology
// may have changed. Changes that nobody has received yet are merged into one.
func (p *Project) Changed() <-chan struct{} { return p.changed }

func (p *Project) compare(all []container.Summary) {
	h := fnv.New64a()
	for _, s := range all {
		_, _ = io.WriteString(h, s.ID) // a hash never fails
		if s.NetworkSettings == nil {
			continue
		}
		for _, name := range sortedKeys(s.NetworkSettings.Networks) {
			if e := s.NetworkSettings.Networks[name]; e != nil {
				_, _ = fmt.Fprint(h, name, e.IPAddress, e.GlobalIPv6Address)
			}
		}
	}
	sum := h.Sum64()
	p.mu.Lock()
	same := p.listed == sum
	p.listed = sum
	p.mu.Unlock()
	if same {
		return
	}
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

// confirmed returns the last inspection of a container if the list agrees with it, else it inspects the container
// again: otherwise ten containers would cost the Engine ten inspections per poll. A restart between two lists does not
// show in them; Events, which reports it, makes hadash forget the container.
func (p *Project) confirmed(ctx context.Context, node string, s container.Summary) (container.InspectResponse, error) {
	if c, ok := p.known(node, s); ok {
		return c, nil
	}
	return p.inspect(ctx, node, s.ID)
}

func (p *Project) known(node string, s container.Summary) (container.InspectResponse, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	have, ok := p.seen[node]
	if !ok || !agrees(have.c, s) || time.Since(have.first) >= believed {
		return container.InspectResponse{}, false
	}
	have.at = time.Now()
	p.seen[node] = have
	return have.c, true
}

// agrees reports whether the list and an inspection show the same container in the same state, at the same addresses.
func agrees(c container.InspectResponse, s container.Summary) bool {
	if c.ID != s.ID || c.State.Status != s.State {
		return false
	}
	if s.NetworkSettings == nil || !maps.EqualFunc(s.NetworkSettings.Networks, c.NetworkSettings.Networks, sameAddress) {
		return false
	}
	if s.State != "running" {
		return true // the list has no health for a container that is not running
	}
	health := ""
	if c.State.Health != nil && c.State.Health.Status != container.NoHealthcheck {
		health = c.State.Health.Status
	}
	return health == listedHealth(s.Status)
}

func sameAddress(a, b *network.EndpointSettings) bool {
	return a != nil && b != nil && a.IPAddress == b.IPAddress && a.GlobalIPv6Address == b.GlobalIPv6Address
}

// listedHealth reads the health in the list's status: "Up 5 minutes (healthy)", "Up 2 seconds (health: starting)". A
// paused container has "(Paused)" in its place.
func listedHealth(status string) string {
	switch {
	case strings.HasSuffix(status, "(healthy)"):
		return container.Healthy
	case strings.HasSuffix(status, "(unhealthy)"):
		return container.Unhealthy
	case strings.HasSuffix(status, "(health: starting)"):
		return container.Starting
	}
	return ""
}

func toRecord(node string, c container.InspectResponse) record.Container {
	r := record.Container{
		Node:     node,
		ID:       c.ID,
		State:    c.State.Status,
		ExitCode: c.State.ExitCode,
		Started:  when(c.State.StartedAt),
		Finished: when(c.State.FinishedAt),
		Restarts: c.RestartCount,
		Task:     c.Config.Labels["com.docker.swarm.task.id"],
	}
	if h := c.State.Health; h != nil && h.Status != container.NoHealthcheck {
		r.Health = h.Status
		if n := len(h.Log); n > 0 && h.Log[n-1] != nil {
			r.Checked = record.Instant(h.Log[n-1].Start)
		}
	}
	if mode := c.HostConfig.NetworkMode; mode.IsHost() || mode.IsContainer() || mode.IsNone() {
		r.Networks = -1 // it has no network of its own to be cut from
		return r
	}
	r.Networks = len(c.NetworkSettings.Networks)
	return r
}

// when parses one of the Engine's times; "never" is the zero time.
func when(text string) time.Time {
	t, _ := time.Parse(time.RFC3339Nano, text)
	return record.Instant(t)
}
