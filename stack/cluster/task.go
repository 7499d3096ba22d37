package cluster

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"hadash/journal"
	"hadash/record"

	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/swarm"
)

// Labels of a task's container.
const (
	labelService = "com.docker.swarm.service.id"
	labelTask    = "com.docker.swarm.task.id"
	labelNode    = "com.docker.swarm.node.id"
)

// TaskOf returns what is written down of the container of a task: whose it is. It is nil of any other container.
func TaskOf(labels map[string]string, number string) *journal.Swarm {
	if labels[labelTask] == "" || labels[labelService] == "" {
		return nil
	}
	was := journal.Swarm{Service: labels[labelService], Task: labels[labelTask]}
	slot, err := strconv.Atoi(number)
	if was.Slot = slot; err != nil {
		was.Node = labels[labelNode] // one on each host
	}
	return &was
}

// wait is how long before the end of its time Replaced gives up, to say why.
const wait = 500 * time.Millisecond

// Replaced waits until the swarm runs a task in the place of one that ended: nobody else may start its container again. Where the
// swarm makes none, it is told to make the tasks of the service again.
func (all Engines) Replaced(ctx context.Context, was journal.Swarm) error {
	if at, ok := ctx.Deadline(); ok {
		short, cancel := context.WithDeadline(ctx, at.Add(-wait))
		defer cancel()
		ctx = short
	}
	m, err := all.manager(ctx, "")
	if err != nil {
		return fmt.Errorf("the swarm makes a new task of it, and nobody else may start its container: %w", err)
	}
	says, forced := "", false
	err = until(ctx, func() (bool, error) {
		list, err := m.API.TaskList(ctx, swarm.TaskListOptions{Filters: filters.NewArgs(filters.Arg("service", was.Service))})
		if err != nil {
			return false, err
		}
		var runs, comes bool
		runs, comes, says = standing(list, was)
		switch {
		case runs:
			return true, nil
		case comes || forced:
			return false, nil
		}
		wanted, err := wants(ctx, m, was)
		if err != nil || !wanted {
			return !wanted, err
		}
		forced = true
		_, err = force(ctx, m, was.Service)
		return false, err
	})
	if ctx.Err() != nil && err != nil {
		if says == "" {
			says = "nothing"
		}
		return fmt.Errorf("the swarm runs no new task of it yet; it says: %s", record.Clean(says))
	}
	return err
}

// standing reports whether the container of a task runs in the place of another, or is on its way, and what the swarm says of that.
func standing(list []swarm.Task, was journal.Swarm) (runs, comes bool, says string) {
	for _, t := range list {
		if was.Slot != t.Slot || was.Slot == 0 && t.NodeID != was.Node {
			continue
		}
		switch {
		case t.ID == was.Task && t.Status.State != swarm.TaskStateRunning:
			continue
		case t.DesiredState == swarm.TaskStateRunning && t.ID != was.Task && (t.Status.State == swarm.TaskStateRunning || t.Status.State == swarm.TaskStateStarting):
			runs = true // one that is starting has its container, and waits for its health check, as one that somebody else starts does
		case t.DesiredState == swarm.TaskStateRunning && t.ID == was.Task, t.DesiredState == swarm.TaskStateReady,
			t.DesiredState == swarm.TaskStateRunning && !ended(t.Status.State):
			comes = true
			if says = string(t.Status.State); t.Status.Err != "" {
				says += ": " + t.Status.Err
			} else if t.Status.Message != "" {
				says += ": " + t.Status.Message
			}
		}
	}
	return runs, comes, says
}

func ended(s swarm.TaskState) bool {
	switch s {
	case swarm.TaskStateComplete, swarm.TaskStateShutdown, swarm.TaskStateFailed, swarm.TaskStateRejected, swarm.TaskStateRemove, swarm.TaskStateOrphaned:
		return true
	}
	return false
}

// wants reports whether the swarm is to run a task in a place: a service may have been scaled, or removed.
func wants(ctx context.Context, m Engine, was journal.Swarm) (bool, error) {
	s, _, err := m.API.ServiceInspectWithRaw(ctx, was.Service, swarm.ServiceInspectOptions{})
	if err != nil {
		return false, err
	}
	r := s.Spec.Mode.Replicated
	return r == nil || r.Replicas == nil || *r.Replicas > 0, nil
}
