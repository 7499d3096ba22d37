package stack

import (
	"context"
	"errors"
	"time"

	"hadash/record"

	"github.com/docker/docker/api/types/container"
)

// Containers is Docker's word on every service of the project, stopped ones included, by name.
func (p *Project) Containers(ctx context.Context) ([]record.Container, error) {
	all, err := p.list(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]record.Container, 0, len(all))
	for _, s := range all {
		node := s.Labels[labelService]
		c, err := p.inspect(ctx, node, s.ID)
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
	}
	for name := range c.NetworkSettings.Networks {
		if name != "none" && name != "host" {
			r.Networks++
		}
	}
	return r
}

// when reads one of the Engine's instants; "never" is the zero time.
func when(text string) time.Time {
	t, _ := time.Parse(time.RFC3339Nano, text)
	return t
}
