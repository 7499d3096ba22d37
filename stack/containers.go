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

// Containers is Docker's word on every service of the project, stopped ones included, by name.
func (p *Project) Containers(ctx context.Context) ([]record.Container, error) {
	all, err := p.list(ctx)
	if err != nil {
		return nil, err
	}
	p.compare(all)
	out := make([]record.Container, 0, len(all))
	for _, s := range all {
		node := s.Labels[label.Service]
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

// Changed is rung when Containers finds other containers than the time before, or other addresses of theirs: the
// Topology may have changed. Rung while it is ringing, it is still one ring.
func (p *Project) Changed() <-chan struct{} { return p.changed }

func (p *Project) compare(all []container.Summary) {
	h := fnv.New64a()
	for _, s := range all {
		_, _ = io.WriteString(h, s.ID) // a hash takes everything
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

// confirmed is what is known of a container where the list says the same of it, else a new look at
// it: ten containers would otherwise cost the Engine ten inspections at every poll. A restart between
// two lists cannot be seen in them; Events, which reports it, has the container forgotten.
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

// agrees reports whether the list and an inspection speak of the same container in the same state, at the same addresses.
func agrees(c container.InspectResponse, s container.Summary) bool {
	if c.ID != s.ID || c.State.Status != s.State {
		return false
	}
	if s.NetworkSettings == nil || !maps.EqualFunc(s.NetworkSettings.Networks, c.NetworkSettings.Networks, sameAddress) {
		return false
	}
	if s.State != "running" {
		return true // the list says no health of what does not run
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

// listedHealth reads the health in the list's words: "Up 5 minutes (healthy)", "Up 2 seconds
// (health: starting)"; a paused container's "(Paused)" stands in its place.
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
	}
	if h := c.State.Health; h != nil && h.Status != container.NoHealthcheck {
		r.Health = h.Status
		if n := len(h.Log); n > 0 && h.Log[n-1] != nil {
			r.Checked = record.Instant(h.Log[n-1].Start)
		}
	}
	if mode := c.HostConfig.NetworkMode; mode.IsHost() || mode.IsContainer() || mode.IsNone() {
		r.Networks = -1 // it has none of its own to be cut from
		return r
	}
	r.Networks = len(c.NetworkSettings.Networks)
	return r
}

// when reads one of the Engine's instants; "never" is the zero time.
func when(text string) time.Time {
	t, _ := time.Parse(time.RFC3339Nano, text)
	return record.Instant(t)
}
