package journal

import "encoding/json"

// Undo is the state before a fault: only the field of its kind is set.
type Undo struct {
	Networks json.RawMessage `json:",omitempty"` // Cut: the container's networks, as the Engine describes them
	CPU      *CPULimits      `json:",omitempty"` // Slow
	Balancer *Balancer       `json:",omitempty"` // SetMaint, SetDrain, SetWeight, ShutSessions, SetHealth
	Own      *Own            `json:",omitempty"` // Own
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
