package incident

import "hadash/record"

// Truth is one row of the truth table: everybody's word on one node, side by side. What somebody has no
// word on is "".
type Truth struct {
	Node        string
	Role        record.Role
	Docker      string   // container state: "running", "paused", "exited (137)"
	Health      string   // Docker's health check: "healthy"
	Admin       string   // HAProxy: what an admin decided: "ready", "maint", "drain"
	Oper        string   // HAProxy: what its checks say: "UP", "UP 1/3", "DOWN"; nginx: "used", "set aside"
	Check       string   // the last check: "L7OK 1 ms", or an instance's own page: "200"
	Replication string   // "IO Yes, SQL Yes, lag 0s"
	Traffic     float64  // requests or sessions per second, -1 when not known
	Errors      float64  // share of them that failed lately, 0..1, -1 when not known
	Disagree    []string // in words, what does not fit together; the grey failures
}

// TruthTable puts everybody's word on every node side by side, in path order.
func (f *Frame) TruthTable() []Truth {
	out := make([]Truth, 0, len(f.Nodes))
	for i := range f.Nodes {
		out = append(out, f.Truth(&f.Nodes[i]))
	}
	return out
}

// Truth is one node's row.
func (f *Frame) Truth(n *Node) Truth {
	return Truth{Node: n.Name, Role: n.Role, Traffic: -1, Errors: -1}
}
