package journal

import "encoding/json"

// Undo is the state before a fault: only the field of its kind is set.
type Undo struct {
	Networks json.RawMessage `json:",omitempty"` // Cut: the container's networks, as the Engine describes them
	CPU      *CPULimits      `json:",omitempty"` // Slow
	Balancer *Balancer       `json:",omitempty"` // SetMaint, SetDrain, SetWeight, ShutSessions, SetHealth
	Own      *Own            `json:",omitempty"` // Own
	Swarm    *Swarm          `json:",omitempty"` // faults of a swarm and of hosts; of a task's container whose it was
}

// Swarm is what undoes a fault of a swarm or of a host: each fault has the fields that it needs. No token is among them.
type Swarm struct {
	ID string `json:",omitzero"` // the swarm's: another one is not asked

	Service string `json:",omitzero"` // ID: Scale, Update, and every fault of a task's container
	Task    string `json:",omitzero"` // ID: of a task's container
	Slot    int    `json:",omitzero"` // its number; 0 where each host has a task

	Replicas int `json:",omitzero"` // Scale

	Node         string            `json:",omitzero"` // ID: DrainHost, Leave, and a task of a service that has one on each host
	Availability string            `json:",omitzero"` // DrainHost, Leave
	Role         string            `json:",omitzero"` // Leave
	Name         string            `json:",omitzero"` // Leave
	Labels       map[string]string `json:",omitempty"`
	Addr         string            `json:",omitzero"` // Leave: at which others reach it

	Addrs []string `json:",omitempty"` // CutHost: those of the other hosts
}

// Own is what undoes a fault of the user's own, whatever the configuration says by then. No other file has the commands.
type Own struct {
	Heal  string // a command of sh
	Check string `json:",omitzero"` // succeeds while the node is well; "" = there is none
}

// CPULimits is a container's CPU limit as the Engine stores it: in billionths of a CPU, if compose set `cpus:`, or as a
// quota per period. All 0 means no limit.
type CPULimits struct {
	NanoCPUs, Period, Quota int64
}

// Balancer is what any hadash needs to undo a fault made at HAProxy. No servers means: those that exist at that time.
type Balancer struct {
	Servers []Server
}

// Server is a server of a balancer, as it was before the fault.
type Server struct {
	Balancer string // the node of its HAProxy
	At       string `json:",omitzero"` // where its Runtime API is, as a target, where Docker does not know it; a command may hold secrets
	Backend  string
	Server   string
	Weight   string // from `get weight`; "" = not asked
	Ready    bool   // an admin had set neither maint nor drain
	State    string `json:",omitzero"` // set by an admin: ready, drain or maint; "" in older journals, which lack it
}

// Name is the server's name in HAProxy's commands.
func (s Server) Name() string { return s.Backend + "/" + s.Server }
