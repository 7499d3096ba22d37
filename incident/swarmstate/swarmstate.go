// Package swarmstate keeps what a swarm says, and compares it with what it said before.
package swarmstate

import (
	"slices"
	"time"

	"hadash/record/swarm"
)

// Swarm is what a swarm says now, and what it said of each node before. It is a value: what it points to is not changed.
type Swarm struct {
	*swarm.State // nil before the first answer
	At           time.Time

	nodes map[string]Of
}

// Of is what a swarm says of a node.
type Of struct {
	Task     swarm.Task   // the one that it is now: the newest that is wanted
	Before   []swarm.Task // those before it, the newest first; at most kept
	Restarts int          // tasks that took the place of another since watching began
}

// kept is how many earlier tasks of a node are kept.
const kept = 5

// Of returns what it says of a node; false if it says nothing.
func (s *Swarm) Of(node string) (Of, bool) {
	of, ok := s.nodes[node]
	return of, ok
}

// Known reports whether there is a swarm that has answered.
func (s *Swarm) Known() bool { return s.State != nil }

// On is the host that a node is on; nil if it is on none, or there is no swarm.
func (s *Swarm) On(node string) *swarm.Host {
	of, ok := s.nodes[node]
	if !ok || s.State == nil {
		return nil
	}
	return s.Find(of.Task.On)
}

// NodesOn lists the nodes whose task is on a host, by name.
func (s *Swarm) NodesOn(host string) (out []string) {
	for name, of := range s.nodes {
		if of.Task.On == host {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Had finds the node whose earlier task had an address, the one that ended last if several had; false if none is known.
func (s *Swarm) Had(addr string) (node string, ok bool) {
	var ended time.Time
	for name, of := range s.nodes {
		for i := range of.Before {
			if t := &of.Before[i]; slices.Contains(t.Addrs, addr) && (!ok || t.At.After(ended)) {
				node, ok, ended = name, true, t.At
			}
		}
	}
	return node, ok
}

// Named finds a host by its name, as the user or the swarm calls it; nil if there is none.
func (s *Swarm) Named(host string) *swarm.Host {
	if s.State == nil {
		return nil
	}
	for i := range s.Hosts {
		if h := &s.Hosts[i]; h.Host == host || h.Name == host {
			return h
		}
	}
	return nil
}

// What is a kind of change.
type What uint8

// The changes.
const (
	Failed    What = iota // a task ended, and the swarm says why
	Made                  // a task that took the place of another runs
	Waits                 // the swarm finds no host for a task
	HostDown              // a host does not answer the managers
	HostUp                // it does again
	Available             // its availability is another: active, pause, drain
	Leads                 // another host leads the managers
	HostLeft              // a host is no part of the swarm any more
	HostCame              // a host joined it
)

// Change is something that is not as the swarm said before.
type Change struct {
	What
	Node string     // of a task
	Task swarm.Task // as it is now
	Was  swarm.Task // of Made: the one before it
	Host swarm.Host // of a host
	From swarm.Host // the same as it was
}

// Next returns the swarm after an answer, and what has changed. Of the first answer nothing has.
func (s Swarm) Next(at time.Time, is *swarm.State) (Swarm, []Change) {
	next := Swarm{State: is, At: at, nodes: make(map[string]Of, len(is.Tasks))}
	var all []Change
	if s.State != nil {
		all = hosts(s.State, is)
	}
	for i := 0; i < len(is.Tasks); {
		end := i + 1
		for end < len(is.Tasks) && is.Tasks[end].Node == is.Tasks[i].Node {
			end++
		}
		node := is.Tasks[i].Node
		was, known := s.nodes[node]
		of := after(was, is.Tasks[i:end])
		if known {
			all = append(all, tasks(node, &was, &of)...)
		}
		if _, twice := next.nodes[node]; !twice {
			next.nodes[node] = of
		}
		i = end
	}
	return next, all
}

// after is what is said of a node whose tasks these are, the newest first.
func after(was Of, tasks []swarm.Task) Of {
	of := Of{Task: tasks[0], Restarts: was.Restarts, Before: slices.Clone(tasks[1:])}
	if was.Task.ID != "" && was.Task.ID != of.Task.ID {
		of.Restarts++
	}
	for _, t := range append([]swarm.Task{was.Task}, was.Before...) {
		if t.ID != "" && t.ID != of.Task.ID && !slices.ContainsFunc(of.Before, func(o swarm.Task) bool { return o.ID == t.ID }) {
			of.Before = append(of.Before, t)
		}
	}
	of.Before = of.Before[:min(len(of.Before), kept)]
	return of
}

// tasks compares the tasks of a node.
func tasks(node string, was, is *Of) (all []Change) {
	for i := range is.Before {
		t := &is.Before[i]
		if t.Err != "" && swarm.Ended(t.State) && !was.had(t) {
			all = append(all, Change{What: Failed, Node: node, Task: *t})
		}
	}
	t := &is.Task
	if t.Err != "" && swarm.Ended(t.State) && !was.had(t) {
		all = append(all, Change{What: Failed, Node: node, Task: *t})
	}
	ran := was.Task.ID == t.ID && was.Task.Runs()
	if t.Runs() && !ran && len(is.Before) > 0 {
		all = append(all, Change{What: Made, Node: node, Task: *t, Was: is.Before[0]})
	}
	if t.State == "pending" && t.Err != "" && (was.Task.State != "pending" || was.Task.Err != t.Err) {
		all = append(all, Change{What: Waits, Node: node, Task: *t})
	}
	return all
}

// had reports whether a task was known to have ended.
func (of *Of) had(t *swarm.Task) bool {
	same := func(o swarm.Task) bool { return o.ID == t.ID && swarm.Ended(o.State) }
	return same(of.Task) || slices.ContainsFunc(of.Before, same)
}

// hosts compares the hosts.
func hosts(was, is *swarm.State) (all []Change) {
	find := func(s *swarm.State, id string) *swarm.Host {
		for i := range s.Hosts {
			if s.Hosts[i].ID == id {
				return &s.Hosts[i]
			}
		}
		return nil
	}
	for i := range is.Hosts {
		h := &is.Hosts[i]
		o := find(was, h.ID)
		if o == nil {
			all = append(all, Change{What: HostCame, Host: *h})
			continue
		}
		c := Change{Host: *h, From: *o}
		if o.State != h.State && h.State == "down" {
			c.What = HostDown
			all = append(all, c)
		}
		if o.State != h.State && h.State == "ready" {
			c.What = HostUp
			all = append(all, c)
		}
		if o.Availability != h.Availability {
			c.What = Available
			all = append(all, c)
		}
		if h.Manager == swarm.Leader && o.Manager != swarm.Leader {
			c.What = Leads
			all = append(all, c)
		}
	}
	for i := range was.Hosts {
		if h := &was.Hosts[i]; find(is, h.ID) == nil {
			all = append(all, Change{What: HostLeft, Host: *h, From: *h})
		}
	}
	return all
}
