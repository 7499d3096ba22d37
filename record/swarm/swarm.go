// Package swarm holds what a swarm says of itself.
package swarm

import (
	"slices"
	"time"
)

// State is what a manager of the swarm says of the project's services, and of the hosts.
type State struct {
	Manager  string // which of Topology.Hosts was asked
	Hosts    []Host
	Services []Service
	Tasks    []Task // of each slot the newest, the one before it, and those before it that have not ended yet; at most 1000
}

// Leader is the Manager of the host that leads.
const Leader = "leader"

// Host is a node of the swarm, in the swarm's own words.
type Host struct {
	ID           string
	Name         string // its hostname
	Host         string // of Topology.Hosts; "" where its Engine is none of those that are watched
	State        string // ready, down, unknown, disconnected
	Availability string // active, pause, drain
	Manager      string `json:",omitzero"` // leader, reachable, unreachable; "" = a worker
	Addr         string
	Says         string `json:",omitzero"` // why it is down: "heartbeat failure"
}

// Called is its name as the user calls it, else as the swarm does.
func (h *Host) Called() string {
	if h.Host != "" {
		return h.Host
	}
	return h.Name
}

// Service is a service of the stack.
type Service struct {
	Name     string // without the stack's name
	Global   bool   // a task on each host
	Replicas int    // wanted; 0 of a global one
	Running  int    // tasks that run
	Update   string `json:",omitzero"` // updating, paused, completed, rollback_started, ...; "" = never updated
	Says     string `json:",omitzero"` // what the swarm says of that update

	Tied    []string      `json:",omitzero"` // where its tasks may be, in Docker's words: "node.hostname == node1"
	Restart string        `json:",omitzero"` // which tasks that ended are made again: any, on-failure, none; "" = not recorded
	Delay   time.Duration `json:",omitzero"` // how long after their end

	Role  string `json:",omitzero"` // hadash.role of its containers
	Kind  string `json:",omitzero"` // hadash.kind of its containers
	Image string `json:",omitzero"`
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

// The states that a task does not leave.
var ended = []string{"complete", "shutdown", "failed", "rejected", "remove", "orphaned"}

// Ended reports whether a task does not leave a state any more.
func Ended(state string) bool { return slices.Contains(ended, state) }

// Runs reports whether it runs and is wanted, as far as the swarm knows.
func (t *Task) Runs() bool { return t.State == "running" && t.Desired == "running" }

// Find finds a host by its name in the swarm; nil if there is none.
func (s *State) Find(host string) *Host {
	for i := range s.Hosts {
		if s.Hosts[i].Name == host {
			return &s.Hosts[i]
		}
	}
	return nil
}

// Service finds a service; nil if there is none.
func (s *State) Service(name string) *Service {
	for i := range s.Services {
		if s.Services[i].Name == name {
			return &s.Services[i]
		}
	}
	return nil
}
