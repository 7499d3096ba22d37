package cluster

import (
	"context"
	"errors"
	"fmt"

	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/swarm"
)

// ErrNoLoad reports that there is no swarm that runs the stack, or that the stack has no service with the label of a load.
var ErrNoLoad = errors.New("no load on a swarm")

// ScaleLoad sets how many tasks the load of the stack has: 1 starts it, 0 ends it. The load is the service whose containers have that
// label. One that has ended by itself is started again.
func (all Engines) ScaleLoad(ctx context.Context, label, value string, n uint64) error {
	m, err := all.manager(ctx, "")
	if errors.Is(err, ErrNoManager) {
		return ErrNoLoad
	}
	if err != nil {
		return err
	}
	var s swarm.Service
	if err := update(ctx, func() (err error) { s, err = load(ctx, m, label, value); return err }); err != nil {
		return err
	}
	return change(ctx, m, s.ID, func(spec *swarm.ServiceSpec) bool {
		r := spec.Mode.Replicated
		if r == nil || r.Replicas != nil && *r.Replicas == n && (n == 0 || s.ServiceStatus != nil && s.ServiceStatus.RunningTasks > 0) {
			return false
		}
		if r.Replicas != nil && *r.Replicas == n {
			spec.TaskTemplate.ForceUpdate++ // its task has ended: without this nothing would change
		}
		r.Replicas = &n
		return true
	})
}

// HasLoad returns ErrNoLoad where ScaleLoad would.
func (all Engines) HasLoad(ctx context.Context, label, value string) error {
	m, err := all.manager(ctx, "")
	if err != nil {
		return ErrNoLoad
	}
	_, err = load(ctx, m, label, value)
	return err
}

func load(ctx context.Context, m Engine, label, value string) (swarm.Service, error) {
	services, err := m.API.ServiceList(ctx, swarm.ServiceListOptions{Status: true,
		Filters: filters.NewArgs(filters.Arg("label", "com.docker.stack.namespace="+m.Stack))})
	if err != nil {
		return swarm.Service{}, fmt.Errorf("list the services of stack %s: %w", m.Stack, err)
	}
	for _, s := range services {
		if c := s.Spec.TaskTemplate.ContainerSpec; c != nil && c.Labels[label] == value {
			return s, nil
		}
	}
	return swarm.Service{}, ErrNoLoad
}
