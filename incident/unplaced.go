package incident

import (
	"slices"

	"hadash/record"
)

// unplaced says why it is not known whether a balancer checks a node that none of the rows read is of; "" when it is
// known that none does. HAProxy's page shows a server's address only where `stats show-legends` or a socket's level
// lets it, and a server may have any name.
func (f *Frame) unplaced(n *Node) string {
	for i := range f.Nodes {
		b := &f.Nodes[i]
		if b.Role != record.RoleBalancer || b.Name == n.Name || len(b.To) > 0 && !slices.Contains(b.To, n.Name) {
			continue
		}
		switch row := f.memo.servers.Page(b.Name); {
		case row == nil && len(b.To) > 0:
			return "the servers of " + b.Name + " were not read"
		case row != nil && slices.ContainsFunc(row.Servers, func(s record.Server) bool { return f.memo.servers.Node(&s) == "" }):
			return "which of the servers of " + b.Name + " it is, if any"
		}
	}
	return ""
}

// Unheard reports whether a balancer that sends traffic to a node has not been read yet: its word on the node is still to
// come, and nobody else's takes its place.
func (f *Frame) Unheard(n *Node) bool {
	return n.Server == nil && slices.ContainsFunc(f.Nodes, func(b Node) bool {
		return b.Role == record.RoleBalancer && slices.Contains(b.To, n.Name) && f.memo.servers.Page(b.Name) == nil
	})
}

// configured is the first server of HAProxy's configuration that has the name of a node; nil when none has.
func (f *Frame) configured(n *Node) *record.Server {
	c := f.check(func(c *record.Check) bool { return c.Server == n.Name && c.Backend != "" })
	if c == nil {
		return nil
	}
	return &record.Server{Pxname: c.Backend, Svname: c.Server}
}
