package cluster

import (
	"errors"
	"slices"
	"testing"

	"github.com/docker/docker/api/types/swarm"
)

// The load of a stack on a swarm is a service: it is started and ended by its number of tasks, and started again when its task has
// ended by itself.
func TestScaleLoad(t *testing.T) {
	l, all, _ := started(1)
	const label = "hadash.role"
	if err := all.ScaleLoad(t.Context(), label, "load", 1); !errors.Is(err, ErrNoLoad) {
		t.Errorf("a stack without a load: %v", err)
	}
	none := uint64(0)
	k6 := &swarm.Service{ID: "k6", ServiceStatus: &swarm.ServiceStatus{}}
	k6.Spec.Name, k6.Spec.Mode.Replicated = "shop_k6", &swarm.ReplicatedService{Replicas: &none}
	k6.Spec.TaskTemplate.ContainerSpec = &swarm.ContainerSpec{Labels: map[string]string{label: "load"}}
	l.services["k6"] = k6
	scale := func(n, running uint64) {
		t.Helper()
		k6.ServiceStatus.RunningTasks = running
		if err := all.ScaleLoad(t.Context(), label, "load", n); err != nil {
			t.Errorf("%d tasks: %v", n, err)
		}
	}
	scale(0, 0) // nothing to do
	scale(1, 0)
	scale(1, 1)   // nothing to do
	scale(1, 0)   // it has ended by itself
	l.leading = 1 // the managers choose a leader meanwhile
	scale(0, 1)
	if want := []string{"shop_k6 forced 0 times, 1 replicas", "shop_k6 forced 1 times, 1 replicas", "shop_k6 forced 1 times, 0 replicas"}; !slices.Equal(l.said, want) {
		t.Errorf("%q, want %q", l.said, want)
	}
	_, workers, _ := started(0)
	if err := workers.HasLoad(t.Context(), label, "load"); !errors.Is(err, ErrNoLoad) {
		t.Errorf("without a manager: %v", err)
	}
}
