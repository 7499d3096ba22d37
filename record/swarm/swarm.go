// Package swarm holds what a swarm says of itself.
package swarm

import "time"

// State is what a manager of the swarm says of the project's services, and of the hosts.
type State struct {
	Manager  string // which of Topology.Hosts was asked
	Hosts    []Host
	Services []Service
	Tasks    []Task // of each slot the newest, and those before it that have not ended yet; at most 1000
}

// Host is a node of the swarm, in the swarm's own words.
type Host struct {
	ID           string
	Name         string // its hostname
	Host         string // of Topology.Hosts; "" where its Engine is none of those that are watched
	State        string // ready, down, unknown, disconnected
	Availability string // active, pause, drain
	Manager      string `json:",omitzero"` // leader, reachable, unreachable; "" = a worker
	Addr         string
}

// Service is a service of the stack.
type Service struct {
	Name     string // without the stack's name
	Global   bool   // a task on each host
	Replicas int    // wanted; 0 of a global one
	Running  int    // tasks that run
	Update   string `json:",omitzero"` // updating, paused, completed, rollback_started, ...; "" = never updated
	Says     string `json:",omitzero"` // what the swarm says of that update
}

// Task is one task of a service: the swarm's word for a container that it wants.
type Task struct {
	ID        string
	Node      string // the node of the Topology that it is
	Service   string
	Slot      int       // 0 of a global service
	On        string    // Host.Name
	Container string    // its ID; "" before it is made
	State     string    // new, pending, assigned, preparing, starting, running, complete, shutdown, failed, rejected, remove, orphaned
	Desired   string    // running, shutdown, ready, ...
	Addrs     []string  // on the networks of the stack
	At        time.Time // when it came into its state, by the swarm
	Message   string    `json:",omitzero"`
	Err       string    `json:",omitzero"`
}
