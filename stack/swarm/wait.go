package swarm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/docker/docker/api/types/swarm"
)

const (
	waitLimit = 3 * time.Minute
	waitLook  = 300 * time.Millisecond // between two checks
)

// before is what a stack has when it is deployed. Neither an update nor a task of then says how the new one fares.
type before struct {
	updated map[string]time.Time // when the last update of a service began
	tasks   map[string]bool      // by ID
}

// now returns what the stack has now.
func (s *Stack) now(ctx context.Context) (before, error) {
	out := before{updated: map[string]time.Time{}, tasks: map[string]bool{}}
	services, err := Services(ctx, s.Manager, s.Name)
	if err != nil {
		return out, err
	}
	for _, have := range services {
		out.updated[have.Spec.Name] = started(have)
	}
	tasks, err := s.tasks(ctx)
	for _, t := range tasks {
		out.tasks[t.ID] = true
	}
	return out, err
}

func (s *Stack) tasks(ctx context.Context) ([]swarm.Task, error) {
	tasks, err := s.Manager.API.TaskList(ctx, swarm.TaskListOptions{Filters: ofStack(s.Name)})
	if err != nil {
		return nil, fmt.Errorf("list the tasks of stack %s: %w", s.Name, err)
	}
	return tasks, nil
}

// wait waits until the services of these names have the tasks that they should have.
func (s *Stack) wait(ctx context.Context, only []string, was before, say func(string)) error {
	ctx, cancel := context.WithTimeout(ctx, waitLimit)
	defer cancel()
	tick := time.NewTicker(waitLook)
	defer tick.Stop()
	for {
		late, err := s.late(ctx, only, was)
		var missing *missingImage
		var failed *failedUpdate
		switch {
		case errors.As(err, &missing), errors.As(err, &failed):
			return err
		case err == nil && len(late) == 0:
			return nil
		case err == nil:
			say("waiting for " + strings.Join(late, ", "))
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return ctx.Err()
			}
			return cmp.Or(err, fmt.Errorf("not running after %v: %s; `docker stack ps --no-trunc %s` shows more", waitLimit, strings.Join(late, ", "), s.Name))
		}
	}
}

// missingImage reports that a node has no copy of an image.
type missingImage struct{ node, text string }

func (e *missingImage) Error() string {
	return fmt.Sprintf("%s: %s; name the Engines of all nodes with --context A,B,C, and hadash copies the images to them", e.node, e.text)
}

// late returns the services that do not have their tasks yet, and why.
func (s *Stack) late(ctx context.Context, only []string, was before) ([]string, error) {
	services, err := Services(ctx, s.Manager, s.Name)
	if err != nil {
		return nil, err
	}
	tasks, err := s.tasks(ctx)
	if err != nil {
		return nil, err
	}
	nodes, err := s.Manager.API.NodeList(ctx, swarm.NodeListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list the swarm's nodes: %w", err)
	}
	names := map[string]string{}
	for _, n := range nodes {
		names[n.ID] = n.Description.Hostname
	}
	var out []string
	for _, service := range services {
		name := strings.TrimPrefix(service.Spec.Name, s.Name+"_")
		if !slices.Contains(only, name) {
			continue
		}
		if err := undone(service, was.updated[service.Spec.Name]); err != nil {
			return nil, err
		}
		why, err := lag(service, tasks, was.tasks, names)
		if err != nil {
			return nil, err
		}
		if why != "" {
			out = append(out, name+" ("+why+")")
		}
	}
	slices.Sort(out)
	return out, nil
}

// lag returns why a service does not have its tasks, "" if it has them.
func lag(service swarm.Service, tasks []swarm.Task, old map[string]bool, nodes map[string]string) (string, error) {
	want, running := replicas(service), uint64(0)
	var newest swarm.Task
	for _, t := range tasks {
		if t.ServiceID != service.ID {
			continue
		}
		if !old[t.ID] && strings.Contains(t.Status.Err, "No such image") {
			return "", &missingImage{node: nodes[t.NodeID], text: t.Status.Err}
		}
		if t.DesiredState == swarm.TaskStateRunning && t.Status.State == swarm.TaskStateRunning && current(service, t) {
			running++
		}
		if t.CreatedAt.After(newest.CreatedAt) {
			newest = t
		}
	}
	switch {
	case running >= want:
		return "", nil
	case newest.ID == "":
		return "no task yet", nil
	case newest.Status.Err != "":
		return cmp.Or(nodes[newest.NodeID], "no node") + ": " + newest.Status.Err, nil
	}
	return fmt.Sprintf("%s at %s", newest.Status.State, cmp.Or(nodes[newest.NodeID], "no node")), nil
}

// replicas returns how many tasks a service should have.
func replicas(service swarm.Service) uint64 {
	if r := service.Spec.Mode.Replicated; r != nil && r.Replicas != nil {
		return *r.Replicas
	}
	return 1
}

// current reports whether a task is one of the service as it is now. A change of the constraints alone keeps the tasks.
func current(service swarm.Service, t swarm.Task) bool {
	now := service.Spec.TaskTemplate
	return t.Spec.ForceUpdate == now.ForceUpdate && reflect.DeepEqual(t.Spec.ContainerSpec, now.ContainerSpec)
}

// undone returns the error of an update that the swarm has given up since before: then the service runs as it did.
func undone(service swarm.Service, before time.Time) error {
	update := service.UpdateStatus
	if update == nil || !started(service).After(before) {
		return nil
	}
	switch update.State {
	case swarm.UpdateStatePaused, swarm.UpdateStateRollbackStarted, swarm.UpdateStateRollbackPaused, swarm.UpdateStateRollbackCompleted:
		return &failedUpdate{name: service.Spec.Name, state: string(update.State), text: update.Message}
	case swarm.UpdateStateUpdating, swarm.UpdateStateCompleted:
	}
	return nil
}

// started returns when the last update of a service began.
func started(service swarm.Service) time.Time {
	if service.UpdateStatus == nil || service.UpdateStatus.StartedAt == nil {
		return time.Time{}
	}
	return *service.UpdateStatus.StartedAt
}

// failedUpdate reports that the swarm gave up an update.
type failedUpdate struct{ name, state, text string }

func (e *failedUpdate) Error() string {
	return fmt.Sprintf("update of %s: %s: %s", e.name, e.state, e.text)
}
