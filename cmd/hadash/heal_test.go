package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"hadash/collectors"
	"hadash/incident/consequence"
	"hadash/record"
)

// What another hadash has open is not called somebody else's.
func TestWhoBrokeIt(t *testing.T) {
	stop, pause, cut := faultOn(record.Stop, "app1"), faultOn(record.Pause, "db1"), faultOn(record.Cut, "db2")
	theirs := []record.Fault{faultOn(record.Kill, "app1"), faultOn(record.Slow, "db2")}
	got := blamed([]record.Fault{stop, pause, cut}, theirs)
	want := []string{"broken by another hadash, which heals it when it ends: stop app1", "broken by somebody else: pause db1, cut db2"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := blamed([]record.Fault{pause}, nil); !slices.Equal(got, []string{"broken by somebody else: pause db1"}) {
		t.Errorf("%q", got)
	}
}

// Servers that are out at HAProxy are named, with who did it as far as that is known; those that are reported already are not.
func TestWhoKeepsServersOut(t *testing.T) {
	out := []consequence.Out{
		{Balancer: "lb", Name: "be/web1", Node: "web1", Status: "MAINT"}, {Balancer: "lb", Name: "be/web2", Node: "web2", Status: "DRAIN"},
		{Balancer: "lb", Name: "be/far", Status: "DRAIN (agent)"}, {Balancer: "lb", Name: "be/web3", Node: "web3", Status: "MAINT"},
	}
	got := keptOut(out, []record.Fault{faultOn(record.SetDrain, "web2"), faultOn(record.Stop, "web1")}, []record.Fault{faultOn(record.SetMaint, "web3")})
	want := []string{
		"out at lb: be/web1 (web1), MAINT, by somebody else (HAProxy does not say who): not healed, because hadash heals only its own; 'set server be/web1 state ready' at the Runtime API ends it",
		"out at lb: be/web2 (web2), DRAIN, by another hadash, which heals it when it ends",
		"out at lb: be/far, DRAIN (agent), by its agent, or somebody else: HAProxy uses one word for both; not healed, because hadash heals only its own",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := keptOut(slices.Repeat(out[:1], 30), nil, nil); len(got) != mostOut+1 || !strings.HasPrefix(got[mostOut], "and 22 more") {
		t.Errorf("%q", got)
	}
}

// A node whose fault could not be healed is told once, and what else is broken still is.
func TestUnhealedIsToldOnce(t *testing.T) {
	stop, pause, cut := faultOn(record.Stop, "app1"), faultOn(record.Pause, "app1"), faultOn(record.Cut, "db2")
	got := besides([]record.Fault{stop, pause, cut}, []record.Fault{faultOn(record.Kill, "app1"), faultOn(record.SetMaint, "db2")})
	if want := []record.Fault{pause, cut}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// The container of a task that has ended stays; the swarm makes another, or is to have none. It is not broken by anybody.
func TestEndedTasksAreNotBroken(t *testing.T) {
	top := record.Topology{Nodes: []record.Node{{Name: "app1"}, {Name: "app2"}, {Name: "db1"}}}
	got := brokenIn(&top, []record.Container{
		{Node: "app1", State: "exited", Task: "t1"}, {Node: "app2", State: "paused", Task: "t2", Networks: 1}, {Node: "db1", State: "exited"},
	})
	if want := []record.Fault{faultOn(record.Pause, "app2"), faultOn(record.Stop, "db1")}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// answering is an Engine that has a container, or does not answer.
type answering struct {
	collectors.Engine
	host string
	err  error
}

func (e answering) Host() string { return e.host }

func (e answering) Containers(context.Context) ([]record.Container, error) {
	if e.err != nil {
		return nil, e.err
	}
	return []record.Container{{Node: "web@" + e.host}}, nil
}

// What is broken on an Engine that does not answer is not known, and not nothing.
func TestSilentEngineIsNamed(t *testing.T) {
	silent := errors.New("no answer within 3s")
	all, err := containersAt(t.Context(), []collectors.Engine{answering{host: "east"}, answering{host: "west", err: silent}})
	if len(all) != 1 || all[0].Node != "web@east" || err == nil || err.Error() != "not known what is broken at west: no answer within 3s" {
		t.Errorf("%v, %v", all, err)
	}
}
