package swarm

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"hadash/stack/program"

	"github.com/docker/docker/api/types/swarm"
)

// of makes a service and its task, which have the same image.
func of(state swarm.TaskState) (swarm.Service, swarm.Task) {
	spec := swarm.TaskSpec{ContainerSpec: &swarm.ContainerSpec{Image: "a"}}
	service := swarm.Service{ID: "s"}
	service.Spec.Name, service.Spec.TaskTemplate = "lab_app1", spec
	same := swarm.ContainerSpec{Image: "a"}
	task := swarm.Task{ID: "t", ServiceID: "s", NodeID: "n", DesiredState: swarm.TaskStateRunning}
	task.Spec.ContainerSpec, task.Status.State = &same, state
	return service, task
}

var nodes = map[string]string{"n": "node2"}

func TestLag(t *testing.T) {
	tests := map[string]struct {
		change func(*swarm.Service, *swarm.Task)
		old    bool // the task was there before
		want   string
	}{
		"it runs": {},
		"the task before the update still runs": {
			change: func(s *swarm.Service, _ *swarm.Task) {
				s.Spec.TaskTemplate.ContainerSpec = &swarm.ContainerSpec{Image: "b"}
			},
			want: "running at node2",
		},
		"a forced update has not replaced it": {
			change: func(s *swarm.Service, _ *swarm.Task) { s.Spec.TaskTemplate.ForceUpdate = 1 },
			want:   "running at node2",
		},
		"only the constraints have changed": {
			change: func(s *swarm.Service, _ *swarm.Task) {
				s.Spec.TaskTemplate.Placement = &swarm.Placement{Constraints: []string{"node.id == n"}}
			},
		},
		"it is about to end": {
			change: func(_ *swarm.Service, task *swarm.Task) { task.DesiredState = swarm.TaskStateShutdown },
			want:   "running at node2",
		},
		"no node fits": {
			change: func(_ *swarm.Service, task *swarm.Task) {
				task.NodeID, task.Status.State, task.Status.Err = "", swarm.TaskStatePending, "no suitable node"
			},
			want: "no node: no suitable node",
		},
		"no tasks are wanted": {
			change: func(s *swarm.Service, task *swarm.Task) {
				none := uint64(0)
				s.Spec.Mode.Replicated = &swarm.ReplicatedService{Replicas: &none}
				task.Status.State = swarm.TaskStateComplete
			},
		},
		"an earlier task had no image": {
			change: func(_ *swarm.Service, task *swarm.Task) {
				task.Status.State, task.Status.Err = swarm.TaskStateRejected, "No such image: a"
			},
			old:  true,
			want: "node2: No such image: a",
		},
	}
	for name, test := range tests {
		service, task := of(swarm.TaskStateRunning)
		task.CreatedAt = time.Unix(1, 0)
		if test.change != nil {
			test.change(&service, &task)
		}
		got, err := lag(service, []swarm.Task{task}, map[string]bool{"t": test.old}, nodes)
		if got != test.want || err != nil {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, test.want)
		}
	}
}

// A node without an image never gets it by waiting.
func TestNodeWithoutImage(t *testing.T) {
	service, task := of(swarm.TaskStateRejected)
	task.Status.Err = "No such image: a"
	var missing *missingImage
	_, err := lag(service, []swarm.Task{task}, nil, nodes)
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "node2") || !strings.Contains(err.Error(), "--context") {
		t.Errorf("got %v; want the node and what to do", err)
	}
}

// An update that the swarm undid leaves the old tasks running, and is no success. One undone long ago says nothing.
func TestUndoneUpdate(t *testing.T) {
	service, _ := of(swarm.TaskStateRunning)
	at := time.Unix(100, 0)
	service.UpdateStatus = &swarm.UpdateStatus{State: swarm.UpdateStateRollbackCompleted, StartedAt: &at, Message: "rollback completed"}
	if err := undone(service, time.Unix(50, 0)); err == nil || !strings.Contains(err.Error(), "lab_app1") {
		t.Errorf("got %v; want that the update of lab_app1 was undone", err)
	}
	if err := undone(service, at); err != nil {
		t.Errorf("got %v of an update that was made before", err)
	}
	service.UpdateStatus.State = swarm.UpdateStateCompleted
	if err := undone(service, time.Time{}); err != nil {
		t.Errorf("got %v of a completed update", err)
	}
}

// nothing has no programs.
type nothing struct{}

func (nothing) Find(string) bool                           { return false }
func (nothing) Run(context.Context, program.Command) error { return errors.New("not called") }

func TestNoDockerCommand(t *testing.T) {
	s := Stack{Name: "lab", Run: nothing{}, Log: &program.LogFile{}}
	err := s.Deploy(t.Context(), Model{}, Plan{}, func(string) {})
	if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "docker stack deploy") {
		t.Errorf("got %v; want one line that says what is missing", err)
	}
}
