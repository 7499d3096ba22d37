package swarmstate

import (
	"slices"
	"testing"
	"time"

	"hadash/incident/said"
	"hadash/record/swarm"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func host(name, state, availability string) swarm.Host {
	return swarm.Host{ID: name, Name: name, State: state, Availability: availability}
}

func task(id, on, state, desired string) swarm.Task {
	return swarm.Task{ID: id, Node: "web", Service: "web", Slot: 1, On: on, State: state, Desired: desired, Addrs: []string{"10.0.1." + id}}
}

// kinds are the changes from one answer to the next.
func kinds(all []Change) (out []What) {
	for _, c := range all {
		out = append(out, c.What)
	}
	return out
}

// A task that fails and is made again elsewhere is the same node: its changes, the words for it, and how often it was made.
func TestNext(t *testing.T) {
	hosts := []swarm.Host{host("a", "ready", "active"), host("b", "ready", "active")}
	failed := task("1", "a", "failed", "shutdown")
	failed.Err = "task: non-zero exit (137)"
	waits := task("2", "", "pending", "running")
	waits.Err = "no suitable node"
	steps := []struct {
		tasks []swarm.Task
		want  []What
		says  string
		word  said.Word
	}{
		{[]swarm.Task{task("1", "a", "running", "running")}, nil, "running at 10.0.1.1", said.Well},
		{[]swarm.Task{failed}, []What{Failed}, "failed: task: non-zero exit (137)", said.Ill},
		{[]swarm.Task{waits, failed}, []What{Waits}, "pending: no suitable node", said.Doubted},
		{[]swarm.Task{task("2", "b", "starting", "running"), failed}, nil, "starting", said.Rising},
		{[]swarm.Task{task("2", "b", "running", "running"), failed}, []What{Made}, "running at 10.0.1.2", said.Well},
		{[]swarm.Task{task("2", "b", "running", "running"), failed}, nil, "running at 10.0.1.2", said.Well},
	}
	var s Swarm
	for i, step := range steps {
		next, all := s.Next(noon.Add(time.Duration(i)*time.Second), &swarm.State{Hosts: hosts, Tasks: step.tasks})
		if got := kinds(all); !slices.Equal(got, step.want) {
			t.Errorf("step %d: changes %v, want %v", i, got, step.want)
		}
		if says, word := next.Says("web").String(), next.Word("web"); says != step.says || word != step.word {
			t.Errorf("step %d: %q, %v", i, says, word)
		}
		s = next
	}
	if of, ok := s.Of("web"); !ok || of.Restarts != 1 || len(of.Before) != 1 || of.Before[0].ID != "1" {
		t.Errorf("%+v", of)
	}
	if on := s.NodesOn("b"); !slices.Equal(on, []string{"web"}) {
		t.Errorf("on b: %q", on)
	}
}

// The changes of hosts, and what their death means for the task that is on them.
func TestHosts(t *testing.T) {
	running := []swarm.Task{task("1", "a", "running", "running")}
	s, _ := Swarm{}.Next(noon, &swarm.State{Hosts: []swarm.Host{host("a", "ready", "active"), host("b", "ready", "active")}, Tasks: running})
	s, all := s.Next(noon, &swarm.State{Hosts: []swarm.Host{host("a", "down", "active"), host("b", "ready", "drain"), host("c", "ready", "active")}, Tasks: running})
	if got, want := kinds(all), []What{HostDown, Available, HostCame}; !slices.Equal(got, want) {
		t.Errorf("changes %v, want %v", got, want)
	}
	if got := s.Says("web").String(); got != "its host a is down" || s.Word("web") != said.Ill {
		t.Errorf("%q", got)
	}
	lead := host("b", "ready", "active")
	lead.Manager = swarm.Leader
	_, all = s.Next(noon, &swarm.State{Hosts: []swarm.Host{host("a", "ready", "active"), lead}, Tasks: running})
	if got, want := kinds(all), []What{HostUp, Available, Leads, HostLeft}; !slices.Equal(got, want) {
		t.Errorf("changes %v, want %v", got, want)
	}
}
