package journal

import "github.com/docker/docker/api/types/network"

// Undo is what was before the fault: only what its kind changes is set.
type Undo struct {
	Networks map[string]*network.EndpointSettings `json:",omitempty"` // Cut: by name
	CPU      *CPULimits                           `json:",omitempty"` // Slow
	Balancer *Balancer                            `json:",omitempty"` // SetMaint, SetDrain, SetWeight
}

// CPULimits is a container's share of the CPU as the Engine keeps it: either as billionths of a CPU, where
// compose set `cpus:`, or as a quota of each period; all 0 means no limit.
type CPULimits struct {
	NanoCPUs, Period, Quota int64
}

// Balancer is what a fault made at HAProxy needs to be undone by any hadash. Without servers it means: whichever there
// are then.
type Balancer struct {
	Servers []Server
}

// Server is one server of one balancer, as it was before the fault.
type Server struct {
	Balancer string // compose service
	Backend  string
	Server   string
	Weight   string // as `get weight` told it; "" = nobody asked
	Ready    bool   // neither in maintenance nor draining, by an admin's word
	State    string `json:",omitzero"` // by an admin's word: ready, drain or maint; "" in journals of before it was kept
}

// Name is the server's in HAProxy's commands.
func (s Server) Name() string { return s.Backend + "/" + s.Server }
