package cluster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/journal"
	"hadash/record"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/swarm"
)

// serviceID stands in the journal for the container of a fault of a service.
func serviceID(id string) string { return "service:" + id }

// service finds the service of a stack by its name, or by that of one of its nodes.
func service(ctx context.Context, m Engine, target string) (swarm.Service, error) {
	all, err := m.API.ServiceList(ctx, swarm.ServiceListOptions{Filters: filters.NewArgs(filters.Arg("label", "com.docker.stack.namespace="+m.Stack))})
	if err != nil {
		return swarm.Service{}, fmt.Errorf("list the services of stack %s: %w", m.Stack, err)
	}
	for _, name := range serviceNames(target) {
		if i := slices.IndexFunc(all, func(s swarm.Service) bool { return s.Spec.Name == m.Stack+"_"+name }); i >= 0 {
			return all[i], nil
		}
	}
	var names []string
	for _, s := range all {
		names = append(names, strings.TrimPrefix(record.Clean(s.Spec.Name), m.Stack+"_"))
	}
	slices.Sort(names)
	if len(names) == 0 {
		return swarm.Service{}, fmt.Errorf("the swarm has no stack %s", m.Stack)
	}
	return swarm.Service{}, fmt.Errorf("stack %s of the swarm has no service %s; it has %s", m.Stack, target, strings.Join(names, ", "))
}

// serviceNames are the services that a node may be of: web, and web of web_2 and of web@east.
func serviceNames(node string) []string {
	names := []string{node}
	if name, _, ok := strings.Cut(node, "@"); ok {
		names = append(names, name)
	}
	if i := strings.LastIndexByte(node, '_'); i > 0 && strings.Trim(node[i+1:], "0123456789") == "" {
		names = append(names, node[:i])
	}
	return names
}

func (all Engines) beforeService(ctx context.Context, f record.Fault) (string, journal.Swarm, error) {
	m, err := all.manager(ctx, "")
	if err != nil {
		return "", journal.Swarm{}, err
	}
	s, err := service(ctx, m, f.Target)
	if err != nil {
		return "", journal.Swarm{}, err
	}
	was := journal.Swarm{Service: s.ID}
	if f.Kind == record.Scale {
		switch {
		case s.Spec.Mode.Replicated == nil || s.Spec.Mode.Replicated.Replicas == nil:
			return "", was, errors.New("the swarm runs a task of it on each host: it has no number of replicas")
		case int(*s.Spec.Mode.Replicated.Replicas) == f.Amount: //nolint:gosec // a number of tasks
			return "", was, fmt.Errorf("its service has that many replicas already: %d", f.Amount)
		}
		was.Replicas = int(*s.Spec.Mode.Replicated.Replicas) //nolint:gosec // a number of tasks
	}
	return serviceID(s.ID), was, nil
}

// scale sets the number of replicas of a service.
func (all Engines) scale(ctx context.Context, id string, n uint64) error {
	m, err := all.manager(ctx, "")
	if err != nil {
		return err
	}
	return change(ctx, m, id, func(s *swarm.ServiceSpec) bool {
		if s.Mode.Replicated == nil {
			return false
		}
		s.Mode.Replicated.Replicas = &n
		return true
	})
}

// scaleBack gives a service the number of replicas that it had, unless it has another one than the fault gave it: somebody else has
// scaled it since.
func (all Engines) scaleBack(ctx context.Context, f record.Fault, was journal.Swarm) error {
	if was.Service == "" {
		return errors.New("how many replicas it had is not known: `docker service scale` sets their number")
	}
	m, err := all.manager(ctx, "")
	if err != nil {
		return err
	}
	return change(ctx, m, was.Service, func(s *swarm.ServiceSpec) bool {
		r := s.Mode.Replicated
		if r == nil || r.Replicas == nil || *r.Replicas != uint64(max(f.Amount, 0)) {
			return false
		}
		n := uint64(max(was.Replicas, 0))
		r.Replicas = &n
		return true
	})
}

// change changes a service by what it is now, if with says that there is something to change. A service that is gone needs none.
func change(ctx context.Context, m Engine, id string, with func(*swarm.ServiceSpec) bool) error {
	return update(ctx, func() error {
		s, _, err := m.API.ServiceInspectWithRaw(ctx, id, swarm.ServiceInspectOptions{})
		if errdefs.IsNotFound(err) {
			return nil
		}
		if err != nil || !with(&s.Spec) {
			return err
		}
		_, err = m.API.ServiceUpdate(ctx, id, s.Version, s.Spec, swarm.ServiceUpdateOptions{})
		return err
	})
}

// UpdateError reports an update that the swarm began and did not complete.
type UpdateError struct{ State, Says string }

func (e *UpdateError) Error() string {
	if e.Says == "" {
		return "the swarm says that the update is " + e.State
	}
	return "the swarm says that the update is " + e.State + ": " + record.Clean(e.Says)
}

// Made reports that the fault was made all the same.
func (*UpdateError) Made() bool { return true }

// force has the swarm make the tasks of a service again, and returns when it said so last before.
func force(ctx context.Context, m Engine, id string) (before time.Time, err error) {
	return before, update(ctx, func() error {
		s, _, err := m.API.ServiceInspectWithRaw(ctx, id, swarm.ServiceInspectOptions{})
		if err != nil {
			return err
		}
		if s.UpdateStatus != nil && s.UpdateStatus.StartedAt != nil {
			before = *s.UpdateStatus.StartedAt
		}
		s.Spec.TaskTemplate.ForceUpdate++
		_, err = m.API.ServiceUpdate(ctx, id, s.Version, s.Spec, swarm.ServiceUpdateOptions{})
		return err
	})
}

// updateTasks has the swarm make the tasks of a service again, and waits until it says that it has.
func (all Engines) updateTasks(ctx context.Context, id string) error {
	m, err := all.manager(ctx, "")
	if err != nil {
		return err
	}
	before, err := force(ctx, m, id)
	if err != nil {
		return err
	}
	state := swarm.UpdateState("not begun")
	err = until(ctx, func() (bool, error) {
		s, _, err := m.API.ServiceInspectWithRaw(ctx, id, swarm.ServiceInspectOptions{})
		if err != nil || s.UpdateStatus == nil || s.UpdateStatus.StartedAt == nil || !s.UpdateStatus.StartedAt.After(before) {
			return false, err
		}
		switch state = s.UpdateStatus.State; state {
		case swarm.UpdateStateCompleted:
			return true, nil
		case swarm.UpdateStatePaused, swarm.UpdateStateRollbackPaused, swarm.UpdateStateRollbackCompleted:
			return true, &UpdateError{string(state), s.UpdateStatus.Message}
		}
		return false, nil
	})
	if errors.Is(err, context.DeadlineExceeded) {
		return &UpdateError{string(state), "it has taken too long to wait for"}
	}
	return err
}

func contains(text, part string) bool { return strings.Contains(text, part) }
