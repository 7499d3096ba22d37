package incident

import (
	"slices"

	"hadash/record"
)

// placeServers gives each node its rows. Of a node in several backends, Server is the first that carries traffic.
func (f *folding) placeServers(h *record.HAProxy) {
	if len(f.Nodes) == 0 {
		return
	}
	f.ownNodes()
	placed := map[string][]*record.Server{}
	for i := range h.Servers {
		if name := f.memo.servers.Node(&h.Servers[i]); name != "" {
			placed[name] = append(placed[name], &h.Servers[i])
		}
	}
	for name, rows := range placed {
		first := max(slices.IndexFunc(rows, func(s *record.Server) bool { return s.Stot > 0 }), 0)
		n := f.Node(name)
		n.Server, n.also = rows[first], nil
		if len(rows) > 1 {
			n.also = slices.Concat(rows[:first], rows[first+1:])
		}
		if n.Role == record.RoleReplica {
			n.Rate = float64(n.Server.Rate)
			if h.BlankOf(n.Server).Has("rate") {
				n.Rate = -1
			}
			n.Lately = n.Rate
		}
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Role == record.RoleBalancer {
			n.Rate = balancerRate(h, n.Node.Upstream)
			n.Lately = n.Rate
		}
	}
}

// Is reports whether a node is a server of HAProxy.
func (n *Node) Is(backend, server string) bool {
	for s := range n.Servers {
		if s.Svname == server && s.Pxname == backend {
			return true
		}
	}
	return false
}

// Servers are all servers of HAProxy that a node is.
func (n *Node) Servers(yield func(*record.Server) bool) {
	if n.Server == nil || !yield(n.Server) {
		return
	}
	for _, s := range n.also {
		if !yield(s) {
			return
		}
	}
}

// still is a server of a node that its balancer sends traffic to; nil when none is, or nobody looks.
func (n *Node) still() *record.Server {
	for s := range n.Servers {
		if s.Status.State.Serving() && s.Status.State != record.NoCheck {
			return s
		}
	}
	return nil
}
